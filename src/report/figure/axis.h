#pragma once

#include <string>
#include <vector>

#include "report/figure/canvas.h"
#include "report/figure/scale.h"

namespace bakeoff::report {

constexpr double kAxisHeight = 30;

/// Thin lines at the round values of a scale that runs to the right, from `top` to `bottom`, their numbers
/// below, and under those what they are numbers of; takes kAxisHeight below `bottom`.
void draw_bottom_axis(Canvas& canvas, const Scale& scale, double top, double bottom, const std::string& name);

/// The same for a scale that runs upwards, at those of `ticks` that it holds: lines from `left` to `right`,
/// numbers before them.
void draw_left_axis(Canvas& canvas, const Scale& scale, const std::vector<double>& ticks, double left,
                    double right);

}  // namespace bakeoff::report
