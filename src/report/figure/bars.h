#pragma once

#include <optional>
#include <string>
#include <vector>

#include "report/figure/canvas.h"

namespace bakeoff::report {

/// One quantity of every candidate, as bars from zero with their values beside them.
struct BarBlock {
  struct Row {
    std::string label;
    std::size_t hue = 0;  ///< of the candidate
    double value = 0;
    std::string told;
  };
  std::string title;
  std::vector<Row> rows;
};

struct BarsFigure {
  std::string name;
  std::string title;
  std::string note;
  std::vector<BarBlock> blocks;
};

Figure bars_figure(const BarsFigure& data);

}  // namespace bakeoff::report
