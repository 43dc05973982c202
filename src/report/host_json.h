#pragma once

#include <string>

#include "record/host.h"
#include "report/json_object.h"

namespace bakeoff::report {

/// The "host" object: every fact by its dotted name, unknown ones null with their reason, and "warnings".
Json host_part(const HostFacts& host);

/// clock_read_ns and null_overhead_ns.
void set_self_cost(const SelfCost& cost, JsonObject& object);

/// What `bakeoff host --json` prints: {"schema","host"}.
std::string host_json(const HostFacts& host);

}  // namespace bakeoff::report
