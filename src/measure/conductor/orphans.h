#pragma once

#include <sys/types.h>

#include <vector>

namespace bakeoff::measure {

/// From now on whatever a worker leaves behind becomes a child of this process: what has left the worker's
/// process group (a daemon) is not reached by a signal to the group.
void adopt_orphans();

/// Kills the children of this process that lead or belong to another process group than its own, and what
/// they leave behind in turn, but not the `workers`. Where the kernel does not list children (no
/// CONFIG_PROC_CHILDREN) and in a process 1 nothing happens.
void kill_orphans(const std::vector<pid_t>& workers);

}  // namespace bakeoff::measure
