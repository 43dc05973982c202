#pragma once

#include <string>

#include "report/json.h"
#include "report/told.h"

namespace bakeoff::report {

/// The study as RFC 4180 text, lines ended by LF, a header first: one row for each candidate of each cell, or
/// with samples one row for each timed inference. Unknown values are empty. Text is printable, so that a row
/// is one line; docs/FORMATS.md lists the columns.
std::string study_csv(const Told& told, Samples samples);

}  // namespace bakeoff::report
