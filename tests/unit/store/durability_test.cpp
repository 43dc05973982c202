#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <random>
#include <thread>

#include "store/study_file.h"
#include "unit/store/example_study.h"

namespace bakeoff::store {
namespace {

pid_t in_child(const std::function<void()>& work) {
  const pid_t child = fork();
  if (child < 0) std::abort();  // kill(-1) would be everybody's end
  if (child > 0) return child;
  work();
  _exit(0);
}

int status_of(pid_t child) {
  int status = -1;
  waitpid(child, &status, 0);
  return status;
}

StudyRecord empty_race() {
  StudyRecord study = example_study();
  study.cells[0].tries = {{}};
  return study;
}

// The n-th event of the endless race below: what it must be can be told from its number.
Event event_number(std::size_t n) {
  if (n % 10 == 0) return EpochBegun{1, static_cast<std::uint32_t>(n / 10 + 1), {0, 1}, true};
  return example_slot(static_cast<std::uint32_t>(n), static_cast<CandidateIndex>(n % 2));
}

// Appends for ever; a byte in the pipe for every append that was said to be done.
void append_for_ever(const std::filesystem::path& path, std::size_t n, int pipe_end, Nanoseconds pause) {
  auto file = StudyFile::open(path);
  while (file && file->append(0, event_number(n))) {
    ++n;
    if (write(pipe_end, "x", 1) != 1) break;
    if (pause > Nanoseconds(0)) std::this_thread::sleep_for(pause);
  }
  _exit(1);
}

TEST(Durability, KilledThirtyTimesAndNothingIsLost) {
  const TestFolder folder;
  const auto path = folder / "x";
  ASSERT_TRUE(StudyFile::create(path, empty_race()));
  std::mt19937 dice(20);  // where it strikes is up to the machine; how often long and short, to this
  std::size_t kept = 0;
  std::size_t most_done = 0;
  for (int kill_number = 0; kill_number < 30; ++kill_number) {
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    const pid_t child = in_child([&] { append_for_ever(path, kept, ends[1], Nanoseconds(0)); });
    close(ends[1]);
    char sign = 0;
    ASSERT_EQ(read(ends[0], &sign, 1), 1) << "it opened the file and appended once";
    std::this_thread::sleep_for(std::chrono::microseconds(dice() % 20'000));
    kill(child, SIGKILL);
    status_of(child);
    std::size_t done = 1;
    while (read(ends[0], &sign, 1) == 1) ++done;
    close(ends[0]);
    const auto study = read_study(path);
    ASSERT_TRUE(study) << to_string(study.error());
    const std::vector<Event>& events = study->cells[0].tries[0];
    ASSERT_GE(events.size(), kept + done);
    ASSERT_LE(events.size(), kept + done + 1) << "at most the one that was being written";
    for (std::size_t i = kept; i < events.size(); ++i) ASSERT_TRUE(events[i] == event_number(i)) << i;
    kept = events.size();
    most_done = std::max(most_done, done);
  }
  EXPECT_GT(most_done, 1U);
  auto file = StudyFile::open(path);
  ASSERT_TRUE(file) << to_string(file.error());
  EXPECT_TRUE(file->append(0, event_number(kept)));
  EXPECT_EQ(file->read()->cells[0].tries[0].size(), kept + 1);
}

// A writer killed when pages of an unfinished transaction are in the file already.
void leave_hot_journal(const std::filesystem::path& path) {
  const pid_t child = in_child([&] {
    SQLite::Database database(path.string(), SQLite::OPEN_READWRITE);
    database.exec("PRAGMA journal_mode = TRUNCATE; PRAGMA cache_size = 1; BEGIN IMMEDIATE");
    database.exec("UPDATE event SET kind = 'half-done', durations = zeroblob(9000)");
    database.exec("UPDATE cell SET model = 'half-done'");
    raise(SIGKILL);
  });
  ASSERT_TRUE(WIFSIGNALED(status_of(child)));
  ASSERT_GT(std::filesystem::file_size(path.string() + "-journal"), 0U);
  ASSERT_NE(bytes_of(path).find("half-done"), std::string::npos) << "or this test shows nothing";
}

TEST(Durability, HotJournalIsRolledBackByTheNextWriter) {
  const TestFolder folder;
  ASSERT_TRUE(StudyFile::create(folder / "x", example_study()));
  leave_hot_journal(folder / "x");
  const auto file = StudyFile::open(folder / "x");
  ASSERT_TRUE(file) << to_string(file.error());
  expect_same(file->read().value(), example_study());
}

TEST(Durability, HotJournalIsReadWithoutChangingAnything) {
  const TestFolder folder;
  ASSERT_TRUE(StudyFile::create(folder / "x", example_study()));
  leave_hot_journal(folder / "x");
  const std::string before = bytes_of(folder / "x");
  const std::string journal = bytes_of(folder / "x-journal");
  const auto study = read_study(folder / "x");
  ASSERT_TRUE(study) << to_string(study.error());
  expect_same(*study, example_study());
  EXPECT_EQ(bytes_of(folder / "x"), before);
  EXPECT_EQ(bytes_of(folder / "x-journal"), journal);
}

TEST(Durability, JournalOfGarbageDoesNoHarm) {
  const TestFolder folder;
  ASSERT_TRUE(StudyFile::create(folder / "x", example_study()));
  write_bytes(folder / "x-journal", "what is this? " + std::string(2000, '\x7f'));
  const auto study = read_study(folder / "x");
  ASSERT_TRUE(study) << to_string(study.error());
  expect_same(*study, example_study());
}

TEST(Durability, ReaderBesideAWriter) {
  const TestFolder folder;
  const auto path = folder / "x";
  ASSERT_TRUE(StudyFile::create(path, empty_race()));
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  const pid_t child = in_child([&] { append_for_ever(path, 0, ends[1], std::chrono::milliseconds(5)); });
  close(ends[1]);
  char sign = 0;
  EXPECT_EQ(read(ends[0], &sign, 1), 1);
  std::size_t seen = 0;
  for (int i = 0; i < 20; ++i) {
    const auto study = read_study(path);
    EXPECT_TRUE(study) << to_string(study.error());
    if (!study) break;
    EXPECT_GE(study->cells[0].tries[0].size(), std::max<std::size_t>(1, seen));
    seen = study->cells[0].tries[0].size();
  }
  kill(child, SIGKILL);
  EXPECT_TRUE(WIFSIGNALED(status_of(child))) << "the writer went on undisturbed";
  close(ends[0]);
}

// What fills up: kept is what was said to be done, and the failure says what to do.
void expect_full(const std::filesystem::path& path, const char* words) {
  std::size_t done = 0;
  std::optional<Error> error;
  {
    auto file = StudyFile::create(path, empty_race());
    if (!file) _exit(11);
    for (; done < 100'000 && !error; ++done) {
      const auto appended = file->append(0, event_number(done));
      if (!appended) error = appended.error();
    }
  }
  if (!error) _exit(12);
  if (error->kind != ErrorKind::kInternal || error->what.find(words) == std::string::npos) {
    std::cerr << to_string(*error) << '\n';
    _exit(13);
  }
  const auto study = read_study(path);
  if (!study) _exit(14);
  if (study->cells[0].tries[0].size() != done - 1) _exit(15);
}

TEST(Durability, FileThatMayNotGrow) {
  const TestFolder folder;
  const pid_t child = in_child([&] {
    signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{200'000, 200'000};
    if (setrlimit(RLIMIT_FSIZE, &limit) != 0) _exit(10);
    expect_full(folder / "x", "limit refuses");
  });
  const int status = status_of(child);
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0) << "see expect_full";
}

TEST(Durability, FullDisk) {
  constexpr int kNoMount = 9;
  const TestFolder folder;
  const pid_t child = in_child([&] {
    // A small disk that nobody else sees.
    if (unshare(geteuid() == 0 ? CLONE_NEWNS : CLONE_NEWNS | CLONE_NEWUSER) != 0) _exit(kNoMount);
    if (mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) _exit(kNoMount);
    if (mount("none", folder.path().c_str(), "tmpfs", 0, "size=256k") != 0) _exit(kNoMount);
    expect_full(folder / "x", "disk is full");
  });
  const int status = status_of(child);
  ASSERT_TRUE(WIFEXITED(status));
  if (WEXITSTATUS(status) == kNoMount) GTEST_SKIP() << "no small disk can be mounted here";
  EXPECT_EQ(WEXITSTATUS(status), 0) << "see expect_full";
}

}  // namespace
}  // namespace bakeoff::store
