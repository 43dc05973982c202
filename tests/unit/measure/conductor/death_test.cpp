#include "measure/conductor/death.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>

namespace bakeoff::measure {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

// As wait4 tells them (wait(2)): the signal in the low seven bits, an exit code in the byte above.
int signalled(int signal) {
  return signal;
}
int exited(int code) {
  return code << 8;
}

TEST(Death, IsACrashWithItsSignalMomentAndLastWords) {
  const Outcome outcome =
      outcome_of({.wait_status = signalled(SIGSEGV), .last_words = "oh no"}, "being timed");
  EXPECT_EQ(outcome.status, Status::kCrashed);
  EXPECT_EQ(outcome.reason, "signal 11 (Segmentation fault) while being timed; its last words: oh no");
}

TEST(Death, ByItselfIsACrashWithItsCode) {
  const Outcome outcome = outcome_of({.wait_status = exited(3), .last_words = ""}, "loading the model");
  EXPECT_EQ(outcome.status, Status::kCrashed);
  EXPECT_EQ(outcome.reason, "the process ended by itself with code 3 while loading the model");
}

TEST(Death, OfAnIllegalInstructionSaysWhatToDo) {
  const Outcome outcome =
      outcome_of({.wait_status = signalled(SIGILL), .last_words = ""}, "loading the model");
  EXPECT_EQ(outcome.status, Status::kCrashed);
  EXPECT_THAT(outcome.reason,
              AllOf(HasSubstr("Illegal instruction"), HasSubstr("instructions that this one lacks"),
                    HasSubstr("bakeoff host")));
  EXPECT_THAT(outcome_of({.wait_status = signalled(SIGABRT), .last_words = ""}, "x").reason,
              Not(HasSubstr("lacks")));
}

TEST(Death, OfMemoryIsNoCrash) {
  EXPECT_EQ(outcome_of({.wait_status = signalled(SIGKILL), .killed_for_memory = true, .last_words = ""}, "x")
                .status,
            Status::kOutOfMemory);
  EXPECT_EQ(outcome_of({.wait_status = signalled(SIGKILL), .last_words = ""}, "x").status, Status::kCrashed);
  EXPECT_EQ(outcome_of({.wait_status = signalled(SIGSEGV), .killed_for_memory = true, .last_words = ""}, "x")
                .status,
            Status::kCrashed);
  EXPECT_EQ(
      outcome_of({.wait_status = signalled(SIGABRT), .last_words = "what(): std::bad_alloc"}, "x").status,
      Status::kOutOfMemory);
}

}  // namespace
}  // namespace bakeoff::measure
