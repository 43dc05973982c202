#include "report/figure/dots.h"

#include <cmath>

#include "report/figure/axis.h"
#include "report/figure/scale.h"

namespace bakeoff::report {
namespace {

constexpr double kRowHeight = 17;
constexpr double kPanelTitle = 19;
constexpr double kGuideLine = 14;
constexpr double kLabelWidth = 122;
constexpr double kPlotBegin = 132;
constexpr double kPlotEnd = 302;
constexpr double kLogFrom = 6;

bool is_drawn(const std::optional<double>& value) {
  return value && std::isfinite(*value);
}

Scale scale_of(const DotsFigure& data) {
  std::vector<double> values = data.also_span;
  for (const Guide& guide : data.guides) values.push_back(guide.value);
  for (const DotPanel& panel : data.panels) {
    for (const DotRow& row : panel.rows) {
      for (const auto& value : {row.value, row.interval.low, row.interval.high}) {
        if (value) values.push_back(*value);
      }
    }
  }
  return scale_for(values, kPlotBegin, kPlotEnd, kLogFrom);
}

void draw_mark(Canvas& canvas, double x, double y, const DotRow& row) {
  const std::string tip = row.label + ": " + row.told;
  const std::string look = hue_look(row.hue);
  switch (row.stand) {
    case Stand::kFirst:
      canvas.circle(x, y, 4.5, "f-dot " + look, tip);
      return;
    case Stand::kRacing:
      canvas.circle(x, y, 4, "f-dot " + look, tip);
      return;
    case Stand::kOut:
      canvas.circle(x, y, 3.5, "f-ring " + look, tip);
      return;
    case Stand::kFault:
      canvas.cross(x, y, 3.5, "f-cross " + look, tip);
      return;
  }
}

void draw_row(Canvas& canvas, const Scale& scale, double y, const DotRow& row) {
  const double baseline = y + 12.5;
  const double middle = y + kRowHeight / 2;
  canvas.label(0, baseline, kLabelWidth, row.label,
               row.stand == Stand::kFirst ? "f-name f-strong" : "f-name");
  canvas.text(kFigureWidth, baseline, row.told, row.stand == Stand::kFirst ? "f-value f-strong" : "f-value",
              Anchor::kEnd);
  if (is_drawn(row.interval.low) && is_drawn(row.interval.high)) {
    canvas.line(scale.at(*row.interval.low), middle, scale.at(*row.interval.high), middle,
                "f-line " + hue_look(row.hue));
  }
  if (is_drawn(row.value)) draw_mark(canvas, scale.at(*row.value), middle, row);
}

std::string in_words(const DotsFigure& data) {
  std::string words;
  for (const DotPanel& panel : data.panels) {
    if (!panel.title.empty()) words += panel.title + ": ";
    for (const DotRow& row : panel.rows) words += row.label + " " + row.told + "; ";
  }
  return words + data.axis + ".";
}

}  // namespace

Figure dots_figure(const DotsFigure& data) {
  Canvas canvas(data.title, data.note, in_words(data));
  const Scale scale = scale_of(data);
  const double top = canvas.top() + (data.guides.empty() ? 0 : kGuideLine);
  double bottom = top;
  for (const DotPanel& panel : data.panels) {
    bottom += (panel.title.empty() ? 0 : kPanelTitle) + static_cast<double>(panel.rows.size()) * kRowHeight;
  }
  bottom += 3;
  draw_bottom_axis(canvas, scale, top, bottom, data.axis);
  for (const Guide& guide : data.guides) {
    const double x = scale.at(guide.value);
    canvas.line(x, top - 2, x, bottom, "f-guide");
    canvas.text(x, top - 4, guide.label, "f-tick", guide.anchor);
  }
  double y = top;
  for (const DotPanel& panel : data.panels) {
    if (!panel.title.empty()) {
      canvas.label(0, y + 15, kFigureWidth, panel.title, "f-panel");
      y += kPanelTitle;
    }
    for (const DotRow& row : panel.rows) {
      draw_row(canvas, scale, y, row);
      y += kRowHeight;
    }
  }
  return {data.name, canvas.take(bottom + kAxisHeight)};
}

}  // namespace bakeoff::report
