#pragma once

#include <string>
#include <utility>
#include <vector>

#include "record/host.h"

namespace bakeoff::report {

/// Facts that belong together, in words, printable.
struct HostGroup {
  std::string title;
  std::vector<std::pair<std::string, std::string>> facts;  ///< label and value
};

/// The facts by group, the processor first, as it is what one looks for; at the end what is not known, and
/// why.
std::vector<HostGroup> host_groups(const HostFacts& host);

}  // namespace bakeoff::report
