#include "report/figure/bars.h"

#include <algorithm>

#include "report/figure/scale.h"

namespace bakeoff::report {
namespace {

constexpr double kRowHeight = 16;
constexpr double kBlockTitle = 19;
constexpr double kBar = 7;
constexpr double kLabelWidth = 122;
constexpr double kBarBegin = 132;
constexpr double kBarEnd = 302;

std::string in_words(const BarsFigure& data) {
  std::string words;
  for (const BarBlock& block : data.blocks) {
    words += block.title + ": ";
    for (const BarBlock::Row& row : block.rows) words += row.label + " " + row.told + "; ";
  }
  return words;
}

}  // namespace

Figure bars_figure(const BarsFigure& data) {
  Canvas canvas(data.title, data.note, in_words(data));
  double y = canvas.top();
  for (const BarBlock& block : data.blocks) {
    canvas.text(0, y + 14, block.title, "f-panel");
    y += kBlockTitle;
    double most = 0;
    for (const BarBlock::Row& row : block.rows) most = std::max(most, row.value);
    const Scale scale(Scale::Kind::kLinear, 0, most > 0 ? most : 1, kBarBegin, kBarEnd);
    for (const BarBlock::Row& row : block.rows) {
      canvas.label(0, y + 12, kLabelWidth, row.label, "f-name");
      canvas.rect(kBarBegin, y + (kRowHeight - kBar) / 2, scale.at(row.value) - kBarBegin, kBar,
                  "f-bar " + hue_look(row.hue), row.label + ": " + row.told);
      canvas.text(kFigureWidth, y + 12, row.told, "f-value", Anchor::kEnd);
      y += kRowHeight;
    }
    y += 4;
  }
  return {data.name, canvas.take(y + 2)};
}

}  // namespace bakeoff::report
