#include "record/status.h"

#include "record/words.h"

namespace bakeoff {
namespace {

constexpr Words<Status, 10> kStatuses{{{Status::kMeasured, "measured"},
                                       {Status::kRight, "right"},
                                       {Status::kWrongResult, "wrong-result"},
                                       {Status::kUnsupported, "unsupported"},
                                       {Status::kOutOfMemory, "out-of-memory"},
                                       {Status::kCrashed, "crashed"},
                                       {Status::kTimedOut, "timed-out"},
                                       {Status::kNoDevice, "no-device"},
                                       {Status::kOverLimit, "over-limit"},
                                       {Status::kNotInstalled, "not-installed"}}};

}  // namespace

std::string_view to_string(Status status) {
  return word_of(kStatuses, status);
}
std::optional<Status> status_from(std::string_view word) {
  return value_of(kStatuses, word);
}

}  // namespace bakeoff
