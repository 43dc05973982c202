#include "report/figure/samples.h"

#include <algorithm>
#include <array>
#include <map>

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

struct Look {
  MarkedTime::Why why;
  std::string_view band;
  std::string_view sign;
  std::string_view meaning;
};

constexpr std::array<Look, 3> kLooks = {
    {{MarkedTime::Why::kVoid, "f-void", "×", "void: disturbed, measured again"},
     {MarkedTime::Why::kCounted, "f-counted", "~", "disturbed, but counted"},
     {MarkedTime::Why::kCut, "f-cut", "/", "its epoch was cut short: not counted"}}};

const Look& look_of(MarkedTime::Why why) {
  return *std::find_if(kLooks.begin(), kLooks.end(), [&](const Look& look) { return look.why == why; });
}

bool has(const SamplesFigure& data, MarkedTime::Why why) {
  return std::any_of(data.marked.begin(), data.marked.end(),
                     [&](const MarkedTime& part) { return part.why == why; });
}

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
    constexpr double kSigns = 9;  // above the bands
    const double top = canvas_->top() + (data_->marked.empty() ? 0 : kSigns);
    const double bottom = top + static_cast<double>(data_->strips.size()) * (kStripTitle + kStrip + kGap);
    const Scale time(Scale::Kind::kLinear, 0, in_minutes_ ? end_s_ / 60 : end_s_, kLeft, kRight);
    draw_marked(time, top, bottom);
    draw_bottom_axis(*canvas_, time, top, bottom,
                     in_minutes_ ? "min since the first sample" : "s since the first sample");
    for (const double epoch : data_->epochs_s) {
      const double x = at(time, epoch);
      canvas_->line(x, bottom, x, bottom + 4, "f-epoch");
    }
    double y = top;
    for (std::size_t i = 0; i < data_->strips.size(); ++i) {
      canvas_->label(kLeft, y + 11, kRight - kLeft, data_->strips[i].label, "f-name");
      draw_strip(columns_[i], y + kStripTitle, hue_look(data_->strips[i].hue));
      y += kStripTitle + kStrip + kGap;
    }
    return draw_legend(bottom + kAxisHeight);
  }

 private:
  [[nodiscard]] double at(const Scale& time, double seconds) const {
    return time.at(in_minutes_ ? seconds / 60 : seconds);
  }

  // A sign that would cover the one before, of the same kind, is left out: the band is there all the same.
  void draw_marked(const Scale& time, double top, double bottom) {
    constexpr double kSignWidth = 8;
    std::map<MarkedTime::Why, double> free_from;
    for (const MarkedTime& part : data_->marked) {
      const double x = at(time, part.begin_s);
      const double width = std::max(kColumn, at(time, part.end_s) - x);
      const Look& look = look_of(part.why);
      canvas_->rect(x, top, width, bottom - top, look.band, part.told);
      const double middle = x + width / 2;
      if (middle < free_from[part.why]) continue;
      canvas_->text(middle, top - 1, look.sign, "f-sign", Anchor::kMiddle);
      free_from[part.why] = middle + kSignWidth;
    }
  }

  double draw_legend(double y) {
    constexpr double kLine = 14;
    constexpr double kSwatch = 12;
    bool any = false;
    for (const Look& look : kLooks) {
      if (!has(*data_, look.why)) continue;
      any = true;
      canvas_->rect(kLeft, y + 1, kSwatch, kLine - 3, look.band);
      canvas_->text(kLeft + kSwatch / 2, y + 10, look.sign, "f-sign", Anchor::kMiddle);
      canvas_->text(kLeft + kSwatch + 6, y + 10, look.meaning, "f-note");
      y += kLine;
    }
    if (!any) return y;
    canvas_->text(kLeft + kSwatch + 6, y + 10, "a band may hold several rounds in a row", "f-note");
    return y + kLine;
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

  void draw_strip(const std::vector<SampleColumn>& columns, double top, const std::string& hue) {
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
    canvas_->path(spans, "f-span " + hue);
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
  for (const MarkedTime& part : data.marked) words += "; " + part.told;
  return words + ".";
}

}  // namespace

Figure samples_figure(const SamplesFigure& data) {
  Canvas canvas("Every sample over time", "ms, least to most and median; ticks below: epochs begin",
                in_words(data));
  const double height = Drawing(data, canvas).draw();
  return {"samples", canvas.take(height)};
}

}  // namespace bakeoff::report
