#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace bakeoff {

/// How a candidate ended in a cell: the closed list of DESIGN.md.
enum class Status {
  kMeasured,
  kRight,  ///< `check` only: correct, nothing was timed
  kWrongResult,
  kUnsupported,
  kOutOfMemory,
  kCrashed,
  kTimedOut,
  kNoDevice,
  kOverLimit,
  kNotInstalled,
};

std::string_view to_string(Status status);
std::optional<Status> status_from(std::string_view word);

/// A status with the reason for it, in words a person can act on; empty for measured and right.
struct Outcome {
  Status status = Status::kMeasured;
  std::string reason;
  bool operator==(const Outcome&) const = default;
};

}  // namespace bakeoff
