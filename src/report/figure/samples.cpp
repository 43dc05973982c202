#include "report/figure/samples.h"

#include <algorithm>

#include "report/figure/axis.h"
#include "report/figure/columns.h"
#include "report/figure/scale.h"

namespace bakeoff::report {
namespace {

constexpr double kLeft = 34;
constexpr double kRight = 356;
constexpr double kColumn = 2;  // pixels
constexpr int kColumns = static_cast<int>((kRight - kLeft) / kColumn);
constexpr double kStripTitle = 15;
constexpr double kStrip = 44;
constexpr double kGap = 5;
constexpr double kLogFrom = 5;

double end_of(const SamplesFigure& data) {
  double end = 0;
  for (const SampleStrip& strip : data.strips) {
    for (const SampleStretch& stretch : strip.stretches) end = std::max(end, stretch.end_s);
  }
  return end > 0 ? end : 1;
}

class Drawing {
 public:
  Drawing(const SamplesFigure& data, Canvas& canvas)
      : canvas_(&canvas), data_(&data), end_s_(end_of(data)), in_minutes_(end_s_ > 180) {
    for (const SampleStrip& strip : data.strips) columns_.push_back(columns_of(strip, end_s_, kColumns));
  }

  double draw() {
    const double top = canvas_->top();
    const double bottom = top + static_cast<double>(data_->strips.size()) * (kStripTitle + kStrip + kGap);
    const Scale time(Scale::Kind::kLinear, 0, in_minutes_ ? end_s_ / 60 : end_s_, kLeft, kRight);
    draw_discarded(time, top, bottom);
    draw_bottom_axis(*canvas_, time, top, bottom,
                     in_minutes_ ? "min since the first sample" : "s since the first sample");
    for (const double epoch : data_->epochs_s) {
      const double x = at(time, epoch);
      canvas_->line(x, bottom, x, bottom + 4, "f-epoch");
    }
    double y = top;
    for (std::size_t i = 0; i < data_->strips.size(); ++i) {
      canvas_->label(kLeft, y + 11, kRight - kLeft, data_->strips[i].label, "f-name");
      draw_strip(columns_[i], y + kStripTitle);
      y += kStripTitle + kStrip + kGap;
    }
    return bottom + kAxisHeight;
  }

 private:
  [[nodiscard]] double at(const Scale& time, double seconds) const {
    return time.at(in_minutes_ ? seconds / 60 : seconds);
  }

  void draw_discarded(const Scale& time, double top, double bottom) {
    for (const Discarded& part : data_->discarded) {
      const double x = at(time, part.begin_s);
      const double width = std::max(kColumn, at(time, part.end_s) - x);
      const bool is_void = part.why == Discarded::Why::kVoid;
      canvas_->rect(x, top, width, bottom - top, is_void ? "f-void" : "f-cut", part.told);
      canvas_->text(x + width / 2, top - 1, is_void ? "×" : "/", "f-sign", Anchor::kMiddle);
    }
  }

  [[nodiscard]] Scale latency(double top) const {
    std::vector<double> values;
    for (const auto& columns : columns_) {
      for (const SampleColumn& column : columns) {
        values.push_back(column.least_ms);
        values.push_back(column.most_ms);
      }
    }
    return scale_for(values, top + kStrip, top, kLogFrom);
  }

  void draw_strip(const std::vector<SampleColumn>& columns, double top) {
    const Scale scale = latency(top);
    draw_left_axis(*canvas_, scale, scale.ticks(3), kLeft, kRight);
    std::string spans;
    std::string medians;
    for (const SampleColumn& column : columns) {
      const double x = kLeft + kColumn * (column.column + 0.5);
      spans += "M" + coordinate(x) + " " + coordinate(scale.at(column.least_ms)) + "V" +
               coordinate(scale.at(column.most_ms));
      medians += "M" + coordinate(x - kColumn / 2) + " " + coordinate(scale.at(column.median_ms)) + "h2";
    }
    if (columns.empty()) return;
    canvas_->path(spans, "f-span");
    canvas_->path(medians, "f-median");
  }

  Canvas* canvas_;
  const SamplesFigure* data_;
  double end_s_;
  bool in_minutes_;
  std::vector<std::vector<SampleColumn>> columns_;
};

std::string in_words(const SamplesFigure& data) {
  std::string words = "Latency of every inference over time, in ms";
  for (const Discarded& part : data.discarded) words += "; " + part.told;
  return words + ".";
}

std::string note_of(const SamplesFigure& data) {
  std::string note = "ms, least to most and median";
  const auto any = [&](Discarded::Why why) {
    return std::any_of(data.discarded.begin(), data.discarded.end(),
                       [&](const Discarded& part) { return part.why == why; });
  };
  if (any(Discarded::Why::kVoid)) note += "; ×: void";
  if (any(Discarded::Why::kCut)) note += "; /: epoch cut";
  return note;
}

}  // namespace

Figure samples_figure(const SamplesFigure& data) {
  Canvas canvas("Every sample over time", note_of(data), in_words(data));
  const double height = Drawing(data, canvas).draw();
  return {"samples", canvas.take(height)};
}

}  // namespace bakeoff::report
