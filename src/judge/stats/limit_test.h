#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace bakeoff::judge {

/// Inferences of one slot, or of several joined, at least one: how many took longer than the limit.
struct OverLimit {
  std::uint64_t over = 0;
  std::uint64_t total = 0;
};

enum class LimitVerdict { kOpen, kPass, kFail };

/// Tests "the q-quantile from above is within the limit", such as p99 <= L with q = .01, on shares of
/// inferences over the limit, one share a unit (METHOD.md, percentiles and limits). Both sides are evidence:
/// each errs in at most 5 % however long one goes on.
class LimitTest {
 public:
  /// q: the share that may be over the limit, 0 < q <= .2.
  explicit LimitTest(double q);

  /// Takes the next unit's share, 0 to 1; once decided, further units change nothing.
  void add(double share);

  [[nodiscard]] LimitVerdict verdict() const;
  [[nodiscard]] double pass_evidence() const;
  [[nodiscard]] double fail_evidence() const;
  [[nodiscard]] std::size_t units() const { return units_; }

  /// How many more units without a single inference over the limit it would take to pass ("not decided,
  /// needs N"); 0 once passed. From nothing: 38 at q = .1, 77 at .05, 393 at .01, 3,946 at .001.
  [[nodiscard]] std::size_t units_to_pass() const;

 private:
  /// One over-rate that is bet on against q.
  struct Bet {
    double over;         ///< factor for the share over the limit
    double within;       ///< factor for the rest
    double product = 1;  ///< over all units so far
  };
  using Side = std::array<Bet, 4>;

  static Side bets(double q, const std::array<double, 4>& rates);
  static double evidence_after(const Side& side, double clean_units);

  Side pass_;
  Side fail_;
  std::size_t units_ = 0;
};

/// How many slots make one unit: doubled until the lag-1 correlation of the units' shares is below .1, from
/// the first slots of a test (100), which do not count in it. Stops doubling when fewer than 4 units would be
/// left to judge by.
std::size_t slots_per_unit(std::span<const OverLimit> first_slots);

/// Lag-1 autocorrelation; 0 for fewer than 3 values or for equal ones.
double lag1_correlation(std::span<const double> values);

}  // namespace bakeoff::judge
