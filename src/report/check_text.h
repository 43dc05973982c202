#pragma once

#include <string>
#include <vector>

#include "record/check.h"
#include "report/style.h"

namespace bakeoff::report {

/// What `bakeoff check` prints of one model: a line for each candidate, then the reasons of those that are
/// not right.
std::string check_text(const CheckedModel& model, const TextStyle& style);

/// The same of all models as JSON (DESIGN.md, "JSON"; docs/FORMATS.md).
std::string check_json(const std::vector<CheckedModel>& models);

}  // namespace bakeoff::report
