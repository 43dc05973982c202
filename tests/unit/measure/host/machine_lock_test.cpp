#include "measure/host/machine_lock.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>

namespace bakeoff::measure {
namespace {

using ::testing::HasSubstr;

class MachineLockTest : public ::testing::Test {
 protected:
  MachineLockTest() { std::filesystem::create_directory(folder_); }
  ~MachineLockTest() override { std::filesystem::remove_all(folder_); }

  // Another process that has the lock until it is killed; record locks do not exclude their own process.
  pid_t other_holder() const {
    std::array<int, 2> ready{};
    EXPECT_EQ(pipe(ready.data()), 0);
    const pid_t child = fork();
    if (child == 0) {
      const auto lock = MachineLock::try_take(file_);
      const char answer = lock && *lock ? 'y' : 'n';
      static_cast<void>(!write(ready[1], &answer, 1));
      for (;;) pause();
    }
    char answer = 'n';
    EXPECT_EQ(read(ready[0], &answer, 1), 1);
    EXPECT_EQ(answer, 'y');
    close(ready[0]);
    close(ready[1]);
    return child;
  }

  std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("machine-lock-" + std::to_string(getpid()));
  std::filesystem::path file_ = folder_ / "lock";
};

TEST_F(MachineLockTest, IsFreeAtFirst) {
  EXPECT_FALSE(MachineLock::holder(file_).value());
  EXPECT_TRUE(MachineLock::try_take(file_).value());
}

TEST_F(MachineLockTest, OneAtATimeAndTellsWho) {
  const pid_t child = other_holder();
  EXPECT_FALSE(MachineLock::try_take(file_).value());
  const auto holder = MachineLock::holder(file_).value();
  ASSERT_TRUE(holder);
  EXPECT_EQ(holder->process, child);
  EXPECT_THAT(holder->command, HasSubstr("test-host"));
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  EXPECT_TRUE(MachineLock::try_take(file_).value()) << "a killed process holds nothing";
}

TEST_F(MachineLockTest, IsOpenToOtherUsersWhateverTheUmask) {
  const mode_t before = umask(077);
  const auto lock = MachineLock::try_take(file_);
  umask(before);
  ASSERT_TRUE(lock && *lock);
  struct stat status {};
  ASSERT_EQ(stat(file_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0666U);
}

TEST_F(MachineLockTest, SaysWhyAFileCannotBeMade) {
  const auto lock = MachineLock::try_take(folder_ / "missing" / "lock");
  ASSERT_FALSE(lock);
  EXPECT_THAT(to_string(lock.error()), HasSubstr("missing"));
}

}  // namespace
}  // namespace bakeoff::measure
