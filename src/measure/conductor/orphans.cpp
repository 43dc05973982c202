#include "measure/conductor/orphans.h"

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <system_error>

namespace bakeoff::measure {
namespace {

// A fork bomb is not our business; a daemon that starts a few others is.
constexpr int kGenerations = 16;

std::vector<pid_t> children() {
  std::vector<pid_t> found;
  std::error_code error;
  std::filesystem::directory_iterator thread("/proc/self/task", error);
  for (const std::filesystem::directory_iterator end; !error && thread != end; thread.increment(error)) {
    std::ifstream file(thread->path() / "children");
    for (pid_t child = 0; file >> child;) found.push_back(child);
  }
  return found;
}

}  // namespace

void adopt_orphans() {
  prctl(PR_SET_CHILD_SUBREAPER, 1);
}

void kill_orphans(const std::vector<pid_t>& workers) {
  if (getpid() == 1) return;  // a container's first process is the parent of everybody's orphans
  const pid_t own_group = getpgrp();
  for (int generation = 0; generation < kGenerations; ++generation) {
    bool found = false;
    for (const pid_t child : children()) {
      const bool ours = std::find(workers.begin(), workers.end(), child) != workers.end();
      if (ours || getpgid(child) == own_group) continue;
      found = true;
      kill(child, SIGKILL);
      while (waitpid(child, nullptr, 0) < 0 && errno == EINTR) {
      }
    }
    if (!found) return;
  }
}

}  // namespace bakeoff::measure
