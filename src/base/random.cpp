#include "base/random.h"

#include <bit>
#include <cmath>
#include <numbers>
#include <random>

namespace bakeoff {
namespace {

std::uint64_t splitmix64(std::uint64_t& state) {
  state += 0x9e3779b97f4a7c15ULL;
  std::uint64_t z = state;
  z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27U)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31U);
}

}  // namespace

Dice::Dice(std::initializer_list<std::uint64_t> keys) {
  std::uint64_t mixed = 0;
  for (const std::uint64_t key : keys) {
    mixed ^= key;
    mixed = splitmix64(mixed);
  }
  for (std::uint64_t& word : state_) word = splitmix64(mixed);
}

std::uint64_t Dice::bits() {
  const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
  const std::uint64_t shifted = state_[1] << 17U;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= shifted;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

std::uint64_t Dice::below(std::uint64_t bound) {
  const std::uint64_t unfair = -bound % bound;  // 2^64 mod bound: this many of the lowest values are refused
  for (;;) {
    const std::uint64_t value = bits();
    if (value >= unfair) return value % bound;
  }
}

double Dice::uniform() {
  return static_cast<double>(bits() >> 11U) * 0x1p-53;
}

double Dice::normal() {
  const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));
  return radius * std::cos(2.0 * std::numbers::pi * uniform());
}

std::uint64_t system_seed() {
  std::random_device device;
  return (static_cast<std::uint64_t>(device()) << 32U) | device();
}

}  // namespace bakeoff
