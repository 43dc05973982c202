#pragma once

#include <optional>
#include <string>
#include <vector>

#include "record/result.h"
#include "report/figure/canvas.h"

namespace bakeoff::report {

/// How a candidate stands, told by the shape of its mark; its colour says which one it is.
enum class Stand { kFirst, kRacing, kOut, kFault };

/// One value with its interval.
struct DotRow {
  std::string label;
  std::size_t hue = 0;  ///< of the candidate
  Stand stand = Stand::kRacing;
  std::optional<double> value;  ///< empty, or not a number: the row has no mark
  Interval interval;
  std::string told;  ///< the value as text, at the end of the row
};

/// Rows that belong together, all on the figure's one scale.
struct DotPanel {
  std::string title;  ///< may be empty
  std::vector<DotRow> rows;
};

/// A value to hold the dots against.
struct Guide {
  double value = 0;
  std::string label;
  Anchor anchor = Anchor::kMiddle;  ///< of the label at its line; near guides lean away from one another
};

/// Dots with intervals on a common scale (Cleveland's dot plot).
struct DotsFigure {
  std::string name;
  std::string title;
  std::string note;
  std::string axis;  ///< quantity and unit under the scale
  std::vector<DotPanel> panels;
  std::vector<Guide> guides;
  std::vector<double> also_span;  ///< values that the scale must hold too, to be equal in several figures
};

Figure dots_figure(const DotsFigure& data);

}  // namespace bakeoff::report
