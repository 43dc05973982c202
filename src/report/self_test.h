#pragma once

#include <string>

#include "record/self_test.h"
#include "report/style.h"

namespace bakeoff::report {

/// What `bakeoff selftest` prints.
std::string self_test_text(const SelfTest& test, const TextStyle& style);

/// What `bakeoff selftest --json` prints: {"schema","clock_read_ns","null_overhead_ns","aa","freezing"}.
std::string self_test_json(const SelfTest& test);

}  // namespace bakeoff::report
