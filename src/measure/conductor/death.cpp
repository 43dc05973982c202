#include "measure/conductor/death.h"

#include <sys/wait.h>

#include <csignal>
#include <cstring>

namespace bakeoff::measure {
namespace {

// What a person can do about it, where the signal tells.
std::string_view advice(int signal) {
  return signal == SIGILL
             ? "; it was built for processors with instructions that this one lacks: install a build for "
               "this processor (bakeoff host shows what it has)"
             : "";
}

}  // namespace

Outcome outcome_of(const Death& death, std::string_view doing) {
  const std::string when = " while " + std::string(doing);
  const std::string words = death.last_words.empty() ? "" : "; its last words: " + death.last_words;
  if (!WIFSIGNALED(death.wait_status)) {
    return {Status::kCrashed, "the process ended by itself with code " +
                                  std::to_string(WEXITSTATUS(death.wait_status)) + when + words};
  }
  const int signal = WTERMSIG(death.wait_status);
  if (signal == SIGKILL && death.killed_for_memory) {
    return {Status::kOutOfMemory, "killed by the kernel for lack of memory" + when};
  }
  if (death.last_words.find("bad_alloc") != std::string::npos) {
    return {Status::kOutOfMemory, "an allocation failed" + when + words};
  }
  return {Status::kCrashed, "signal " + std::to_string(signal) + " (" + strsignal(signal) + ")" + when +
                                std::string(advice(signal)) + words};
}

}  // namespace bakeoff::measure
