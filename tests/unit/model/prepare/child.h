#pragma once

#include <sys/types.h>

#include <functional>

namespace bakeoff::model {

/// What a child process returns when the machine does not let it try.
inline constexpr int kNotPossible = 77;

/// Runs `work` in a child process, which ends with the number that it returns.
pid_t start_child(const std::function<int()>& work);

/// The child's exit status, or minus the signal that ended it.
int wait_for(pid_t child);

}  // namespace bakeoff::model
