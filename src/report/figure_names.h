#pragma once

#include <string>
#include <vector>

#include "report/figure/canvas.h"
#include "report/told.h"

namespace bakeoff::report {

/// A figure with the name of its file, of letters, digits, '-' and '.' only.
struct NamedFigure {
  std::string file;
  Figure figure;
};

/// All figures of a study: "1-003-resnet-50-race.svg" is that of the third cell in the first study,
/// "1-models-02-latency.svg" the second of those over several cells.
std::vector<NamedFigure> named_figures(const Told& told, std::size_t study);

}  // namespace bakeoff::report
