#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bakeoff::store {

/// Unsigned LEB128: seven bits a byte, the lowest first, the top bit set on all but the last. A sample of a
/// millisecond takes three bytes.
std::string encode_durations(std::span<const std::uint64_t> durations_ns);

/// Empty if the bytes are not exactly `count` such numbers.
std::optional<std::vector<std::uint64_t>> decode_durations(std::string_view bytes, std::uint64_t count);

/// The middle one, or the mean of the middle two rounded down; 0 of none. For people who query the file.
std::uint64_t median_of(std::span<const std::uint64_t> durations_ns);

/// Modulo 2^64.
std::uint64_t sum_of(std::span<const std::uint64_t> durations_ns);

}  // namespace bakeoff::store
