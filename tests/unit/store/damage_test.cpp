#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "store/study_file.h"
#include "unit/store/example_study.h"

namespace bakeoff::store {
namespace {

StudyRecord long_study() {
  StudyRecord study = example_study();
  for (std::uint32_t round = 2; round < 60; ++round) {
    study.cells[0].tries[2].emplace_back(RoundBegun{round, {0, 1}});
    study.cells[0].tries[2].emplace_back(example_slot(round, round % 2));
  }
  return study;
}

// What a damaged file may be: refused in plain words (true), or read with every event as it was.
bool expect_refused_or_right(const std::filesystem::path& path, const StudyRecord& right) {
  const auto study = read_study(path);
  if (!study) {
    EXPECT_TRUE(study.error().kind == ErrorKind::kBadInput || study.error().kind == ErrorKind::kInternal)
        << to_string(study.error());
    EXPECT_EQ(study.error().where, path.string());
    return true;
  }
  EXPECT_EQ(study->cells.size(), right.cells.size());
  for (std::size_t i = 0; i < std::min(study->cells.size(), right.cells.size()); ++i) {
    EXPECT_TRUE(study->cells[i].tries == right.cells[i].tries);
  }
  return false;
}

class Damage : public testing::Test {
 protected:
  Damage() : file(folder / "x") {
    EXPECT_TRUE(StudyFile::create(file, right));
    bytes = bytes_of(file);
  }

  StudyRecord right = long_study();  // NOLINT(misc-non-private-member-variables-in-classes)
  TestFolder folder;                 // NOLINT(misc-non-private-member-variables-in-classes)
  std::filesystem::path file;        // NOLINT(misc-non-private-member-variables-in-classes)
  std::string bytes;                 // NOLINT(misc-non-private-member-variables-in-classes)
};

TEST_F(Damage, CutAnywhere) {
  for (std::size_t size = 0; size < bytes.size(); size += size < 200 ? 9 : 1500) {
    write_bytes(file, bytes.substr(0, size));
    const auto study = read_study(file);
    ASSERT_FALSE(study) << "cut at " << size;
    EXPECT_EQ(study.error().kind, ErrorKind::kBadInput) << size << ": " << to_string(study.error());
    EXPECT_EQ(StudyFile::open(file).error().kind, ErrorKind::kBadInput) << size;
  }
}

TEST_F(Damage, EveryFlippedBitIsSeenOrHarmless) {
  std::mt19937 dice(7);
  int refused = 0;
  for (int i = 0; i < 400; ++i) {
    std::string changed = bytes;
    char& place = changed[dice() % changed.size()];
    place = static_cast<char>(place ^ (1 << (dice() % 8)));
    write_bytes(file, changed);
    refused += expect_refused_or_right(file, right) ? 1 : 0;
  }
  EXPECT_GT(refused, 100) << "most of the file is events";
}

TEST_F(Damage, OverwrittenStretches) {
  std::mt19937 dice(8);
  for (int i = 0; i < 100; ++i) {
    std::string changed = bytes;
    const std::size_t begin = dice() % changed.size();
    const std::size_t end = std::min(changed.size(), begin + dice() % 5000);
    for (std::size_t at = begin; at < end; ++at) changed[at] = static_cast<char>(i % 2 == 0 ? 0 : dice());
    write_bytes(file, changed);
    expect_refused_or_right(file, right);
  }
}

TEST_F(Damage, RandomBytesBehindAGoodHeader) {
  std::mt19937 dice(9);
  for (int i = 0; i < 50; ++i) {
    std::string changed = bytes.substr(0, 100);
    while (changed.size() < bytes.size()) changed += static_cast<char>(dice());
    write_bytes(file, changed);
    EXPECT_EQ(read_study(file).error().kind, ErrorKind::kBadInput);
  }
}

// Each of these a whole and valid database, with one value that bakeoff never writes.
TEST_F(Damage, WrongValues) {
  for (const char* const change : {"DELETE FROM event WHERE seq = 3",
                                   "UPDATE event SET candidate = 5 WHERE kind = 'slot-timed'",
                                   "UPDATE event SET candidate = 1 - candidate WHERE seq = 7",
                                   "UPDATE event SET kind = 'unheard-of' WHERE seq = 2",
                                   "UPDATE event SET detail = '{' WHERE seq = 2",
                                   "UPDATE event SET detail = NULL WHERE seq = 2",
                                   "UPDATE event SET detail = '{}' WHERE seq = 3",
                                   "UPDATE event SET cell = 2 WHERE seq = 2",
                                   "UPDATE event SET try = 0 WHERE seq = 2",
                                   "UPDATE event SET try = 9 WHERE seq = 2",
                                   "UPDATE event SET checksum = 'x' WHERE seq = 2",
                                   "UPDATE event SET durations = NULL WHERE seq = 7",
                                   "UPDATE event SET durations = x'80' WHERE seq = 7",
                                   "UPDATE event SET inferences = 49 WHERE seq = 7",
                                   "UPDATE event SET inferences = -1 WHERE seq = 7",
                                   "UPDATE event SET begin_ns = 'now' WHERE seq = 7",
                                   "UPDATE event SET begin_ns = begin_ns + 1 WHERE seq = 7",
                                   "DELETE FROM race_try WHERE try = 2",
                                   "UPDATE cell SET rules = 'none'",
                                   "UPDATE cell SET rules = '[]'",
                                   "UPDATE cell SET metric = 'speed'",
                                   "UPDATE cell SET batch = 5000000000",
                                   "UPDATE cell SET batch = 'many'",
                                   "DELETE FROM cell WHERE cell = 0",
                                   "UPDATE placebo SET of_cell = 2",
                                   "UPDATE placebo SET of_cell = 'first'",
                                   "UPDATE placebo SET of_candidate = 2",
                                   "UPDATE placebo SET cell = 9",
                                   "UPDATE candidate SET options = '{}'",
                                   "UPDATE candidate SET options = '1}'",
                                   "UPDATE candidate SET place = place + 9",
                                   "UPDATE candidate SET status = 'lazy' WHERE absent = 1",
                                   "DELETE FROM candidate WHERE absent = 0",
                                   "UPDATE study SET value = 'fast' WHERE key = 'clock_read_ns'",
                                   "UPDATE host_fact SET value = x'00'",
                                   "UPDATE host_warning SET text = x'00'"}) {
    write_bytes(file, bytes);
    { SQLite::Database(file.string(), SQLite::OPEN_READWRITE).exec(change); }
    const auto study = read_study(file);
    ASSERT_FALSE(study) << change;
    EXPECT_EQ(study.error().kind, ErrorKind::kBadInput) << change;
    EXPECT_EQ(StudyFile::open(file).error().kind, ErrorKind::kBadInput) << change;
  }
}

}  // namespace
}  // namespace bakeoff::store
