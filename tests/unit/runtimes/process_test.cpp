#include "runtimes/process.h"

#include <gtest/gtest.h>

#include <csignal>

#include "unit/runtimes/wheels.h"

namespace bakeoff::runtimes {
namespace {

TEST(RunProgram, PassesArgumentsUnchangedAndKeepsAllOutput) {
  const TemporaryFolder folder;
  const auto exit = run_program(
      {"sh", "-c", "printf '%s|' \"$@\"; echo err >&2; cat", "sh", "a b", "$HOME", "*"}, folder / "log");
  ASSERT_TRUE(exit) << to_string(exit.error());
  EXPECT_TRUE(exit->success());
  EXPECT_EQ(read_text(folder / "log"), "a b|$HOME|*|err\n");
}

TEST(RunProgram, SaysHowItEnded) {
  const TemporaryFolder folder;
  EXPECT_EQ(run_program({"sh", "-c", "exit 7"}, folder / "log")->code, 7);
  EXPECT_EQ(run_program({"sh", "-c", "kill -TERM $$"}, folder / "log")->signal, SIGTERM);
  const auto missing = run_program({"no-such-program-here"}, folder / "log");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().kind, ErrorKind::kNotFound);
}

TEST(LastLines, SkipsEmptyOnes) {
  const TemporaryFolder folder;
  write_text(folder / "log", "one\ntwo\n\n  \nthree\n");
  EXPECT_EQ(last_lines(folder / "log", 2), "two; three");
  EXPECT_EQ(last_lines(folder / "log", 9), "one; two; three");
  EXPECT_EQ(last_lines(folder / "missing", 2), "");
}

}  // namespace
}  // namespace bakeoff::runtimes
