#include <algorithm>

#include "base/units.h"
#include "judge/cell.h"
#include "report/figure/race.h"
#include "report/figure/samples.h"
#include "report/figure_data.h"
#include "report/number.h"
#include "report/slots.h"

namespace bakeoff::report {
namespace {

// Longer between two slots than any loading takes: the race had been stopped, and was gone on with.
constexpr Nanoseconds kPause = std::chrono::minutes(10);

double seconds_of(const SlotTimed& slot) {
  double seconds = to_seconds(slot.untimed);
  for (const std::uint64_t duration : slot.durations_ns) seconds += static_cast<double>(duration) * 1e-9;
  return seconds;
}

// Places slots on one line of time. The clock begins anew when a machine does, and a race may be gone on
// with days later: such a step is left out.
class Timeline {
 public:
  double place(const SlotTimed& slot) {
    if (!last_) origin_ = slot.begin;
    if (last_ && (slot.begin < *last_ || slot.begin - *last_ > kPause)) {
      origin_ = slot.begin;
      shift_s_ = end_s_;
    }
    last_ = slot.begin;
    const double begin = shift_s_ + to_seconds(slot.begin - origin_);
    end_s_ = std::max(end_s_, begin + seconds_of(slot));
    return begin;
  }

 private:
  std::optional<Nanoseconds> last_;
  Nanoseconds origin_{0};
  double shift_s_ = 0;
  double end_s_ = 0;
};

std::string cause_of(const SlotView& slot) {
  return slot.disturbance ? std::string(to_string(*slot.disturbance)) : std::string();
}

// Adds the slot to the discarded time before it where it continues that, else begins a new one.
void add_discarded(const SlotView& view, double begin, double end, SamplesFigure& data,
                   std::uint32_t& last_epoch) {
  const auto why = view.is_void ? Discarded::Why::kVoid : Discarded::Why::kCut;
  const std::string told = view.is_void
                               ? "void in epoch " + std::to_string(view.epoch) + ": " + cause_of(view)
                               : "epoch " + std::to_string(view.epoch) + " was cut short";
  if (!data.discarded.empty() && last_epoch == view.epoch && data.discarded.back().told == told &&
      begin - data.discarded.back().end_s < 1) {
    data.discarded.back().end_s = end;
  } else {
    data.discarded.push_back({begin, end, why, told});
  }
  last_epoch = view.epoch;
}

}  // namespace

std::optional<Figure> race_figure_of(const CellView& cell) {
  if (cell.record().tries.empty() || cell.record().candidates.size() < 2) return std::nullopt;
  const judge::Course course = judge::race_of(cell.record()).course();
  if (course.units.empty()) return std::nullopt;
  RaceFigure data;
  data.unit = cell.unit();
  data.leaves_at = course.leaves_at;
  data.tie_needs = course.units.back().tie_needs;
  for (CandidateIndex i = 0; i < cell.record().candidates.size(); ++i) {
    RaceLine line;
    line.label = cell.name(i);
    line.stand = stand_of(cell, i);
    if (line.stand == Stand::kOut || line.stand == Stand::kFault)
      line.left_after = cell.figures(i).left_after_unit;
    for (const judge::CourseUnit& unit : course.units) line.evidence.push_back(unit.against[i]);
    if (course.units.front().against[i]) data.candidates.push_back(std::move(line));
  }
  if (data.candidates.size() < 2) return std::nullopt;
  RaceLine tie{"tie", {}, std::nullopt, Stand::kRacing};
  for (const judge::CourseUnit& unit : course.units) tie.evidence.push_back(unit.tie);
  if (course.units.back().tie) data.tie = std::move(tie);
  return race_figure(data);
}

std::optional<Figure> samples_figure_of(const CellView& cell) {
  SamplesFigure data;
  for (CandidateIndex i = 0; i < cell.record().candidates.size(); ++i)
    data.strips.push_back({cell.name(i), {}});
  Timeline timeline;
  std::uint32_t epoch = 0;
  std::uint32_t discarded_epoch = 0;
  for (const SlotView& view : slots_of(cell.record())) {
    if (view.try_number != cell.record().tries.size()) continue;
    const double begin = timeline.place(*view.slot);
    const double end = begin + seconds_of(*view.slot);
    if (view.epoch != epoch) data.epochs_s.push_back(begin);
    epoch = view.epoch;
    data.strips[view.slot->candidate].stretches.push_back({begin, end, &view.slot->durations_ns});
    const bool by_round = cell.record().rules.evidence == Evidence::kRound;
    if (view.is_void || (!view.epoch_complete && !by_round))
      add_discarded(view, begin, end, data, discarded_epoch);
  }
  std::erase_if(data.strips, [](const SampleStrip& strip) { return strip.stretches.empty(); });
  if (data.strips.empty()) return std::nullopt;
  return samples_figure(data);
}

}  // namespace bakeoff::report
