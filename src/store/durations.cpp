#include "store/durations.h"

#include <algorithm>
#include <numeric>

namespace bakeoff::store {

std::string encode_durations(std::span<const std::uint64_t> durations_ns) {
  std::string bytes;
  bytes.reserve(durations_ns.size() * 4);
  for (std::uint64_t rest : durations_ns) {
    for (; rest >= 0x80; rest >>= 7U) bytes.push_back(static_cast<char>(rest | 0x80U));
    bytes.push_back(static_cast<char>(rest));
  }
  return bytes;
}

std::optional<std::vector<std::uint64_t>> decode_durations(std::string_view bytes, std::uint64_t count) {
  if (count > bytes.size()) return std::nullopt;  // before any memory is taken for them
  std::vector<std::uint64_t> durations;
  durations.reserve(count);
  std::uint64_t value = 0;
  unsigned shift = 0;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    // The tenth byte holds the 64th bit and nothing else.
    if (shift == 63 && byte > 1) return std::nullopt;
    value |= static_cast<std::uint64_t>(byte & 0x7fU) << shift;
    shift += 7;
    if ((byte & 0x80U) != 0) continue;
    durations.push_back(value);
    value = 0;
    shift = 0;
  }
  if (shift != 0 || durations.size() != count) return std::nullopt;
  return durations;
}

std::uint64_t median_of(std::span<const std::uint64_t> durations_ns) {
  if (durations_ns.empty()) return 0;
  std::vector<std::uint64_t> sorted(durations_ns.begin(), durations_ns.end());
  const auto upper = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
  std::nth_element(sorted.begin(), upper, sorted.end());
  if (sorted.size() % 2 == 1) return *upper;
  return std::midpoint(*std::max_element(sorted.begin(), upper), *upper);
}

std::uint64_t sum_of(std::span<const std::uint64_t> durations_ns) {
  return std::accumulate(durations_ns.begin(), durations_ns.end(), std::uint64_t{0});
}

}  // namespace bakeoff::store
