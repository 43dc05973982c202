#include "report/figure/axis.h"

#include "report/number.h"

namespace bakeoff::report {

void draw_bottom_axis(Canvas& canvas, const Scale& scale, double top, double bottom,
                      const std::string& name) {
  constexpr int kTicks = 5;
  constexpr double kGap = 8;  // between two numbers
  double free_from = 0;
  for (const double tick : scale.ticks(kTicks)) {
    const double x = scale.at(tick);
    canvas.line(x, top, x, bottom, "f-grid");
    const std::string number = chosen_number(tick);
    const double half = text_width(number) / 2;
    if (x - half < free_from || x + half > kFigureWidth) continue;
    canvas.text(x, bottom + 12, number, "f-tick", Anchor::kMiddle);
    free_from = x + half + kGap;
  }
  canvas.text(kFigureWidth, bottom + 25, name, "f-axis", Anchor::kEnd);
}

void draw_left_axis(Canvas& canvas, const Scale& scale, const std::vector<double>& ticks, double left,
                    double right) {
  for (const double tick : ticks) {
    if (tick < scale.low() || tick > scale.high()) continue;
    const double y = scale.at(tick);
    canvas.line(left, y, right, y, "f-grid");
    canvas.text(left - 4, y + 3.5, chosen_number(tick), "f-tick", Anchor::kEnd);
  }
}

}  // namespace bakeoff::report
