#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "report/markup.h"

namespace bakeoff::report {

/// One drawing as SVG. `svg` may stand in a page whose style sheet is figure_style(); figure_file() makes a
/// file of it.
struct Figure {
  std::string name;  ///< what it shows, in one word: part of a file's name
  std::string svg;
};

constexpr double kFigureWidth = 360;  ///< that of a small phone: no figure has to be shrunk to be seen
constexpr double kTextSize = 11;

enum class Anchor { kStart, kMiddle, kEnd };

/// Draws from the top downwards, in units of pixels; looks are classes of figure.css.
class Canvas {
 public:
  /// What it shows, for a reader of the screen (a long note takes several lines) and for one who hears it:
  /// `description` says in words what the drawing says in lines.
  Canvas(std::string title, const std::string& note, std::string description);

  /// The first free line under title and note.
  [[nodiscard]] double top() const { return top_; }

  void text(double x, double y, std::string_view content, std::string_view look,
            Anchor anchor = Anchor::kStart);

  /// A text that is shortened in its middle to fit so many pixels; a pointer resting on it shows all.
  void label(double x, double y, double width, const std::string& content, std::string_view look,
             Anchor anchor = Anchor::kStart);
  void line(double x1, double y1, double x2, double y2, std::string_view look);
  void rect(double x, double y, double width, double height, std::string_view look,
            std::string_view tip = {});
  void path(std::string_view data, std::string_view look, std::string_view tip = {});
  void circle(double x, double y, double radius, std::string_view look, std::string_view tip = {});
  void cross(double x, double y, double radius, std::string_view look, std::string_view tip = {});

  /// The drawing as an <svg> of that height.
  std::string take(double height);

 private:
  std::string title_;
  std::string description_;
  double top_;
  Markup marks_;
};

/// The class that colours a candidate: six hues in turn.
std::string hue_look(std::size_t hue);

/// A coordinate with at most one decimal: a tenth of a pixel is less than anyone sees.
std::string coordinate(double value);

/// About the pixels that a text takes.
double text_width(std::string_view text);

/// The classes that figures use, light and dark, for a page or a file.
std::string_view figure_style();

/// The figure as a file of its own, style included.
std::string figure_file(const Figure& figure);

}  // namespace bakeoff::report
