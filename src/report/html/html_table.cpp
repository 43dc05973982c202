#include <algorithm>

#include "report/html/sections.h"

namespace bakeoff::report {
namespace {

bool has_entries(const Table& table, std::size_t column) {
  return std::any_of(table.rows.begin(), table.rows.end(),
                     [&](const auto& row) { return !row[column].empty(); });
}

std::string_view class_of(const Column& column) {
  return column.align == Align::kRight ? "number" : "text";
}

void add_header(const Column& column, Markup& page) {
  page.open("th", {{"scope", "col"}, {"class", class_of(column)}});
  bool first = true;
  for (const std::string& line : column.header) {
    if (!first && !line.empty()) page.leaf("br");
    page.text(line);
    first = false;
  }
  page.close();
}

}  // namespace

void add_table(const Table& table, const std::string& caption, Markup& page) {
  if (table.rows.empty()) return;
  page.open("div", {{"class", "scroll"}, {"tabindex", "0"}, {"role", "region"}, {"aria-label", caption}});
  page.open("table").element("caption", caption);
  page.open("thead").open("tr");
  std::vector<std::size_t> shown;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    if (!has_entries(table, i)) continue;
    shown.push_back(i);
    add_header(table.columns[i], page);
  }
  page.close().close().open("tbody");
  for (const auto& row : table.rows) {
    page.open("tr");
    for (const std::size_t i : shown) {
      if (i == shown.front()) {
        page.element("th", row[i], {{"scope", "row"}});
      } else {
        page.element("td", row[i], {{"class", class_of(table.columns[i])}});
      }
    }
    page.close();
  }
  page.close().close().close();
}

void add_figures(const std::vector<Figure>& figures, Markup& page) {
  if (figures.empty()) return;
  page.open("div", {{"class", "figures"}});
  for (const Figure& figure : figures) page.open("figure").raw(figure.svg).close();
  page.close();
}

}  // namespace bakeoff::report
