#pragma once

#include <string>

#include "record/host.h"
#include "report/style.h"

namespace bakeoff::report {

/// What `bakeoff host` prints: facts by group, what is not known and why, what would disturb a measurement.
std::string host_text(const HostFacts& host, const TextStyle& style);

}  // namespace bakeoff::report
