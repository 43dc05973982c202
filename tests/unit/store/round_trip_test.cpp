#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <bit>
#include <cmath>
#include <limits>

#include "store/event_json.h"
#include "store/study_file.h"
#include "unit/store/example_study.h"

namespace bakeoff::store {
namespace {

template <typename T>
T any() {
  return *rc::gen::arbitrary<T>();
}
Nanoseconds any_time() {
  return Nanoseconds(any<std::int64_t>());
}
CandidateIndex any_candidate() {
  return *rc::gen::inRange<CandidateIndex>(0, 2);
}
std::vector<CandidateIndex> any_order() {
  return *rc::gen::container<std::vector<CandidateIndex>>(rc::gen::inRange<CandidateIndex>(0, 2));
}
std::optional<double> any_optional() {
  return any<bool>() ? std::optional(any<double>()) : std::nullopt;
}
Outcome any_outcome() {
  return {*rc::gen::element(Status::kMeasured, Status::kCrashed, Status::kOverLimit, Status::kNotInstalled),
          any<std::string>()};
}

Event any_event() {
  switch (*rc::gen::inRange(0, 9)) {
    case 0:
      return CandidateChecked{any_candidate(), any_outcome(), any_optional(), any<std::string>()};
    case 1:
      return EpochBegun{any<std::uint32_t>(), any<std::uint32_t>(), any_order(), any<bool>()};
    case 2: {
      WorkerFacts facts{
          any_time(),
          any_time(),
          any<std::uint32_t>(),
          any<bool>(),
          {Bytes{any<std::uint64_t>()}, Bytes{any<std::uint64_t>()}, Bytes{any<std::uint64_t>()}},
          any<bool>() ? std::optional(any<std::string>()) : std::nullopt,
          any<std::vector<std::pair<std::string, std::string>>>()};
      return WorkerStarted{any_candidate(), std::move(facts)};
    }
    case 3:
      return CandidateLeft{any_candidate(), any_outcome()};
    case 4:
      return RoundBegun{any<std::uint32_t>(), any_order()};
    case 5:
      return SlotTimed{
          any<std::uint32_t>(), any_candidate(), any_time(), any_time(), any<std::vector<std::uint64_t>>(),
          any_time(),           any_time()};
    case 6:
      return WindowJudged{any<std::uint32_t>(),
                          any<std::uint32_t>(),
                          *rc::gen::element(Disturbance::kNone, Disturbance::kSuspended, Disturbance::kSteal),
                          any<double>(),
                          any<double>(),
                          any_time(),
                          any<bool>() ? std::optional(any_candidate()) : std::nullopt};
    case 7:
      return EpochEnded{*rc::gen::element(EpochEnd::kComplete, EpochEnd::kCut)};
    default:
      return RaceStopped{*rc::gen::element(StopCause::kDecided, StopCause::kBudget, StopCause::kInterrupted),
                         any_time()};
  }
}

// The judge replays the events: so they must come back bit for bit.
TEST(RoundTrip, AnyEvents) {
  EXPECT_TRUE(rc::check([] {
    const TestFolder folder;
    StudyRecord study = example_study();
    study.cells[1].tries = {*rc::gen::container<std::vector<Event>>(rc::gen::exec(any_event))};
    RC_ASSERT(StudyFile::create(folder / "x", study).has_value());
    const auto back = read_study(folder / "x");
    RC_ASSERT(back.has_value());
    RC_ASSERT(back->cells[1].tries == study.cells[1].tries);
  }));
}

TEST(RoundTrip, AnyTexts) {
  EXPECT_TRUE(rc::check([](const std::string& text, const std::string& other, std::uint64_t seed) {
    const TestFolder folder;
    StudyRecord study = example_study();
    study.command = text;
    study.host.facts[text] = other;
    study.host.unknown[other] = text;
    study.host.warnings.push_back(text);
    study.cells[0].cell.model = text;
    study.cells[0].candidates[1].options = {{text, other}};
    study.cells[0].absent[0].outcome.reason = other;
    study.cells[0].rules.seed = seed;
    RC_ASSERT(StudyFile::create(folder / "x", study).has_value());
    const auto back = read_study(folder / "x");
    RC_ASSERT(back.has_value());
    expect_same(*back, study);
    RC_ASSERT(!testing::Test::HasFailure());
  }));
}

TEST(RoundTrip, DoublesKeepEveryBit) {
  for (const double value :
       {0.1, 1.0 / 3, -0.0, 5e-324, 1.7976931348623157e308, 2.2250738585072014e-308,
        std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()}) {
    WindowJudged window;
    window.foreign_share = value;
    const auto back = event_from(text_of(window));
    ASSERT_TRUE(back) << value;
    EXPECT_EQ(std::bit_cast<std::uint64_t>(std::get<WindowJudged>(*back).foreign_share),
              std::bit_cast<std::uint64_t>(value));
  }
  CandidateChecked checked;
  checked.relative_error = std::numeric_limits<double>::quiet_NaN();
  const auto back = event_from(text_of(checked));
  ASSERT_TRUE(back);
  EXPECT_TRUE(std::isnan(std::get<CandidateChecked>(*back).relative_error.value()));
}

TEST(RoundTrip, WrittenAtOnce) {
  const TestFolder folder;
  const StudyRecord study = example_study();
  const auto file = StudyFile::create(folder / "x", study);
  ASSERT_TRUE(file) << to_string(file.error());
  expect_same(file->read().value(), study);
  expect_same(read_study(folder / "x").value(), study);  // while the writer has it open
}

TEST(RoundTrip, WrittenPieceByPieceWithAReopeningBetween) {
  const TestFolder folder;
  StudyRecord study = example_study();
  StudyRecord header = study;
  header.cells.clear();
  {
    auto file = StudyFile::create(folder / "x", header);
    ASSERT_TRUE(file) << to_string(file.error());
    for (const CellRecord& cell : study.cells) ASSERT_TRUE(file->add_cell(cell));
    ASSERT_TRUE(file->begin_try(0));
    for (const Event& event : study.cells[0].tries[0]) ASSERT_TRUE(file->append(0, event));
    ASSERT_TRUE(file->begin_try(0));
    ASSERT_TRUE(file->append(0, study.cells[0].tries[1][0]));
  }
  auto file = StudyFile::open(folder / "x");
  ASSERT_TRUE(file) << to_string(file.error());
  const Event more = RoundBegun{1, {1, 0}};
  ASSERT_TRUE(file->append(0, more));
  study.cells[0].tries[1].push_back(more);
  ASSERT_TRUE(file->begin_try(0));
  EXPECT_EQ(file->add_cell(example_cell("third")).value(), 3U);
  study.cells.push_back(example_cell("third"));
  ASSERT_TRUE(file->begin_try(3));
  study.cells[3].tries.emplace_back();
  expect_same(read_study(folder / "x").value(), study);
}

TEST(RoundTrip, FiveMillionSamplesFitIn60Megabytes) {
  constexpr std::uint32_t kSlots = 1000;
  const TestFolder folder;
  StudyRecord study = example_study();
  std::vector<Event>& events = study.cells[0].tries[0];
  events.clear();
  for (std::uint32_t round = 1; round <= kSlots; ++round) {
    SlotTimed slot = example_slot(round, 0);
    for (std::uint64_t& duration : slot.durations_ns) duration += 50'000'000;  // four bytes each
    events.emplace_back(slot);
  }
  ASSERT_TRUE(StudyFile::create(folder / "x", study));
  EXPECT_LT(std::filesystem::file_size(folder / "x"), kSlots * 50 * 60 / 5);
}

}  // namespace
}  // namespace bakeoff::store
