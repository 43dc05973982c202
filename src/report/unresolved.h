#pragma once

#include <string>

#include "report/verdict.h"

namespace bakeoff::report {

/// Fills in what is said of a race without a verdict: how far it came, who is ruled out, what a deployer can
/// rely on already, and what would settle it.
void add_unresolved(const CellView& cell, const std::string& file, VerdictText& text);

}  // namespace bakeoff::report
