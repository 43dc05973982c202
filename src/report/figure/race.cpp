#include "report/figure/race.h"

#include <algorithm>
#include <cmath>

#include "report/cell_view.h"
#include "report/figure/axis.h"
#include "report/figure/scale.h"
#include "report/number.h"

namespace bakeoff::report {
namespace {

constexpr double kLeft = 34;
constexpr double kRight = 246;
constexpr double kLabels = 254;
constexpr double kLineOfLabels = 13;
constexpr double kLowest = 0.01;  // what lies below says only "none"

struct Label {
  double y = 0;
  std::string text;
  std::string look;
};

std::size_t units_of(const RaceFigure& data) {
  std::size_t units = 0;
  for (const RaceLine& line : data.candidates) units = std::max(units, line.evidence.size());
  return units;
}

// As far as the line is drawn: until its candidate left.
std::size_t length_of(const RaceLine& line) {
  return std::min(line.left_after.value_or(line.evidence.size()), line.evidence.size());
}

double highest(const RaceFigure& data) {
  double most = std::max(data.leaves_at, data.tie ? data.tie_needs : 0);
  const auto take = [&](const RaceLine& line) {
    for (std::size_t i = 0; i < length_of(line); ++i) {
      if (line.evidence[i] && std::isfinite(*line.evidence[i])) most = std::max(most, *line.evidence[i]);
    }
  };
  for (const RaceLine& line : data.candidates) take(line);
  if (data.tie) take(*data.tie);
  return std::min(most * 2, 1e6);
}

// From 1, where nothing is known yet, through every unit that has a value.
std::string path_of(const RaceLine& line, const Scale& x, const Scale& y) {
  std::string path = "M" + coordinate(x.at(0)) + " " + coordinate(y.at(1));
  for (std::size_t i = 0; i < length_of(line); ++i) {
    if (!line.evidence[i]) continue;
    path += "L" + coordinate(x.at(static_cast<double>(i + 1))) + " " + coordinate(y.at(*line.evidence[i]));
  }
  return path;
}

// Labels stand beside the ends of their lines, moved apart where they would cover one another.
void draw_labels(Canvas& canvas, std::vector<Label> labels, double top, double bottom) {
  std::stable_sort(labels.begin(), labels.end(), [](const Label& a, const Label& b) { return a.y < b.y; });
  double from = top;
  for (Label& label : labels) {
    label.y = std::max(label.y, from);
    from = label.y + kLineOfLabels;
  }
  double until = bottom;
  for (auto label = labels.rbegin(); label != labels.rend(); ++label) {
    label->y = std::min(label->y, until);
    until = label->y - kLineOfLabels;
  }
  for (const Label& label : labels) {
    canvas.label(kLabels, label.y + 4, kFigureWidth - kLabels, label.text, "f-name " + label.look);
  }
}

void draw_end(Canvas& canvas, double x, double y, const RaceLine& line, const std::string& look,
              const std::string& tip) {
  if (line.stand == Stand::kFault) {
    canvas.cross(x, y, 3.5, "f-cross " + look, tip);
  } else if (line.stand == Stand::kOut) {
    canvas.circle(x, y, 3.5, "f-ring " + look, tip);
  } else {
    canvas.circle(x, y, 3, "f-dot " + look, tip);
  }
}

std::string how_it_ended(const RaceLine& line, const std::string& unit) {
  std::string words = line.label;
  const std::size_t length = length_of(line);
  if (line.left_after)
    words +=
        (line.stand == Stand::kFault ? " was lost after " : " left after ") + counted(*line.left_after, unit);
  if (length > 0 && line.evidence[length - 1]) {
    words +=
        (line.left_after ? ", evidence " : " stayed, evidence ") + three_digits(*line.evidence[length - 1]);
  }
  return words;
}

class Drawing {
 public:
  Drawing(const RaceFigure& data, Canvas& canvas)
      : data_(&data),
        canvas_(&canvas),
        bottom_(canvas.top() +
                std::max(150.0, kLineOfLabels * static_cast<double>(data.candidates.size() + 2))),
        x_(Scale::Kind::kLinear, 0, static_cast<double>(std::max<std::size_t>(1, units_of(data))), kLeft,
           kRight),
        y_(Scale::Kind::kLog, kLowest, highest(data), bottom_, canvas.top()) {}

  double draw() {
    axes();
    for (const RaceLine& candidate : data_->candidates) line(candidate, hue_look(candidate.hue));
    if (data_->tie) line(*data_->tie, "f-tie");
    draw_labels(*canvas_, labels_, canvas_->top() + 4, bottom_ - 2);
    return bottom_ + kAxisHeight;
  }

 private:
  void axes() {
    draw_left_axis(*canvas_, y_, {0.01, 0.1, 1, 10, 100, 1000, 10000}, kLeft, kRight);
    for (const double tick : x_.ticks(5)) {
      if (tick != std::round(tick)) continue;
      canvas_->text(x_.at(tick), bottom_ + 12, chosen_number(tick), "f-tick", Anchor::kMiddle);
    }
    canvas_->text(kRight, bottom_ + 25, data_->unit + "s", "f-axis", Anchor::kEnd);
    threshold(data_->leaves_at,
              data_->tie && data_->tie_needs == data_->leaves_at ? "leaves, or a tie" : "leaves", kLeft + 3,
              Anchor::kStart);
    if (data_->tie && data_->tie_needs != data_->leaves_at) {
      threshold(data_->tie_needs, "a tie", kRight, Anchor::kEnd);  // at the other end: the two lie close
    }
  }

  void threshold(double evidence, const std::string& what, double x, Anchor anchor) {
    const double y = y_.at(evidence);
    canvas_->line(kLeft, y, kRight, y, "f-guide");
    canvas_->text(x, y - 3, chosen_number(evidence) + ": " + what, "f-tick", anchor);
  }

  void line(const RaceLine& line, const std::string& look) {
    const std::size_t length = length_of(line);
    canvas_->path(path_of(line, x_, y_), "f-course " + look, line.label);
    const double last = length > 0 ? line.evidence[length - 1].value_or(kLowest) : 1;
    const double x = x_.at(static_cast<double>(length));
    const double y = y_.at(last);
    draw_end(*canvas_, x, y, line, look, how_it_ended(line, data_->unit));
    labels_.push_back({y, line.label, look});
  }

  const RaceFigure* data_;
  Canvas* canvas_;
  double bottom_;
  Scale x_;
  Scale y_;
  std::vector<Label> labels_;
};

std::string in_words(const RaceFigure& data) {
  std::string words = "After " + counted(units_of(data), data.unit) + ": ";
  for (const RaceLine& line : data.candidates) words += how_it_ended(line, data.unit) + "; ";
  if (data.tie)
    words += how_it_ended(*data.tie, data.unit) + " of " + chosen_number(data.tie_needs) + " needed; ";
  return words + "a candidate leaves at " + chosen_number(data.leaves_at) + ".";
}

}  // namespace

Figure race_figure(const RaceFigure& data) {
  Canvas canvas("The race as it went", "evidence that each is not the fastest, after each " + data.unit,
                in_words(data));
  const double height = Drawing(data, canvas).draw();
  return {"race", canvas.take(height)};
}

}  // namespace bakeoff::report
