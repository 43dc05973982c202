#include "runtimes/pip.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/runtimes/wheels.h"

namespace bakeoff::runtimes {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
namespace fs = std::filesystem;

class Pip : public testing::Test {
 protected:
  PipOrder order(const std::string& script) {
    fs::create_directory(folder_ / "dest");
    return {.python = fake_python(folder_.path(), script).string(),
            .project = "toy",
            .version = "1.0",
            .pinned = {},
            .folder = folder_ / "dest"};
  }

  TemporaryFolder folder_;
  Recorder recorder_;
};

TEST_F(Pip, AsksForThePinnedTags) {
  PipOrder wanted = order("");
  wanted.python = "python3";
  EXPECT_THAT(pip_arguments(wanted, "D"), ElementsAre("python3", "-m", "pip", "download", "--no-deps",
                                                      "--only-binary=:all:", "--dest", "D", "toy==1.0"));
  wanted.pinned = PinnedWheel{.architecture = {},
                              .name = {},
                              .version = {},
                              .file = {},
                              .python = "cp311",
                              .abi = "cp311",
                              .platform = "manylinux_2_27_x86_64.manylinux_2_28_x86_64",
                              .sha256 = {}};
  EXPECT_THAT(
      pip_arguments(wanted, "D"),
      ElementsAre("python3", "-m", "pip", "download", "--no-deps", "--only-binary=:all:", "--python-version",
                  "3.11", "--implementation", "cp", "--abi", "cp311", "--platform", "manylinux_2_27_x86_64",
                  "--platform", "manylinux_2_28_x86_64", "--dest", "D", "toy==1.0"));
}

TEST_F(Pip, TriesAgainWhenTheNetworkFails) {
  const auto wheel = download_wheel(
      order(
          "[ $count -eq 3 ] && { echo wheel > \"$dest/a.whl\"; exit 0; }; echo 'connection broken'; exit 1"),
      recorder_);
  ASSERT_TRUE(wheel) << to_string(wheel.error());
  EXPECT_EQ(wheel->filename(), "a.whl");
  EXPECT_EQ(python_calls(folder_.path()), 3);
  EXPECT_EQ(recorder_.count(InstallStep::Kind::kRetrying), 2);
}

TEST_F(Pip, GivesUpAfterThreeTriesWithPipsOwnWords) {
  const auto wheel = download_wheel(
      order("echo first; echo second; echo; echo 'ERROR: third'; echo end; exit 1"), recorder_);
  ASSERT_FALSE(wheel);
  EXPECT_EQ(python_calls(folder_.path()), 3);
  EXPECT_EQ(wheel.error().what, "pip download failed: second; ERROR: third; end");
  EXPECT_THAT(wheel.error().hint, HasSubstr("--from DIR"));
}

// The lines are those of pip 23.0.1 without a network.
TEST_F(Pip, SaysShortlyThatThereIsNoNetwork) {
  const auto wheel = download_wheel(
      order("cat <<'END'\n"
            "WARNING: Retrying (Retry(total=0, connect=None)) after connection broken by "
            "'NewConnectionError('<pip.HTTPSConnection object at 0x7ff0>: Failed to establish a new "
            "connection: "
            "[Errno -3] Temporary failure in name resolution')': /simple/toy/\n"
            "ERROR: Could not find a version that satisfies the requirement toy==1.0 (from versions: none)\n"
            "ERROR: No matching distribution found for toy==1.0\nEND\nexit 1"),
      recorder_);
  ASSERT_FALSE(wheel);
  EXPECT_EQ(python_calls(folder_.path()), 3);
  EXPECT_EQ(wheel.error().what, "pip cannot reach the package index: Temporary failure in name resolution");
  EXPECT_THAT(wheel.error().hint, HasSubstr("--from DIR"));
}

struct FinalFailure {
  const char* script;
  ErrorKind kind;
  const char* what;
  const char* hint;
};

TEST_F(Pip, DoesNotTryAgainWhatCannotHelp) {
  const FinalFailure failures[] = {
      {"echo 'ERROR: No matching distribution found for toy==1.0'; exit 1", ErrorKind::kNotFound,
       "No matching distribution", "name a version that exists"},
      {"echo '/usr/bin/python3: No module named pip' >&2; exit 1", ErrorKind::kNotFound, "has no pip",
       "python3-pip"},
      {"echo 'OSError: [Errno 28] No space left on device'; exit 1", ErrorKind::kInternal, "No space left",
       "make room"},
      {"kill -INT $$", ErrorKind::kInterrupted, "interrupted", ""},
      {"echo 'ERROR: Operation cancelled by user'; exit 1", ErrorKind::kInterrupted, "interrupted", ""},
  };
  for (const auto& failure : failures) {
    fs::remove(folder_ / "calls");
    const auto wheel = download_wheel(order(failure.script), recorder_);
    ASSERT_FALSE(wheel) << failure.script;
    EXPECT_EQ(wheel.error().kind, failure.kind) << failure.script;
    EXPECT_THAT(wheel.error().what, HasSubstr(failure.what));
    EXPECT_THAT(wheel.error().hint, HasSubstr(failure.hint));
    EXPECT_EQ(python_calls(folder_.path()), 1) << failure.script;
  }
}

TEST_F(Pip, SaysWhenThereIsNoPython) {
  PipOrder wanted = order("");
  wanted.python = "no-such-python";
  const auto wheel = download_wheel(wanted, recorder_);
  ASSERT_FALSE(wheel);
  EXPECT_EQ(wheel.error().what, "there is no program 'no-such-python'");
  EXPECT_THAT(wheel.error().hint, HasSubstr("--from DIR"));
}

}  // namespace
}  // namespace bakeoff::runtimes
