#include "record/result.h"

#include "record/words.h"

namespace bakeoff {
namespace {

constexpr Words<Verdict, 4> kVerdicts{{{Verdict::kWinner, "winner"},
                                       {Verdict::kTie, "tie"},
                                       {Verdict::kUnresolved, "unresolved"},
                                       {Verdict::kNone, "none"}}};

}  // namespace

std::string_view to_string(Verdict verdict) {
  return word_of(kVerdicts, verdict);
}

}  // namespace bakeoff
