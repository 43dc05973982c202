// The conductor with real workers and scripted runtimes, kept in memory. Nothing here compares measured times
// but with gaps of a factor of five and more.
#include <gtest/gtest.h>

#include "judge/cell.h"
#include "measure/conductor/conductor.h"

namespace bakeoff::measure {
namespace {

using namespace std::chrono_literals;

const std::filesystem::path kBuild = BAKEOFF_BINARY_DIR;

class Memory final : public RaceObserver {
 public:
  explicit Memory(CellRecord& cell) : cell_(&cell) {}
  Result<void> keep(const Event& event) override {
    if (cell_->tries.back().size() == fail_at) return fail(ErrorKind::kInternal, "no space left on device");
    cell_->tries.back().push_back(event);
    return {};
  }
  void progress(const Progress& /*progress*/, const judge::Race& /*race*/) override {
    if (++told == interrupt_at) raise(SIGINT);
  }

  std::size_t fail_at = SIZE_MAX;
  int interrupt_at = 0;
  int told = 0;

 private:
  CellRecord* cell_;
};

class ConductTest : public testing::Test {
 protected:
  void SetUp() override {
    cell_.rules.slot = 5ms;
    cell_.rules.budget = 20s;
    cell_.rules.seed = 7;
    cell_.rules.voiding = false;  // the machine that tests run on is busy
    cell_.tries.emplace_back();
    job_.model.inputs = {{"input", model::ElementType::kFloat, {1}}};
    job_.model.sets.assign(2, {std::string(4, '\0')});
    job_.cpus = *allowed_cpus();
    job_.worker = kBuild / "bakeoff-worker";
  }

  void add(const std::string& name, const Options& options, bool scripted = true) {
    Contender contender;
    contender.candidate.name = name;
    contender.candidate.options = options;
    contender.adapter = kBuild / "adapters" / "fake.so";
    contender.scripted = scripted;
    job_.contenders.push_back(contender);
    cell_.candidates.push_back(contender.candidate);
  }

  Result<StopCause> race() {
    job_.rules = cell_.rules;
    auto signals = SignalWatch::open();
    auto race = judge::race_of(cell_);
    const auto cause = conduct(job_, race, memory_, *signals);
    result_ = judge::decide(cell_);
    return cause;
  }

  template <typename Kind>
  std::size_t count() const {
    std::size_t events = 0;
    for (const Event& event : cell_.tries.back()) events += std::holds_alternative<Kind>(event) ? 1 : 0;
    return events;
  }

  CellRecord cell_;
  RaceJob job_;
  Memory memory_{cell_};
  CellResult result_;
};

TEST_F(ConductTest, AFiveTimesFasterCandidateWins) {
  add("slow", {{"latency", "2.5ms"}});
  add("fast", {{"latency", "0.5ms"}});
  ASSERT_EQ(race(), StopCause::kDecided);
  EXPECT_EQ(result_.verdict, Verdict::kWinner);
  EXPECT_EQ(result_.winners, (std::vector<CandidateIndex>{1}));
  EXPECT_EQ(result_.units, 7U) << "seven straight wins are what it takes at alpha .05";
  EXPECT_EQ(count<EpochBegun>(), 7U);
  EXPECT_EQ(count<WorkerStarted>(), 14U) << "fresh processes in every epoch";
}

TEST_F(ConductTest, RoundsAsEvidenceUseOneSetOfProcesses) {
  cell_.rules.evidence = Evidence::kRound;
  add("slow", {{"latency", "2.5ms"}});
  add("fast", {{"latency", "0.5ms"}});
  ASSERT_EQ(race(), StopCause::kDecided);
  EXPECT_EQ(result_.verdict, Verdict::kWinner);
  EXPECT_EQ(count<EpochBegun>(), 1U);
  EXPECT_EQ(count<WorkerStarted>(), 2U);
}

TEST_F(ConductTest, FaultsEndInTheirStatuses) {
  cell_.rules.evidence = Evidence::kRound;
  cell_.rules.budget = 6s;  // a third of it, 5 s at least, is what a worker may hang
  job_.patience = 500ms;
  const std::vector<std::pair<Options, Status>> faults = {
      {{{"crash", "load"}}, Status::kCrashed},          {{{"abort", "first"}}, Status::kCrashed},
      {{{"hang", "load"}}, Status::kTimedOut},          {{{"unsupported", "1"}}, Status::kUnsupported},
      {{{"no-device", "1"}}, Status::kNoDevice},        {{{"wrong", "1"}}, Status::kWrongResult},
      {{{"nan", "1"}}, Status::kWrongResult},           {{{"exit", "load"}}, Status::kCrashed},
      {{{"no-such-option", "1"}}, Status::kUnsupported}};
  add("slow", {{"latency", "2.5ms"}});
  add("fast", {{"latency", "0.5ms"}});
  for (const auto& [options, status] : faults) add(options.front().first, options);
  ASSERT_EQ(race(), StopCause::kDecided);
  EXPECT_EQ(result_.verdict, Verdict::kWinner);
  EXPECT_EQ(result_.winners, (std::vector<CandidateIndex>{1}));
  for (std::size_t i = 0; i < faults.size(); ++i) {
    const Outcome& outcome = result_.candidates[i + 2].outcome;
    EXPECT_EQ(outcome.status, faults[i].second) << faults[i].first.front().first << ": " << outcome.reason;
    EXPECT_FALSE(outcome.reason.empty());
  }
}

TEST_F(ConductTest, AFaultInTheRaceLeavesTheOthersToFinish) {
  cell_.rules.evidence = Evidence::kRound;
  cell_.rules.epsilon = 1e-6;  // the crashing one is as fast as the fastest: no tie may come before its crash
  add("slow", {{"latency", "2.5ms"}});
  add("fast", {{"latency", "0.5ms"}});
  add("crashing", {{"latency", "0.5ms"}, {"crash", "run:250"}});
  ASSERT_EQ(race(), StopCause::kDecided);
  EXPECT_EQ(count<CandidateLeft>(), 1U);
  EXPECT_EQ(result_.verdict, Verdict::kWinner);
  EXPECT_EQ(result_.winners, (std::vector<CandidateIndex>{1}));
  EXPECT_EQ(result_.candidates[2].outcome.status, Status::kCrashed);
}

TEST_F(ConductTest, OutputsThatTurnWrongAreFoundBeforeTheEpochCounts) {
  add("right", {{"latency", "0.5ms"}});
  add("turning", {{"latency", "0.1ms"}, {"wrong-at", "30"}});
  ASSERT_TRUE(race());
  EXPECT_EQ(result_.candidates[1].outcome.status, Status::kWrongResult);
  EXPECT_EQ(result_.winners, (std::vector<CandidateIndex>{0}));
}

TEST_F(ConductTest, CandidatesWithoutAScriptAreHeldAgainstOneAnother) {
  cell_.rules.evidence = Evidence::kRound;
  add("a", {{"latency", "2ms"}}, false);
  add("b", {{"latency", "0.2ms"}, {"wrong", "1"}}, false);
  add("c", {{"latency", "0.4ms"}}, false);
  ASSERT_EQ(race(), StopCause::kDecided);
  EXPECT_EQ(result_.candidates[1].outcome.status, Status::kWrongResult);
  EXPECT_EQ(result_.winners, (std::vector<CandidateIndex>{2}));
  EXPECT_EQ(result_.candidates[0].reference, "consensus");
}

TEST_F(ConductTest, NobodyLeftIsNoVerdict) {
  add("crashing", {{"crash", "load"}});
  ASSERT_EQ(race(), StopCause::kDecided);
  EXPECT_EQ(result_.verdict, Verdict::kNone);
  EXPECT_EQ(result_.candidates[0].outcome.status, Status::kCrashed);
}

TEST_F(ConductTest, TheBudgetCutsARunningEpoch) {
  cell_.rules.budget = 2s;
  cell_.rules.slot = 300ms;
  add("a", {{"sleep", "1ms"}});
  add("b", {{"sleep", "1ms"}});
  const auto begin = MonotonicClock().now();
  ASSERT_EQ(race(), StopCause::kBudget);
  EXPECT_LT(MonotonicClock().now() - begin, 5s) << "it must be cut, not finished";
  EXPECT_EQ(result_.verdict, Verdict::kUnresolved);
  EXPECT_EQ(result_.cut_epochs, 1U);
}

TEST_F(ConductTest, AnInterruptedRaceGoesOnWithFreshDice) {
  add("slow", {{"latency", "2.5ms"}});
  add("fast", {{"latency", "0.5ms"}});
  memory_.interrupt_at = 25;
  ASSERT_EQ(race(), StopCause::kInterrupted);
  EXPECT_NE(result_.verdict, Verdict::kWinner);
  memory_.interrupt_at = 0;
  ASSERT_EQ(race(), StopCause::kDecided);
  EXPECT_EQ(result_.verdict, Verdict::kWinner);
  EXPECT_EQ(count<RaceStopped>(), 2U);
}

TEST_F(ConductTest, WhatCannotBeKeptIsNotMeasured) {
  add("a", {{"latency", "0.5ms"}});
  add("b", {{"latency", "0.5ms"}});
  memory_.fail_at = 10;
  const auto stopped = race();
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().what, "no space left on device");
  EXPECT_EQ(cell_.tries.back().size(), 10U);
}

TEST_F(ConductTest, OneAfterTheOtherWhereMemoryIsShort) {
#ifdef __SANITIZE_THREAD__
  GTEST_SKIP() << "the thread sanitizer's own memory, four times what is touched, counts as the process's";
#endif
  cell_.rules.evidence = Evidence::kRound;
  job_.memory_limit = Bytes{120U << 20U};
  add("slow", {{"latency", "2.5ms"}, {"grow", "70MiB"}});
  add("fast", {{"latency", "0.5ms"}, {"grow", "70MiB"}});
  ASSERT_EQ(race(), StopCause::kDecided);
  EXPECT_EQ(result_.winners, (std::vector<CandidateIndex>{1}));
  for (const Event& event : cell_.tries.back()) {
    if (const auto* const begun = std::get_if<EpochBegun>(&event)) {
      EXPECT_FALSE(begun->together);
    }
  }
}

TEST_F(ConductTest, TheOnlyCandidateIsMeasuredUntilItIsKnown) {
  cell_.rules.evidence = Evidence::kRound;
  cell_.rules.epsilon = 0.5;
  add("alone", {{"latency", "1ms"}});
  ASSERT_EQ(race(), StopCause::kDecided);
  EXPECT_EQ(result_.verdict, Verdict::kWinner);
  EXPECT_EQ(result_.reason, "only candidate");
}

}  // namespace
}  // namespace bakeoff::measure
