#pragma once

#include <string>
#include <string_view>

#include "record/status.h"

namespace bakeoff::measure {

/// How a worker came to its end.
struct Death {
  int wait_status = 0;             ///< as of wait4
  bool killed_for_memory = false;  ///< the kernel has killed some process for lack of memory meanwhile
  std::string last_words;          ///< the last lines of its log
};

/// The status that it ends in; `doing` completes "signal 11 (Segmentation fault) while ...".
Outcome outcome_of(const Death& death, std::string_view doing);

}  // namespace bakeoff::measure
