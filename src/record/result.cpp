#include "record/result.h"

#include <algorithm>
#include <limits>

#include "record/words.h"

namespace bakeoff {
namespace {

constexpr Words<Verdict, 4> kVerdicts{{{Verdict::kWinner, "winner"},
                                       {Verdict::kTie, "tie"},
                                       {Verdict::kUnresolved, "unresolved"},
                                       {Verdict::kNone, "none"}}};

std::optional<double> inverse(const std::optional<double>& ratio) {
  return ratio ? std::optional(1 / *ratio) : std::nullopt;
}

}  // namespace

std::string_view to_string(Verdict verdict) {
  return word_of(kVerdicts, verdict);
}

PairResult turned(const PairResult& pair) {
  PairResult other = pair;
  other.faster = pair.slower;
  other.slower = pair.faster;
  other.ratio = 1 / pair.ratio;
  other.interval = {.low = inverse(pair.interval.high), .high = inverse(pair.interval.low)};
  other.wins = pair.units - std::min(pair.wins, pair.units);
  other.round_wins = pair.rounds - std::min(pair.round_wins, pair.rounds);
  other.evidence = std::numeric_limits<double>::quiet_NaN();
  return other;
}

}  // namespace bakeoff
