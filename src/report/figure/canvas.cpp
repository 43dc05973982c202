#include "report/figure/canvas.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/units.h"
#include "report/layout.h"

namespace bakeoff::report {
namespace {

constexpr double kTitleLine = 14;
constexpr double kNoteLine = 27;
constexpr double kNoteHeight = 13;
constexpr int kNoteColumns = 66;  // of the note's smaller letters in the figure's width

}  // namespace

std::string hue_look(std::size_t hue) {
  constexpr std::size_t kPalette = 6;  // c0 to c5 of figure.css
  return "f-c" + std::to_string(hue % kPalette);
}

std::string coordinate(double value) {
  if (!std::isfinite(value)) return "0";
  std::string text = fmt::format("{:.1f}", value);
  if (text.ends_with(".0")) text.resize(text.size() - 2);
  return text == "-0" ? "0" : text;
}

double text_width(std::string_view text) {
  constexpr double kOfSize = 0.58;  // an average glyph of a sans serif; wide ones count twice
  return display_width(text) * kTextSize * kOfSize;
}

Canvas::Canvas(std::string title, const std::string& note, std::string description)
    : title_(std::move(title)), description_(std::move(description)), top_(22) {
  text(0, kTitleLine, title_, "f-title");
  if (note.empty()) return;
  const std::string lines = wrapped(note, kNoteColumns);
  double y = kNoteLine;
  for (const std::string& line : split_list(lines.substr(0, lines.size() - 1), '\n')) {
    text(0, y, line, "f-note");
    top_ = y + 9;
    y += kNoteHeight;
  }
}

void Canvas::text(double x, double y, std::string_view content, std::string_view look, Anchor anchor) {
  if (anchor == Anchor::kStart) {
    marks_.element("text", content, {{"x", coordinate(x)}, {"y", coordinate(y)}, {"class", look}});
    return;
  }
  marks_.element("text", content,
                 {{"x", coordinate(x)},
                  {"y", coordinate(y)},
                  {"class", look},
                  {"text-anchor", anchor == Anchor::kMiddle ? "middle" : "end"}});
}

void Canvas::label(double x, double y, double width, const std::string& content, std::string_view look,
                   Anchor anchor) {
  const double column = text_width("x");
  const std::string fitting = shortened(content, std::max(4, static_cast<int>(width / column)));
  if (fitting == content) {
    text(x, y, content, look, anchor);
    return;
  }
  marks_.open("g").element("title", content);
  text(x, y, fitting, look, anchor);
  marks_.close();
}

void Canvas::line(double x1, double y1, double x2, double y2, std::string_view look) {
  path(fmt::format("M{} {}L{} {}", coordinate(x1), coordinate(y1), coordinate(x2), coordinate(y2)), look);
}

void Canvas::rect(double x, double y, double width, double height, std::string_view look,
                  std::string_view tip) {
  marks_.open("rect", {{"x", coordinate(x)},
                       {"y", coordinate(y)},
                       {"width", coordinate(std::max(0.0, width))},
                       {"height", coordinate(std::max(0.0, height))},
                       {"class", look}});
  if (!tip.empty()) marks_.element("title", tip);
  marks_.close();
}

void Canvas::path(std::string_view data, std::string_view look, std::string_view tip) {
  if (tip.empty()) {
    marks_.leaf("path", {{"d", data}, {"class", look}});
    return;
  }
  marks_.open("path", {{"d", data}, {"class", look}}).element("title", tip).close();
}

void Canvas::circle(double x, double y, double radius, std::string_view look, std::string_view tip) {
  marks_.open("circle",
              {{"cx", coordinate(x)}, {"cy", coordinate(y)}, {"r", coordinate(radius)}, {"class", look}});
  if (!tip.empty()) marks_.element("title", tip);
  marks_.close();
}

void Canvas::cross(double x, double y, double radius, std::string_view look, std::string_view tip) {
  path(fmt::format("M{0} {1}L{2} {3}M{0} {3}L{2} {1}", coordinate(x - radius), coordinate(y - radius),
                   coordinate(x + radius), coordinate(y + radius)),
       look, tip);
}

std::string Canvas::take(double height) {
  const std::string size = coordinate(std::ceil(height));
  const std::string width = coordinate(kFigureWidth);
  Markup svg;
  svg.open("svg", {{"xmlns", "http://www.w3.org/2000/svg"},
                   {"class", "figure"},
                   {"viewBox", "0 0 " + width + " " + size},
                   {"width", width},
                   {"height", size},
                   {"role", "img"}});
  svg.element("title", title_);
  svg.element("desc", description_);
  svg.raw(marks_.take());
  return svg.take();
}

std::string figure_file(const Figure& figure) {
  // The style goes in as the first child; CSS of ours holds nothing that XML would take for markup.
  const std::size_t inside = figure.svg.find('>') + 1;
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + figure.svg.substr(0, inside) + "<style>" +
         std::string(figure_style()) + "</style>" + figure.svg.substr(inside) + "\n";
}

}  // namespace bakeoff::report
