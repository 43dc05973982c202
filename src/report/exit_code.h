#pragma once

#include <span>

#include "base/error.h"
#include "report/told.h"

namespace bakeoff::report {

/// The exit codes of DESIGN.md.
constexpr int kExitDone = 0;
constexpr int kExitInternal = 1;
constexpr int kExitUsage = 2;
constexpr int kExitUnresolved = 3;
constexpr int kExitNoCandidate = 4;
constexpr int kExitRegression = 5;
constexpr int kExitInterrupted = 130;

/// How a finished study ends the program: interrupted (also where a cell waits for its first try), no valid
/// candidate in some cell, some cell unresolved, or done.
int exit_code(const Told& told);

/// How a failure ends the program.
int exit_code(const Error& error);

/// Of several codes the one that DESIGN.md names first: 130, 1, 2, 4, 5, 3, 0.
int first_that_applies(std::span<const int> codes);

}  // namespace bakeoff::report
