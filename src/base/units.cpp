#include "base/units.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <set>

namespace bakeoff {
namespace {

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

struct Unit {
  std::string_view name;
  double factor;
};

// A number and the unit behind it; `hint` shows what a good one looks like.
template <std::size_t N>
Result<double> parse_quantity(std::string_view text, const std::array<Unit, N>& units,
                              std::string_view hint) {
  const std::string_view trimmed = trim(text);
  double value = 0;
  const auto [end, error] = std::from_chars(trimmed.data(), trimmed.data() + trimmed.size(), value);
  const std::string_view unit = trim(std::string_view(end, trimmed.data() + trimmed.size()));
  const auto known = std::find_if(units.begin(), units.end(), [&](const Unit& u) { return u.name == unit; });
  if (error != std::errc() || known == units.end() || !std::isfinite(value) || value < 0) {
    return fail(ErrorKind::kUsage, "'" + std::string(text) + "' is not understood", "", std::string(hint));
  }
  return value * known->factor;
}

Result<int> parse_count(std::string_view text, std::string_view whole) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 1) {
    return fail(ErrorKind::kUsage, "'" + std::string(whole) + "' is not a list of positive numbers", "",
                "write 1, or 1,8,64, or 1-512 for the powers of two between");
  }
  return value;
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

}  // namespace

Result<Nanoseconds> parse_duration(std::string_view text) {
  static constexpr std::array<Unit, 8> kUnits{{{"ns", 1e-9},
                                               {"us", 1e-6},
                                               {"µs", 1e-6},
                                               {"ms", 1e-3},
                                               {"s", 1},
                                               {"min", 60},
                                               {"m", 60},
                                               {"h", 3600}}};
  const auto seconds = parse_quantity(text, kUnits, "a duration is written like 120s, 20ms or 2min");
  if (!seconds) return tl::unexpected(seconds.error());
  constexpr double kLongest = 1e9;  // thirty years: still exact in 64-bit nanoseconds
  if (*seconds > kLongest)
    return fail(ErrorKind::kUsage, "'" + std::string(text) + "' is too long a duration");
  return from_seconds(*seconds);
}

Result<Bytes> parse_bytes(std::string_view text) {
  static constexpr std::array<Unit, 9> kUnits{{{"", 1},
                                               {"B", 1},
                                               {"kB", 1e3},
                                               {"MB", 1e6},
                                               {"GB", 1e9},
                                               {"KiB", 0x1p10},
                                               {"MiB", 0x1p20},
                                               {"GiB", 0x1p30},
                                               {"TiB", 0x1p40}}};
  const auto bytes = parse_quantity(text, kUnits, "a size is written like 2GiB, 512MB or 4096");
  if (!bytes) return tl::unexpected(bytes.error());
  if (*bytes > 0x1p62) return fail(ErrorKind::kUsage, "'" + std::string(text) + "' is too large a size");
  return Bytes{static_cast<std::uint64_t>(*bytes)};
}

Result<std::vector<int>> parse_counts(std::string_view text) {
  std::set<int> counts;
  for (const std::string& part : split_list(text)) {
    const auto dash = part.find('-');
    const auto first = parse_count(std::string_view(part).substr(0, dash), text);
    if (!first) return tl::unexpected(first.error());
    if (dash == std::string::npos) {
      counts.insert(*first);
      continue;
    }
    const auto last = parse_count(std::string_view(part).substr(dash + 1), text);
    if (!last) return tl::unexpected(last.error());
    if (*last < *first) {
      return fail(ErrorKind::kUsage, "the range '" + part + "' runs backwards", "",
                  "write the smaller number first");
    }
    for (std::int64_t count = *first; count <= *last; count *= 2) counts.insert(static_cast<int>(count));
  }
  if (counts.empty())
    return fail(ErrorKind::kUsage, "the list of numbers is empty", "", "write 1, 1,8,64 or 1-512");
  return std::vector<int>(counts.begin(), counts.end());
}

std::vector<std::string> split_list(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (true) {
    const auto cut = text.find(separator);
    const std::string_view part = trim(text.substr(0, cut));
    if (!part.empty()) parts.emplace_back(part);
    if (cut == std::string_view::npos) return parts;
    text.remove_prefix(cut + 1);
  }
}

double to_seconds(Nanoseconds duration) {
  return std::chrono::duration<double>(duration).count();
}

double to_milliseconds(Nanoseconds duration) {
  return std::chrono::duration<double, std::milli>(duration).count();
}

Nanoseconds from_seconds(double seconds) {
  return Nanoseconds(std::llround(seconds * 1e9));
}

std::string nearest_word(std::string_view word, const std::vector<std::string>& known) {
  std::string best;
  std::size_t best_distance = std::max<std::size_t>(2, word.size() / 3) + 1;
  for (const std::string& candidate : known) {
    const std::size_t distance = edit_distance(word, candidate);
    if (distance < best_distance) {
      best_distance = distance;
      best = candidate;
    }
  }
  return best;
}

}  // namespace bakeoff
