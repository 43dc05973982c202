#pragma once

#include <string>
#include <vector>

#include "report/told.h"

namespace bakeoff::report {

/// A study with the name of its file, as a person would type it.
struct ReportedStudy {
  std::string file;
  Told told;
};

/// One page that holds everything and needs nothing: no network, no script (it only sorts and filters), no
/// other file. Well-formed XML as well as HTML; nothing that a study file holds can become markup.
std::string report_page(const std::vector<ReportedStudy>& studies);

}  // namespace bakeoff::report
