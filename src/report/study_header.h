#pragma once

#include <string>
#include <vector>

#include "record/study_record.h"

namespace bakeoff::report {

/// One line of what is told of a study before its cells: what it is about, and it.
struct HeaderLine {
  std::string lead;  ///< machine, terms, harness or warning
  std::string text;
};

/// The machine, the terms that all cells have in common, what timing costs, and what would disturb: only
/// what is known.
std::vector<HeaderLine> header_lines(const StudyRecord& study);

/// When the study was started, as a person writes it: "2026-11-23 15:40 UTC".
std::string moment_text(const std::string& started);

}  // namespace bakeoff::report
