#pragma once

#include <vector>

#include "report/figure/samples.h"

namespace bakeoff::report {

/// What is drawn of the samples that fall on one column of pixels, in milliseconds.
struct SampleColumn {
  int column = 0;
  double least_ms = 0;
  double median_ms = 0;
  double most_ms = 0;
};

/// The samples of one strip by column, ascending; a column without samples is left out. A stretch belongs to
/// the column in which it begins, of `columns` that share the time from 0 to `end_s` evenly.
std::vector<SampleColumn> columns_of(const SampleStrip& strip, double end_s, int columns);

}  // namespace bakeoff::report
