#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <utility>
#include <vector>

namespace bakeoff {

/// xoshiro256** (Blackman & Vigna 2018), seeded through splitmix64 from a sequence of keys: the same keys
/// give the same numbers on every machine and in every version, which std::shuffle and std::uniform_* do not
/// promise.
class Dice {
 public:
  explicit Dice(std::initializer_list<std::uint64_t> keys);

  /// The next 64 uniform bits.
  std::uint64_t bits();

  /// Uniform in [0, bound), without modulo bias. bound > 0.
  std::uint64_t below(std::uint64_t bound);

  /// Uniform in [0, 1) with 53 bits.
  double uniform();

  /// Normal with mean 0 and variance 1 (Box-Muller, one of the pair).
  double normal();

  /// A uniformly random order of the given items (Fisher-Yates).
  template <typename T>
  void shuffle(std::vector<T>& items) {
    for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[below(i)]);
  }

 private:
  std::array<std::uint64_t, 4> state_{};
};

/// A seed from the system's entropy.
std::uint64_t system_seed();

}  // namespace bakeoff
