#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>

#include "store/database.h"
#include "store/schema.h"
#include "store/study_file.h"
#include "unit/store/example_study.h"

namespace bakeoff::store {
namespace {

// In a process of its own, without root's power to write everywhere.
bool holds_for_a_plain_user(const std::function<bool()>& check) {
  const pid_t child = fork();
  if (child == 0) {
    if (geteuid() == 0 && setuid(65534) != 0) _exit(2);
    _exit(check() ? 0 : 1);
  }
  int status = 0;
  return waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

class Refusal : public testing::Test {
 protected:
  Refusal() : file(folder / "x.bakeoff") {}

  void make() { ASSERT_TRUE(StudyFile::create(file, example_study())); }

  void expect_both(ErrorKind kind, const std::string& words) const {
    const auto opened = StudyFile::open(file);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().kind, kind) << to_string(opened.error());
    EXPECT_NE(to_string(opened.error()).find(words), std::string::npos) << to_string(opened.error());
    EXPECT_EQ(opened.error().where, file.string());
    const auto read = read_study(file);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().kind, kind) << to_string(read.error());
    EXPECT_NE(to_string(read.error()).find(words), std::string::npos) << to_string(read.error());
    EXPECT_EQ(read.error().where, file.string());
  }

  TestFolder folder;           // NOLINT(misc-non-private-member-variables-in-classes)
  std::filesystem::path file;  // NOLINT(misc-non-private-member-variables-in-classes)
};

TEST_F(Refusal, Missing) {
  expect_both(ErrorKind::kNotFound, "is not there");
  EXPECT_FALSE(std::filesystem::exists(file)) << "looking must not make it";
}

TEST_F(Refusal, Pipe) {
  ASSERT_EQ(mkfifo(file.c_str(), 0600), 0);
  expect_both(ErrorKind::kBadInput, "pipe");
}

TEST_F(Refusal, ASchemaThatNobodyWrote) {
  for (const int version : {0, -1}) {
    std::filesystem::remove(file);
    make();
    SQLite::Database(file.string(), SQLite::OPEN_READWRITE)
        .exec("PRAGMA user_version = " + std::to_string(version));
    expect_both(ErrorKind::kBadInput, "no bakeoff wrote schema " + std::to_string(version));
  }
}

TEST_F(Refusal, Folder) {
  file = folder.path();
  expect_both(ErrorKind::kBadInput, "folder");
}

TEST_F(Refusal, OtherFiles) {
  write_bytes(file, "model,latency\nresnet,3\n" + std::string(5000, 'x'));
  expect_both(ErrorKind::kBadInput, "is not a study file");
  write_bytes(file, "short");
  expect_both(ErrorKind::kBadInput, "not a study file");
}

TEST_F(Refusal, OtherDatabase) {
  {
    SQLite::Database(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE)
        .exec("CREATE TABLE event (x)");
  }
  expect_both(ErrorKind::kBadInput, "not a study file");
}

TEST_F(Refusal, NewerSchema) {
  make();
  {
    SQLite::Database(file.string(), SQLite::OPEN_READWRITE)
        .exec("PRAGMA user_version = " + std::to_string(kSchemaVersion + 1));
  }
  expect_both(ErrorKind::kBadInput, "newer bakeoff");
}

TEST_F(Refusal, TablesOfAnotherMake) {
  make();
  {
    SQLite::Database database(file.string(), SQLite::OPEN_READWRITE);
    database.exec("DROP TABLE race_try; CREATE VIEW race_try AS SELECT 0 AS cell, 1 AS try");
  }
  expect_both(ErrorKind::kBadInput, "race_try");
}

TEST_F(Refusal, CreateOverwritesNothing) {
  write_bytes(file, "precious");
  const auto created = StudyFile::create(file, example_study());
  ASSERT_FALSE(created);
  EXPECT_EQ(created.error().kind, ErrorKind::kUsage);
  EXPECT_NE(created.error().hint.find("--resume"), std::string::npos);
  EXPECT_EQ(bytes_of(file), "precious");
}

TEST_F(Refusal, CreateInAFolderThatIsNotThere) {
  const auto created = StudyFile::create(folder / "no" / "x", example_study());
  ASSERT_FALSE(created);
  EXPECT_EQ(created.error().kind, ErrorKind::kUsage);
}

TEST_F(Refusal, SecondWriter) {
  auto first = StudyFile::create(file, example_study());
  ASSERT_TRUE(first);
  const auto second = StudyFile::open(file);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, ErrorKind::kUsage);
  EXPECT_EQ(second.error().where, file.string());
  EXPECT_NE(second.error().what.find("another bakeoff"), std::string::npos);
  EXPECT_FALSE(second.error().hint.empty());
  ASSERT_EQ(chmod(folder.path().c_str(), 0755), 0);
  ASSERT_EQ(chmod(file.c_str(), 0666), 0);
  EXPECT_TRUE(holds_for_a_plain_user([&] {
    const auto other = StudyFile::open(file);
    return !other && other.error().what.find("another bakeoff") != std::string::npos;
  })) << "nor in another process";
  EXPECT_TRUE(first->append(0, RoundBegun{9, {0}})) << "the first is not disturbed";
  first = tl::unexpected(Error{});
  EXPECT_TRUE(StudyFile::open(file)) << "once the first is gone";
}

TEST_F(Refusal, EventsThatCouldNotBeReadBack) {
  auto opened = StudyFile::create(file, example_study());
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->append(7, RoundBegun{}).error().kind, ErrorKind::kInternal);
  EXPECT_EQ(opened->append(1, RoundBegun{}).error().kind, ErrorKind::kInternal) << "no try was begun";
  EXPECT_EQ(opened->append(0, RoundBegun{1, {0, 2}}).error().kind, ErrorKind::kInternal)
      << "no such candidate";
  EXPECT_EQ(opened->append(0, example_slot(1, 2)).error().kind, ErrorKind::kInternal);
  EXPECT_EQ(opened->begin_try(3).error().kind, ErrorKind::kInternal);
  expect_same(read_study(file).value(), example_study());
}

TEST_F(Refusal, ReadOnlyFileIsReadAndNotWritten) {
  make();
  ASSERT_EQ(chmod(file.c_str(), 0444), 0);
  ASSERT_EQ(chmod(folder.path().c_str(), 0555), 0);
  EXPECT_TRUE(holds_for_a_plain_user([&] {
    const auto study = read_study(file);
    return study && study->cells[0].tries == example_study().cells[0].tries;
  }));
  EXPECT_TRUE(holds_for_a_plain_user([&] {
    const auto opened = StudyFile::open(file);
    return !opened && opened.error().kind == ErrorKind::kUsage;
  }));
  EXPECT_TRUE(holds_for_a_plain_user([&] {
    const auto created = StudyFile::create(folder / "new", example_study());
    return !created && created.error().kind == ErrorKind::kUsage;
  }));
  ASSERT_EQ(chmod(folder.path().c_str(), 0755), 0);
}

// The journal goes beside the file, so that the folder must be writable too.
TEST_F(Refusal, WritableFileInAReadOnlyFolder) {
  make();
  ASSERT_EQ(chmod(file.c_str(), 0666), 0);
  ASSERT_EQ(chmod(folder.path().c_str(), 0555), 0);
  const auto is_refused = [&] {
    const auto opened = StudyFile::open(file);
    return !opened && opened.error().kind == ErrorKind::kUsage &&
           opened.error().what.find("protected") != std::string::npos;
  };
  EXPECT_FALSE(std::filesystem::exists(file.string() + "-journal")) << "a closed study leaves none behind";
  EXPECT_TRUE(holds_for_a_plain_user(is_refused)) << "no journal can be made";
  ASSERT_EQ(chmod(folder.path().c_str(), 0755), 0);
}

TEST_F(Refusal, UnreadableFile) {
  make();
  ASSERT_EQ(chmod(folder.path().c_str(), 0755), 0);
  ASSERT_EQ(chmod(file.c_str(), 0), 0);
  EXPECT_TRUE(holds_for_a_plain_user([&] {
    const auto study = read_study(file);
    return !study && study.error().kind == ErrorKind::kUsage;
  }));
}

TEST_F(Refusal, WhatSqliteSaysInPlainWords) {
  const auto kind_of = [&](int code) { return error_of(SQLite::Exception("words", code), file).kind; };
  EXPECT_EQ(kind_of(SQLITE_FULL), ErrorKind::kInternal);
  EXPECT_EQ(kind_of(SQLITE_BUSY), ErrorKind::kUsage);
  EXPECT_EQ(kind_of(SQLITE_READONLY), ErrorKind::kUsage);
  EXPECT_EQ(kind_of(SQLITE_CORRUPT), ErrorKind::kBadInput);
  EXPECT_EQ(kind_of(SQLITE_NOTADB), ErrorKind::kBadInput);
  EXPECT_NE(error_of(SQLite::Exception("words", SQLITE_NOMEM), file).what.find("words"), std::string::npos);
}

TEST_F(Refusal, OddNamesAreOnlyNames) {
  for (const char* const name : {":memory:", "file:x?mode=memory", "a%41#b?c", "with space"}) {
    ASSERT_TRUE(StudyFile::create(folder / name, example_study())) << name;
    EXPECT_TRUE(std::filesystem::exists(folder / name)) << name;
    EXPECT_TRUE(read_study(folder / name)) << name;
  }
}

}  // namespace
}  // namespace bakeoff::store
