#include "report/figure_names.h"

#include <fmt/format.h>

#include "report/cell_figures.h"

namespace bakeoff::report {
namespace {

// A model's name comes from outside: what is no letter, digit or dot becomes '-', and a path is none.
std::string slug(const std::string& name) {
  constexpr std::size_t kLongest = 60;
  std::string text;
  for (const char c : name) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.';
    if (plain) text += c;
    if (!plain && !text.empty() && text.back() != '-') text += '-';
    if (text.size() == kLongest) break;
  }
  while (!text.empty() && text.back() == '-') text.pop_back();
  return text.empty() ? "model" : text;
}

}  // namespace

std::vector<NamedFigure> named_figures(const Told& told, std::size_t study) {
  const std::vector<CellView> cells = cells_of(told);
  std::vector<NamedFigure> named;
  std::size_t part = 0;
  for (Figure& figure : model_figures(cells)) {
    named.push_back({fmt::format("{}-models-{:02}-{}.svg", study, ++part, figure.name), std::move(figure)});
  }
  for (std::size_t i = 0; i < cells.size(); ++i) {
    for (Figure& figure : cell_figures(cells[i])) {
      const std::string model = slug(cells[i].model());
      named.push_back(
          {fmt::format("{}-{:03}-{}-{}.svg", study, i + 1, model, figure.name), std::move(figure)});
    }
  }
  return named;
}

}  // namespace bakeoff::report
