#include "judge/stats/limit_test.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <vector>

#include "judge/stats/search.h"

namespace bakeoff::judge {
namespace {

constexpr double kDecided = 20;
constexpr double kIndependent = 0.1;
constexpr std::size_t kMostUnits = 1ULL << 50U;  ///< past any test: where all products have become zero

}  // namespace

LimitTest::Side LimitTest::bets(double q, const std::array<double, 4>& rates) {
  Side side{};
  for (std::size_t i = 0; i < side.size(); ++i) {
    side[i] = {.over = rates[i] / q, .within = (1 - rates[i]) / (1 - q)};
  }
  return side;
}

double LimitTest::evidence_after(const Side& side, double clean_units) {
  double sum = 0;
  for (const Bet& bet : side) sum += bet.product * std::pow(bet.within, clean_units);
  return sum / static_cast<double>(side.size());
}

LimitTest::LimitTest(double q)
    : pass_(bets(q, {0.05 * q, 0.2 * q, 0.4 * q, 0.7 * q})),
      fail_(bets(q, {1.5 * q, 2.5 * q, 5 * q, std::min(10 * q, 0.9)})) {
  assert(q > 0 && q <= 0.2);
}

void LimitTest::add(double share) {
  assert(share >= 0 && share <= 1);
  if (verdict() != LimitVerdict::kOpen) return;
  ++units_;
  for (Side* side : {&pass_, &fail_}) {
    for (Bet& bet : *side) bet.product *= share * bet.over + (1 - share) * bet.within;
  }
}

double LimitTest::pass_evidence() const {
  return evidence_after(pass_, 0);
}

double LimitTest::fail_evidence() const {
  return evidence_after(fail_, 0);
}

LimitVerdict LimitTest::verdict() const {
  if (pass_evidence() >= kDecided) return LimitVerdict::kPass;
  return fail_evidence() >= kDecided ? LimitVerdict::kFail : LimitVerdict::kOpen;
}

std::size_t LimitTest::units_to_pass() const {
  return count_while(kMostUnits, [this](std::size_t more) {
    return evidence_after(pass_, static_cast<double>(more)) < kDecided;
  });
}

double lag1_correlation(std::span<const double> values) {
  if (values.size() < 3) return 0;
  // Equal values are asked for by name: their mean is off by a rounding, and roundings correlate perfectly.
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  if (*least == *most) return 0;
  double mean = 0;
  for (const double value : values) mean += value / static_cast<double>(values.size());
  double squares = 0;
  double products = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    squares += (values[i] - mean) * (values[i] - mean);
    if (i > 0) products += (values[i] - mean) * (values[i - 1] - mean);
  }
  return products / squares;
}

std::size_t slots_per_unit(std::span<const OverLimit> first_slots) {
  for (std::size_t slots = 1;; slots *= 2) {
    const std::size_t units = first_slots.size() / slots;
    std::vector<double> shares;
    for (std::size_t unit = 0; unit < units; ++unit) {
      OverLimit joined;
      for (const OverLimit& slot : first_slots.subspan(unit * slots, slots)) {
        joined.over += slot.over;
        joined.total += slot.total;
      }
      assert(joined.total > 0);
      shares.push_back(static_cast<double>(joined.over) / static_cast<double>(joined.total));
    }
    // Of fewer than four shares it is never above 0: then this ends.
    if (lag1_correlation(shares) < kIndependent) return slots;
  }
}

}  // namespace bakeoff::judge
