#include "measure/conductor/self_test.h"

#include <vector>

#include "base/random.h"
#include "judge/twins.h"
#include "measure/conductor/conductor.h"
#include "measure/conductor/self_cost.h"

namespace bakeoff::measure {
namespace {

using namespace std::chrono_literals;

// Short slots of short inferences, so that hundreds of rounds fit into half a minute.
constexpr Nanoseconds kSlot = 25ms;
constexpr const char* kWork = "2M";  // steps of arithmetic: about a millisecond

constexpr Nanoseconds kBudgetSame = 40s;
constexpr Nanoseconds kBudgetFreezing = 8s;
constexpr std::uint32_t kEpochsFreezing =
    12;  // enough for an interval that leaves out one stray on either side

Contender scripted(const SelfTestOrder& order, std::string name, Options options) {
  Contender contender;
  contender.candidate.name = std::move(name);
  contender.candidate.runtime = "fake";
  contender.candidate.options = std::move(options);
  contender.adapter = order.fake_adapter;
  contender.scripted = true;
  return contender;
}

Contender copy_of_one(const SelfTestOrder& order, const std::string& name) {
  return scripted(order, name, {{"work", kWork}});
}

// The same work on two threads, and as many threads beside that only wait: they look once a millisecond, or
// spin. While its own inference runs neither does anything else.
Contender waiting(const SelfTestOrder& order, const std::string& how) {
  return scripted(order, how, {{"work", kWork}, {"threads-work", "2"}, {how, "1"}});
}

/// Keeps the events and says how far the race is.
class Listener final : public RaceObserver {
 public:
  using Said = std::function<void(std::uint32_t epochs)>;
  explicit Listener(Said said) : said_(std::move(said)) {}

  Result<void> keep(const Event& event) override {
    events_.push_back(event);
    if (const auto* const ended = std::get_if<EpochEnded>(&event)) {
      if (ended->end == EpochEnd::kComplete) said_(++epochs_);
    }
    return {};
  }
  void progress(const Progress& /*progress*/, const judge::Race& /*race*/) override {}

  [[nodiscard]] const std::vector<Event>& events() const { return events_; }

 private:
  Said said_;
  std::uint32_t epochs_ = 0;
  std::vector<Event> events_;
};

Rules rules_for(std::uint32_t epochs, Nanoseconds budget) {
  Rules rules;
  rules.slot = kSlot;
  rules.budget = budget;
  rules.units = epochs;
  rules.seed = system_seed();
  return rules;
}

// Both did the same, so whoever left the race did so by a fault of ours.
Result<void> check_both_ran(const std::vector<Event>& events) {
  for (const Event& event : events) {
    Outcome outcome{.status = Status::kRight, .reason = ""};
    if (const auto* const checked = std::get_if<CandidateChecked>(&event)) outcome = checked->outcome;
    if (const auto* const left = std::get_if<CandidateLeft>(&event)) outcome = left->outcome;
    if (outcome.status == Status::kRight) continue;
    return fail(
        ErrorKind::kInternal,
        "a scripted runtime ended as " + std::string(to_string(outcome.status)) + ": " + outcome.reason,
        "selftest", "the installation may not be whole");
  }
  return {};
}

/// One race of the self-test.
Result<TwinRace> race_twins(const SelfTestOrder& order, const std::string& part, const Rules& rules,
                            std::vector<Contender> contenders, SignalWatch& signals) {
  const RaceJob job{.cell = {},
                    .rules = rules,
                    .contenders = std::move(contenders),
                    .model = one_number(),
                    .cpus = order.cpus,
                    .worker = order.worker};
  const auto say = [&](std::uint32_t epochs) {
    if (order.progress) order.progress(part, epochs, *rules.units);
  };
  say(0);
  judge::Race race(rules, Metric::kLatency, job.contenders.size(), 1);
  Listener listener(say);
  const auto stopped = conduct(job, race, listener, signals);
  if (!stopped) return tl::unexpected(stopped.error());
  if (*stopped == StopCause::kInterrupted) return fail(ErrorKind::kInterrupted, "interrupted");
  if (auto ran = check_both_ran(listener.events()); !ran) return tl::unexpected(ran.error());
  return judge::twin_race(rules, listener.events());
}

}  // namespace

Result<SelfTest> self_test(const SelfTestOrder& order, SignalWatch& signals) {
  SelfTest test;
  auto cost = measure_self_cost(order.worker, order.null_adapter, order.cpus, signals);
  if (!cost) return tl::unexpected(cost.error());
  test.cost = *cost;

  Rules rules = rules_for(0, kBudgetSame);
  const auto per_epoch = static_cast<std::uint32_t>(rules.rounds_per_epoch);
  rules.units = (order.rounds + per_epoch - 1) / per_epoch;
  test.rounds_asked = *rules.units * per_epoch;
  auto same = race_twins(order, "two copies of one candidate", rules,
                         {copy_of_one(order, "first"), copy_of_one(order, "second")}, signals);
  if (!same) return tl::unexpected(same.error());
  test.same = *same;

  rules = rules_for(kEpochsFreezing, kBudgetFreezing);
  const std::vector<Contender> twins{waiting(order, "spin"), waiting(order, "doze")};
  auto frozen = race_twins(order, "beside a frozen rival that spins", rules, twins, signals);
  if (!frozen) return tl::unexpected(frozen.error());
  test.frozen = *frozen;
  rules.freezing = rules.voiding = false;
  auto running = race_twins(order, "beside a running rival that spins", rules, twins, signals);
  if (!running) return tl::unexpected(running.error());
  test.running = *running;
  return test;
}

}  // namespace bakeoff::measure
