// How often does a whole race between two copies of one candidate name a winner, on this machine? METHOD.md
// promises at most alpha, and the calibration suite shows it in simulation; here are real processes.

#include <fmt/core.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <map>

#include "base/random.h"
#include "figure.h"
#include "judge/stats/binomial.h"
#include "measure/conductor/conductor.h"
#include "measure/conductor/self_cost.h"
#include "stage.h"

namespace bakeoff::bench {
namespace {

using namespace std::chrono_literals;

constexpr int kFewestForARate = 59;  // METHOD.md: with fewer, no failure at all would show less than 5 %

struct Order {
  int races = 60;
  double seconds = 15;  ///< the budget of each
  Evidence evidence = Evidence::kProcess;
};

/// Nothing is kept: the race itself knows how it ended.
class Deaf final : public measure::RaceObserver {
 public:
  Result<void> keep(const Event& /*event*/) override { return {}; }
  void progress(const measure::Progress& /*progress*/, const judge::Race& /*race*/) override {}
};

Result<Verdict> race_equals(Stage& stage, const Order& order) {
  const auto copy = stage.built_in("fake", {{"work", "2M"}});
  measure::RaceJob job = stage.job(copy, measure::one_number());
  job.contenders.push_back(copy);
  job.rules.slot = 25ms;
  job.rules.budget = std::chrono::duration_cast<Nanoseconds>(std::chrono::duration<double>(order.seconds));
  job.rules.evidence = order.evidence;
  job.rules.epsilon = 0;  // no tie ends a race early: each has its whole budget to go wrong
  job.rules.seed = system_seed();
  judge::Race race(job.rules, job.cell.metric, job.contenders.size(), 1);
  Deaf observer;
  const auto stopped = measure::conduct(job, race, observer, stage.signals());
  if (!stopped) return tl::unexpected(stopped.error());
  if (*stopped == StopCause::kInterrupted) return fail(ErrorKind::kInterrupted, "interrupted");
  return race.result().verdict;
}

Result<void> run(const Order& order) {
  const auto stage = Stage::set();
  if (!stage) return tl::unexpected(stage.error());
  std::map<Verdict, int> verdicts;
  for (int race = 0; race < order.races; ++race) {
    const auto verdict = race_equals(**stage, order);
    if (!verdict) return tl::unexpected(verdict.error());
    ++verdicts[*verdict];
    if (isatty(STDERR_FILENO) != 0) fmt::print(stderr, "\r{} of {} races", race + 1, order.races);
  }
  if (isatty(STDERR_FILENO) != 0) fmt::print(stderr, "\n");
  const double alpha = Rules{}.alpha;
  const auto winners = static_cast<std::uint64_t>(verdicts[Verdict::kWinner]);
  const auto races = static_cast<std::uint64_t>(order.races);
  const Interval share = judge::share_interval(races, winners, alpha);
  const std::string name = fmt::format("winners named between equals, by {}", to_string(order.evidence));
  const std::string value = fmt::format("{} of {} ({:.1f} to {:.1f} %)", winners, races,
                                        100 * share.low.value_or(0), 100 * share.high.value_or(1));
  if (order.evidence == Evidence::kRound) {
    print_figure(name, value);  // no target: two processes of one program may differ for their whole life
  } else {
    print_figure(name, value, fmt::format("{:.0f} %", 100 * alpha),
                 share.low.value_or(0) <= alpha ? Standing::kOk : Standing::kMissed);
  }
  if (order.races < kFewestForARate)
    fmt::print("(of fewer than {} races no rate can be told)\n", kFewestForARate);
  return {};
}

}  // namespace
}  // namespace bakeoff::bench

int main(int argc, char** argv) {
  bakeoff::bench::Order order;
  std::string evidence = "process";
  CLI::App program("How often a race between two copies of one candidate names a winner");
  program.add_option("--races", order.races)->check(CLI::Range(1, 100'000))->capture_default_str();
  program.add_option("--seconds", order.seconds, "of each race")
      ->check(CLI::Range(1, 3600))
      ->capture_default_str();
  program.add_option("--evidence", evidence)
      ->check(CLI::IsMember({"process", "round"}))
      ->capture_default_str();
  CLI11_PARSE(program, argc, argv);
  order.evidence = bakeoff::evidence_from(evidence).value_or(order.evidence);
  const auto done = bakeoff::bench::run(order);
  if (done) return 0;
  fmt::print(stderr, "bench-equals: {}\n", bakeoff::to_string(done.error()));
  return 1;
}
