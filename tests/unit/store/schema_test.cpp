#include "store/schema.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>

#include "store/study_file.h"
#include "unit/store/example_study.h"

namespace bakeoff::store {
namespace {

TEST(Schema, HeaderSaysWhatItIs) {
  const TestFolder folder;
  ASSERT_TRUE(StudyFile::create(folder / "x", StudyRecord{}));
  const std::string bytes = bytes_of(folder / "x");
  EXPECT_EQ(bytes.substr(0, 16), std::string("SQLite format 3\0", 16));
  EXPECT_EQ(bytes.substr(68, 4), "bake") << "application_id, big-endian, by SQLite's file format";
  EXPECT_EQ(bytes.substr(60, 4), std::string("\0\0\0\3", 4)) << "user_version";
}

TEST(Schema, OneTransactionAnAppendWithAJournalThatStays) {
  const TestFolder folder;
  auto file = StudyFile::create(folder / "x", example_study());
  ASSERT_TRUE(file);
  ASSERT_TRUE(file->append(0, RoundBegun{1, {0}}));
  EXPECT_EQ(std::filesystem::file_size(folder / "x-journal"), 0U) << "truncated, not deleted";
}

// Schema 1 had neither cell_input nor placebo: such a file is read as it is, and gets the tables when
// something is added.
TEST(Schema, AnOlderFileIsReadAndContinued) {
  const TestFolder folder;
  StudyRecord study = example_study();
  for (CellRecord& cell : study.cells) cell.cell.shapes.clear();
  for (CellRecord& cell : study.cells) cell.cell.input_files.clear();
  ASSERT_TRUE(StudyFile::create(folder / "x", study));
  SQLite::Database((folder / "x").string(), SQLite::OPEN_READWRITE)
      .exec("DROP VIEW slots; DROP TABLE placebo; DROP TABLE cell_input; PRAGMA user_version = 1");
  const std::string before = bytes_of(folder / "x");
  const auto old = read_study(folder / "x");
  ASSERT_TRUE(old) << to_string(old.error());
  EXPECT_EQ(old->cells.size(), study.cells.size());
  EXPECT_EQ(bytes_of(folder / "x"), before);

  CellRecord cell = study.cells[0];
  cell.cell.shapes = {{"x", {1, 3}}};
  cell.placebo_of = PlaceboOf{0, 1, 3};
  {
    auto file = StudyFile::open(folder / "x");
    ASSERT_TRUE(file) << to_string(file.error());
    ASSERT_TRUE(file->add_cell(cell));
  }
  const auto now = read_study(folder / "x");
  ASSERT_TRUE(now) << to_string(now.error());
  EXPECT_EQ(now->cells.back().cell, cell.cell);
  expect_same(now->cells[0], old->cells[0]);
}

// What docs/FORMATS.md promises to somebody with the sqlite3 shell.
TEST(Schema, ViewsForPeople) {
  const TestFolder folder;
  ASSERT_TRUE(StudyFile::create(folder / "x", example_study()));
  SQLite::Database database((folder / "x").string());
  SQLite::Statement slot(
      database,
      "SELECT model, candidate, epoch, round, inferences, median_ms, items_per_s FROM slots "
      "ORDER BY seq");
  ASSERT_TRUE(slot.executeStep());
  EXPECT_EQ(slot.getColumn(0).getString(), "resnet-50");
  EXPECT_EQ(slot.getColumn(1).getString(), "ort");
  EXPECT_EQ(slot.getColumn(2).getInt(), 1);
  EXPECT_EQ(slot.getColumn(3).getInt(), 1);
  EXPECT_EQ(slot.getColumn(4).getInt(), 50);
  // 500,007 + 1000 i for i = 0..49: median at 24.5, sum 50 times that.
  EXPECT_DOUBLE_EQ(slot.getColumn(5).getDouble(), 0.524507);
  EXPECT_DOUBLE_EQ(slot.getColumn(6).getDouble(), 8 / 0.000524507);
  ASSERT_TRUE(slot.executeStep());
  EXPECT_EQ(slot.getColumn(1).getString(), "ov:x");
  EXPECT_FALSE(slot.executeStep());
  EXPECT_EQ(database.execAndGet("SELECT count(*) FROM happened WHERE try = 1").getInt(), 12);
  EXPECT_EQ(
      database
          .execAndGet("SELECT json_extract(detail, '$.status') FROM happened WHERE candidate = 'ov:x' AND "
                      "kind = 'candidate-left'")
          .getString(),
      "crashed");
  EXPECT_EQ(database.execAndGet("PRAGMA integrity_check").getString(), "ok");
}

// Every table of the schema is explained in the document.
TEST(Schema, IsInTheDocument) {
  const std::string document = bytes_of(std::filesystem::path(BAKEOFF_SOURCE_DIR) / "docs/FORMATS.md");
  for (const Table& table : tables()) {
    EXPECT_NE(document.find("`" + std::string(table.name) + "`"), std::string::npos) << table.name;
  }
  for (const Table& view : views()) {
    EXPECT_NE(document.find("`" + std::string(view.name) + "`"), std::string::npos) << view.name;
  }
}

}  // namespace
}  // namespace bakeoff::store
