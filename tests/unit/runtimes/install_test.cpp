#include "runtimes/install.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <thread>

#include "base/hash.h"
#include "runtimes/manifest.h"
#include "unit/runtimes/wheels.h"

namespace bakeoff::runtimes {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;
using Kind = InstallStep::Kind;
namespace fs = std::filesystem;

// A folder with the wheel of toy 1.0 in wheels/, and a fake pip that copies it from there.
class Install : public testing::Test {
 protected:
  Install() {
    fs::create_directory(folder_ / "wheels");
    write_toy_wheel(wheel_, "1.0");
    lock_ = toy_lock(wheel_);
    request_.name = "toy";
    request_.folder = folder_ / "runtimes";
    request_.wheel_cache = folder_ / "cache";
    request_.retry_pause = Nanoseconds{0};
    use_python("cp '" + (folder_ / "wheels").string() + "'/*.whl \"$dest\"");
  }

  void use_python(const std::string& script) {
    request_.python = fake_python(folder_.path(), script).string();
  }
  Result<InstalledRuntime> install_toy() { return install(request_, toy_entry(), lock_, recorder_); }
  [[nodiscard]] fs::path cached() const {
    return folder_ / ("cache/" + lock_.wheels.front().sha256 + "/" + toy_file("1.0"));
  }

  TemporaryFolder folder_;
  fs::path wheel_ = folder_ / ("wheels/" + toy_file("1.0"));
  Lock lock_;
  InstallRequest request_;
  Recorder recorder_;
};

const std::vector<std::string>& toy_files() {
  static const std::vector<std::string> kFiles{"toy/1.0/runtime.json", "toy/1.0/toy/LICENSE",
                                               "toy/1.0/toy/libs/libplugin.so",
                                               "toy/1.0/toy/libs/libtoy.so.1.0"};
  return kFiles;
}

TEST_F(Install, FromAFolderNeedsNoPython) {
  request_.from_dir = folder_ / "wheels";
  request_.python = "no-such-python";
  const auto runtime = install_toy();
  ASSERT_TRUE(runtime) << to_string(runtime.error());
  EXPECT_EQ(runtime->name, "toy");
  EXPECT_EQ(runtime->version, "1.0");
  EXPECT_EQ(runtime->source, toy_file("1.0"));
  EXPECT_EQ(runtime->library_dir, request_.folder / "toy/1.0");
  EXPECT_EQ(files_below(request_.folder), toy_files());
}

TEST_F(Install, WritesWhatItInstalled) {
  const auto runtime = install_toy();
  ASSERT_TRUE(runtime) << to_string(runtime.error());
  const auto manifest = read_manifest(runtime->library_dir);
  ASSERT_TRUE(manifest);
  EXPECT_EQ(manifest->wheel, toy_file("1.0"));
  EXPECT_EQ(manifest->wheel_sha256, sha256_of_file(wheel_).value());
  EXPECT_TRUE(manifest->pinned);
  EXPECT_EQ(manifest->library.path, "toy/libs/libtoy.so.1.0");
  EXPECT_EQ(manifest->library.sha256, sha256("the library 1.0"));
  EXPECT_THAT(manifest->files, Contains(InstalledFile{"toy/libs/libplugin.so", 8}));
}

TEST_F(Install, ASecondCallDoesNothing) {
  ASSERT_TRUE(install_toy());
  const auto before = fs::last_write_time(request_.folder / "toy/1.0/runtime.json");
  recorder_.steps.clear();
  ASSERT_TRUE(install_toy());
  ASSERT_EQ(recorder_.steps.size(), 1u);
  EXPECT_EQ(recorder_.steps.front().kind, Kind::kAlreadyInstalled);
  EXPECT_EQ(python_calls(folder_.path()), 1);
  EXPECT_EQ(fs::last_write_time(request_.folder / "toy/1.0/runtime.json"), before);
}

TEST_F(Install, TakesTheWheelFromTheCacheTheNextTime) {
  ASSERT_TRUE(install_toy());
  EXPECT_TRUE(fs::exists(cached()));
  request_.folder = folder_ / "elsewhere";
  ASSERT_TRUE(install_toy());
  EXPECT_EQ(python_calls(folder_.path()), 1);
  EXPECT_EQ(recorder_.count(Kind::kUsingWheel), 1);
  EXPECT_EQ(files_below(request_.folder), toy_files());
}

TEST_F(Install, ADamagedCacheHealsItself) {
  fs::create_directories(cached().parent_path());
  write_text(cached(), "not the wheel");
  const auto runtime = install_toy();
  ASSERT_TRUE(runtime) << to_string(runtime.error());
  EXPECT_EQ(recorder_.count(Kind::kCacheDamaged), 1);
  EXPECT_EQ(sha256_of_file(cached()).value(), lock_.wheels.front().sha256);
}

TEST_F(Install, ACacheThatCannotBeWrittenIsNoFailure) {
  write_text(folder_ / "cache", "a file where the folder should be");
  const auto runtime = install_toy();
  ASSERT_TRUE(runtime) << to_string(runtime.error());
  EXPECT_EQ(files_below(request_.folder), toy_files());
}

TEST_F(Install, RefusesADownloadWithAnotherHash) {
  write_toy_wheel(wheel_, "1.0.evil");
  const auto runtime = install_toy();
  ASSERT_FALSE(runtime);
  EXPECT_EQ(runtime.error().kind, ErrorKind::kBadInput);
  EXPECT_THAT(runtime.error().what, HasSubstr(lock_.wheels.front().sha256));
  EXPECT_EQ(recorder_.count(Kind::kUnpacking), 0);
  EXPECT_THAT(files_below(request_.folder), IsEmpty());
  EXPECT_THAT(files_below(folder_ / "cache"), IsEmpty());
}

TEST_F(Install, RefusesAWheelOfAFolderWithAnotherHashAndLeavesItThere) {
  fs::resize_file(wheel_, fs::file_size(wheel_) - 1);
  request_.from_dir = folder_ / "wheels";
  const auto runtime = install_toy();
  ASSERT_FALSE(runtime);
  EXPECT_EQ(runtime.error().kind, ErrorKind::kBadInput);
  EXPECT_TRUE(fs::exists(wheel_));
  EXPECT_THAT(files_below(request_.folder), IsEmpty());
}

TEST_F(Install, SaysWhichWheelAFolderLacks) {
  request_.from_dir = folder_ / "empty";
  fs::create_directory(request_.from_dir);
  const auto runtime = install_toy();
  ASSERT_FALSE(runtime);
  EXPECT_EQ(runtime.error().kind, ErrorKind::kNotFound);
  EXPECT_THAT(to_string(runtime.error()), AllOf(HasSubstr(toy_file("1.0")), HasSubstr("pip download")));
  EXPECT_EQ(python_calls(folder_.path()), 0);
  request_.from_dir = folder_ / "missing";
  EXPECT_EQ(install_toy().error().kind, ErrorKind::kNotFound);
}

TEST_F(Install, AVersionThatIsNotPinnedIsInstalledAndSaidAloud) {
  request_.version = "2.0";
  request_.from_dir = folder_ / "wheels";
  const fs::path wheel = request_.from_dir / toy_file("2.0");
  write_toy_wheel(wheel, "2.0");
  write_toy_wheel(request_.from_dir / "toy-2.0-cp311-cp311-win_amd64.whl", "2.0");
  const auto runtime = install_toy();
  ASSERT_TRUE(runtime) << to_string(runtime.error());
  EXPECT_EQ(runtime->source, toy_file("2.0"));
  const auto manifest = read_manifest(runtime->library_dir);
  EXPECT_FALSE(manifest->pinned);
  EXPECT_EQ(manifest->wheel_sha256, sha256_of_file(wheel).value());
  ASSERT_EQ(recorder_.count(Kind::kNotPinned), 1);
  EXPECT_THAT(files_below(folder_ / "cache"), IsEmpty());
}

TEST_F(Install, VersionsLieSideBySide) {
  ASSERT_TRUE(install_toy());
  write_toy_wheel(folder_ / ("wheels/" + toy_file("2.0")), "2.0");
  fs::remove(wheel_);
  request_.version = "2.0";
  ASSERT_TRUE(install_toy());
  const auto inventory = find_installed(request_.folder);
  ASSERT_EQ(inventory->installed.size(), 2u);
  EXPECT_EQ(inventory->installed[0].version, "2.0");
  EXPECT_EQ(inventory->installed[1].version, "1.0");
}

TEST_F(Install, ReplacesADamagedInstallation) {
  ASSERT_TRUE(install_toy());
  fs::remove(request_.folder / "toy/1.0/toy/libs/libplugin.so");
  write_text(request_.folder / "toy/1.0/stray", "left over");
  const auto runtime = install_toy();
  ASSERT_TRUE(runtime) << to_string(runtime.error());
  EXPECT_EQ(recorder_.count(Kind::kReplacing), 1);
  EXPECT_EQ(files_below(request_.folder), toy_files());
}

TEST_F(Install, RefusesAWheelWithoutTheLibrary) {
  request_.version = "0.1";
  request_.from_dir = folder_ / "wheels";
  write_zip(request_.from_dir / toy_file("0.1"), {{"toy/libs/module.so", "python only"}});
  const auto runtime = install_toy();
  ASSERT_FALSE(runtime);
  EXPECT_EQ(runtime.error().kind, ErrorKind::kUnsupported);
  EXPECT_THAT(runtime.error().what, HasSubstr("no C library"));
  EXPECT_THAT(files_below(request_.folder), IsEmpty());
}

TEST_F(Install, RefusesVersionsThatAreNoFolderNames) {
  for (const char* version : {"../1.0", "1.0/..", ".", "..", ".hidden", "1 0", "/1.0"}) {
    request_.version = version;
    const auto runtime = install_toy();
    ASSERT_FALSE(runtime) << version;
    EXPECT_EQ(runtime.error().kind, ErrorKind::kUsage) << version;
  }
  EXPECT_THAT(files_below(request_.folder), IsEmpty());
}

TEST_F(Install, AFailedDownloadLeavesNothing) {
  use_python("echo partial > \"$dest/toy.whl.part\"; exit 1");
  ASSERT_FALSE(install_toy());
  EXPECT_EQ(python_calls(folder_.path()), 3);
  EXPECT_THAT(files_below(request_.folder), IsEmpty());
  EXPECT_THAT(files_below(folder_ / "cache"), IsEmpty());
}

TEST_F(Install, WhatAKilledInstallationLeftIsClearedByTheNext) {
  use_python("echo partial > \"$dest/toy.whl.part\"; : > '" + (folder_ / "started").string() + "'; sleep 60");
  const pid_t child = fork();
  if (child == 0) {
    setpgid(0, 0);
    (void)install_toy();
    _exit(0);
  }
  while (!fs::exists(folder_ / "started")) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  kill(-child, SIGKILL);
  int status = 0;
  waitpid(child, &status, 0);
  ASSERT_TRUE(WIFSIGNALED(status));
  EXPECT_THAT(files_below(request_.folder), Contains(StartsWith("toy/.partial-")));
  EXPECT_TRUE(find_installed(request_.folder)->installed.empty());
  EXPECT_TRUE(find_installed(request_.folder)->damaged.empty());

  use_python("cp '" + wheel_.string() + "' \"$dest\"");
  const auto runtime = install_toy();
  ASSERT_TRUE(runtime) << to_string(runtime.error());
  EXPECT_EQ(files_below(request_.folder), toy_files());
}

TEST_F(Install, TwoAtOnceShareOneDownload) {
  use_python("sleep 0.2; cp '" + wheel_.string() + "' \"$dest\"");
  Recorder other;
  Result<InstalledRuntime> second;
  std::thread thread([&] { second = install(request_, toy_entry(), lock_, other); });
  const auto first = install_toy();
  thread.join();
  ASSERT_TRUE(first) << to_string(first.error());
  ASSERT_TRUE(second) << to_string(second.error());
  EXPECT_EQ(first->library_dir, second->library_dir);
  EXPECT_EQ(python_calls(folder_.path()), 1);
  EXPECT_EQ(recorder_.count(Kind::kInstalled) + other.count(Kind::kInstalled), 1);
  EXPECT_EQ(recorder_.count(Kind::kAlreadyInstalled) + other.count(Kind::kAlreadyInstalled), 1);
  EXPECT_EQ(files_below(request_.folder), toy_files());
}

TEST(InstallByName, KnowsTheCatalogue) {
  Recorder recorder;
  InstallRequest request;
  request.name = "onnxruntme";
  EXPECT_EQ(install(request, recorder).error().hint, "did you mean onnxruntime?");
  request.name = "null";
  EXPECT_EQ(install(request, recorder)->source, "built in");
  EXPECT_EQ(recorder.count(Kind::kAlreadyInstalled), 1);
}

}  // namespace
}  // namespace bakeoff::runtimes
