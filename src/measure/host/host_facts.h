#pragma once

#include <filesystem>

#include "measure/host/cpu_set.h"
#include "record/host.h"

namespace bakeoff::measure {

/// All of METHOD.md's "Host" that can be read here, and warnings in plain words about what would disturb a
/// measurement (governor, other load, quota, steal), each with its remedy. Readers take a root path, so that
/// tests show them machines that are not there.
HostFacts collect_host_facts(const CpuSet& set, const std::filesystem::path& root = "/");

}  // namespace bakeoff::measure
