#include "report/table.h"

#include <algorithm>
#include <numeric>

#include "report/escape.h"

namespace bakeoff::report {
namespace {

constexpr int kGap = 2;
constexpr int kNarrowest = 8;

struct Shown {
  std::size_t index;  // of the column in the table
  int width;
};

int full_width(const Table& table, std::size_t index) {
  int width = 0;
  for (const std::string& line : table.columns[index].header) width = std::max(width, display_width(line));
  for (const auto& row : table.rows) width = std::max(width, display_width(row[index]));
  const int limit = table.columns[index].limit;
  return limit > 0 ? std::min(width, limit) : width;
}

int total_width(const std::vector<Shown>& shown) {
  const int gaps = shown.empty() ? 0 : kGap * static_cast<int>(shown.size() - 1);
  return std::accumulate(shown.begin(), shown.end(), gaps,
                         [](int sum, const Shown& column) { return sum + column.width; });
}

void drop_until_fit(const Table& table, std::vector<Shown>& shown, int width) {
  while (total_width(shown) > width) {
    const auto last = std::max_element(shown.begin(), shown.end(), [&](const Shown& a, const Shown& b) {
      return table.columns[a.index].rank < table.columns[b.index].rank;
    });
    if (table.columns[last->index].rank == 0) return;
    shown.erase(last);
  }
}

void shorten_until_fit(const Table& table, std::vector<Shown>& shown, int width) {
  while (total_width(shown) > width) {
    Shown* widest = nullptr;
    for (Shown& column : shown) {
      const bool may_shrink = table.columns[column.index].align == Align::kLeft && column.width > kNarrowest;
      if (may_shrink && (widest == nullptr || column.width > widest->width)) widest = &column;
    }
    if (widest == nullptr) return;
    --widest->width;
  }
}

std::vector<Shown> fitted(const Table& table, int width) {
  std::vector<Shown> shown;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const bool empty =
        std::all_of(table.rows.begin(), table.rows.end(), [&](const auto& row) { return row[i].empty(); });
    if (!empty) shown.push_back({i, full_width(table, i)});
  }
  drop_until_fit(table, shown, width);
  shorten_until_fit(table, shown, width);
  return shown;
}

template <typename EntryOf>
std::string line_of(const Table& table, const std::vector<Shown>& shown, const EntryOf& entry_of) {
  std::string line;
  for (const Shown& column : shown) {
    if (&column != &shown.front()) line.append(kGap, ' ');
    line += padded(shortened(entry_of(column.index), column.width), column.width,
                   table.columns[column.index].align);
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

}  // namespace

std::string render(const Table& table, const TextStyle& style) {
  if (table.rows.empty()) return {};
  Table safe = table;
  for (auto& row : safe.rows) {
    for (std::string& entry : row) entry = printable(entry);
  }
  const std::vector<Shown> shown = fitted(safe, style.width);
  std::size_t header_lines = 0;
  for (const Shown& column : shown) {
    header_lines = std::max(header_lines, safe.columns[column.index].header.size());
  }
  std::string text;
  for (std::size_t i = 0; i < header_lines; ++i) {
    const std::string line = line_of(safe, shown, [&](std::size_t column) {
      const auto& header = safe.columns[column].header;
      return i < header.size() ? header[i] : std::string();
    });
    text += painted(line, Emphasis::kQuiet, style.colour) + "\n";
  }
  for (const auto& row : safe.rows) {
    text += line_of(safe, shown, [&](std::size_t column) { return row[column]; }) + "\n";
  }
  return text;
}

}  // namespace bakeoff::report
