#include "model/reference/comparison/reordering.h"

#include <algorithm>
#include <cmath>

#include "model/reference/comparison/difference.h"

namespace bakeoff::model::reference {
namespace {

// More rows than any detector keeps; finding rows takes the square of their number.
constexpr std::size_t kMostRows = 4096;

// Outputs as one table: `rows` of them, each with all outputs' columns. Differences are in units of the
// output's scale; integers must be equal, so theirs is infinitely small.
struct Table {
  std::size_t rows = 0;
  std::size_t columns = 0;
  Reals elements;
  [[nodiscard]] double at(std::size_t row, std::size_t column) const {
    return elements[row * columns + column];
  }
};

// The axis that counts detections: the first, or the second behind a batch of one.
std::optional<std::size_t> row_count(std::span<const Value> outputs) {
  for (std::size_t axis = 0; axis < 2; ++axis) {
    const auto length = [&](const Value& value) {
      const bool there = value.dims.size() > axis && (axis == 0 || value.dims[0] == 1);
      return there ? value.dims[axis] : 0;
    };
    const std::int64_t rows = length(outputs.front());
    const bool common = std::all_of(outputs.begin(), outputs.end(),
                                    [&](const Value& value) { return length(value) == rows; });
    if (common && rows > 1) return static_cast<std::size_t>(rows);
  }
  return std::nullopt;
}

Table table_of(std::span<const Value> outputs, std::span<const double> units, std::size_t rows) {
  Table table{.rows = rows, .columns = 0, .elements = {}};
  for (const Value& output : outputs) table.columns += element_count(output) / rows;
  table.elements.resize(rows * table.columns);
  std::size_t first = 0;
  for (std::size_t o = 0; o < outputs.size(); ++o) {
    const Reals elements = as_reals(outputs[o]);
    const std::size_t width = elements.size() / rows;
    for (std::size_t i = 0; i < elements.size(); ++i) {
      table.elements[i / width * table.columns + first + i % width] = elements[i] / units[o];
    }
    first += width;
  }
  return table;
}

std::vector<double> units_of(std::span<const Value> reference) {
  constexpr double kIntegerUnit = 1e-9;
  std::vector<double> units;
  for (const Value& output : reference) {
    const double scale = is_real(output.type) ? scale_of(reals(output)) : kIntegerUnit;
    units.push_back(scale > 0 ? scale : 1);
  }
  return units;
}

double distance(const Table& a, std::size_t i, const Table& b, std::size_t j) {
  double largest = 0;
  for (std::size_t column = 0; column < a.columns; ++column) {
    const double difference = std::abs(a.at(i, column) - b.at(j, column));
    if (!(difference <= largest)) largest = difference;  // NaN is kept
  }
  return largest;
}

bool is_sorted(const Table& table, std::size_t column) {
  bool falls = true;
  bool rises = true;
  for (std::size_t row = 1; row < table.rows; ++row) {
    falls = falls && table.at(row, column) <= table.at(row - 1, column);
    rises = rises && table.at(row, column) >= table.at(row - 1, column);
  }
  return falls != rises;
}

}  // namespace

std::optional<double> error_of_reordering(std::span<const Value> y, std::span<const Value> reference,
                                          double tolerance) {
  if (reference.empty()) return std::nullopt;
  const std::optional<std::size_t> rows = row_count(reference);
  if (!rows || *rows > kMostRows) return std::nullopt;
  const std::vector<double> units = units_of(reference);
  const Table right = table_of(reference, units, *rows);
  const Table given = table_of(y, units, *rows);

  std::vector<std::size_t> place_of(*rows);
  std::vector<bool> taken(*rows, false);
  double error = 0;
  for (std::size_t i = 0; i < *rows; ++i) {
    const auto fits = [&](std::size_t place) {
      const double apart = distance(given, place, right, i);
      return !taken[place] && std::isfinite(apart) && apart <= tolerance;
    };
    std::size_t place = fits(i) ? i : 0;
    while (place < *rows && !fits(place)) ++place;
    if (place == *rows) return std::nullopt;
    taken[place] = true;
    place_of[i] = place;
    error = std::max(error, distance(given, place, right, i));
  }
  for (std::size_t column = 0; column < right.columns; ++column) {
    if (!is_sorted(right, column)) continue;
    bool near = true;
    for (std::size_t i = 0; i < *rows; ++i) {
      near = near && std::abs(right.at(i, column) - right.at(place_of[i], column)) <= 2 * tolerance;
    }
    if (near) return error;
  }
  return std::nullopt;
}

}  // namespace bakeoff::model::reference
