#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/error.h"

namespace bakeoff {

/// An amount of memory or storage.
struct Bytes {
  std::uint64_t count = 0;
  auto operator<=>(const Bytes&) const = default;
};

/// "120s", "1.5 ms", "2min", "250us", "1h"; a bare number is refused, because its unit would be a guess.
Result<Nanoseconds> parse_duration(std::string_view text);

/// "2GiB", "512 MB", "4096" (bytes).
Result<Bytes> parse_bytes(std::string_view text);

/// "1", "1,8,64", "1-512" (powers of two from 1 to 512), "1-8,48": positive, sorted, without duplicates.
Result<std::vector<int>> parse_counts(std::string_view text);

/// "a, b,c" into its trimmed, non-empty parts.
std::vector<std::string> split_list(std::string_view text, char separator = ',');

double to_seconds(Nanoseconds duration);
double to_milliseconds(Nanoseconds duration);
Nanoseconds from_seconds(double seconds);

/// The known word with the smallest edit distance, if it is near enough to be meant; else empty.
std::string nearest_word(std::string_view word, const std::vector<std::string>& known);

}  // namespace bakeoff
