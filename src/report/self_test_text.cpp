#include <fmt/format.h>

#include "report/number.h"
#include "report/self_test.h"

namespace bakeoff::report {
namespace {

constexpr std::string_view kTooFew = "too few epochs for an interval";

std::string nanoseconds(const std::optional<double>& value) {
  return value ? fixed(*value, 1) + " ns" : "not measured";
}

// Signed, because neither of two twins is expected to lead: "0.1 % (-0.3 % to 0.5 %)".
std::string gap_with_interval(const TwinRace& twins, std::string_view word = "") {
  if (!twins.interval.low || !twins.interval.high) return std::string(kTooFew);
  return fmt::format("{}{} ({} to {})", measured_percent(twins.ratio - 1), word,
                     measured_percent(*twins.interval.low - 1), measured_percent(*twins.interval.high - 1));
}

std::string signs(const TwinRace& twins) {
  if (!twins.first_share.low || !twins.first_share.high) return "No round counts.";
  return fmt::format("{} of {} rounds favour the first ({:.0f}–{:.0f} %).", twins.first_wins, twins.rounds,
                     100 * *twins.first_share.low, 100 * *twins.first_share.high);
}

bool told_apart(const TwinRace& twins) {
  return (twins.interval.low && *twins.interval.low > 1) || (twins.interval.high && *twins.interval.high < 1);
}

std::string sameness(const TwinRace& twins) {
  if (!twins.interval.low || !twins.interval.high) return fmt::format("Their gap: {}.", kTooFew);
  const std::string gap = "Their gap: " + gap_with_interval(twins) + ", ";
  if (!told_apart(twins)) return gap + "equal as far as it can be told, as they are.";
  return gap +
         "though they are equal: this happens by chance in at most 5 % of self-tests. Where it happens "
         "again, gaps as small as this one mean nothing on this machine.";
}

std::string shortfall(const SelfTest& test) {
  const std::uint32_t counted = test.same.rounds;
  if (counted >= test.rounds_asked) return "";
  return fmt::format("{} rounds were asked for: time ran out, or rounds were exactly equal.",
                     test.rounds_asked);
}

}  // namespace

std::string self_test_text(const SelfTest& test, const TextStyle& style) {
  std::string text;
  const auto heading = [&](const std::string& title) {
    text += painted(title, Emphasis::kStrong, style.colour) + "\n";
  };
  const auto say = [&](const std::string& sentence) {
    if (!sentence.empty()) text += wrapped(sentence, style.width, "  ");
  };
  heading("What timing costs");
  text += wrapped(nanoseconds(test.cost.clock_read_ns), style.width, "  reading the clock           ");
  text += wrapped(nanoseconds(test.cost.null_overhead_ns) + ", of at most 60 ns that bakeoff promises",
                  style.width, "  harness for each inference  ");
  heading(fmt::format("Two copies of one candidate, {} epochs", test.same.epochs));
  say(signs(test.same));
  say(sameness(test.same));
  say(shortfall(test));
  if (test.same.voided > 0) {
    say(fmt::format("{} more rounds were disturbed from outside and run again.", test.same.voided));
  }
  heading("A candidate beside a rival that spins while it waits");
  text += wrapped(gap_with_interval(test.frozen, " slower"), style.width, "  the rival frozen   ");
  text += wrapped(gap_with_interval(test.running, " slower"), style.width, "  the rival running  ");
  say(fmt::format("Frozen, the rival used at most {} ms of CPU time in any of {} windows.",
                  three_digits(static_cast<double>(test.frozen.frozen_cpu.count()) / 1e6),
                  test.frozen.windows));
  text += test.freezing_holds()
              ? painted("Freezing holds on this machine.", Emphasis::kGood, style.colour) + "\n"
              : painted("Freezing does not hold on this machine: trust no verdict.", Emphasis::kWarning,
                        style.colour) +
                    "\n";
  return text;
}

}  // namespace bakeoff::report
