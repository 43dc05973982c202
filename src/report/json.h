#pragma once

#include <string>

#include "report/told.h"

namespace bakeoff::report {

/// Whether every timed inference is told as well.
enum class Samples { kLeaveOut, kInclude };

/// The study in DESIGN.md's form, schema "bakeoff/1", as docs/FORMATS.md documents it field by field.
std::string study_json(const Told& told, Samples samples);

}  // namespace bakeoff::report
