#include <algorithm>

#include "base/units.h"
#include "judge/cell.h"
#include "report/cell_table.h"
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

std::optional<MarkedTime::Why> mark_of(const SlotView& slot, Evidence evidence) {
  if (slot.is_void) return MarkedTime::Why::kVoid;
  if (!slot.epoch_complete && evidence == Evidence::kProcess) return MarkedTime::Why::kCut;
  const bool disturbed = slot.disturbance.value_or(Disturbance::kNone) != Disturbance::kNone;
  return disturbed ? std::optional(MarkedTime::Why::kCounted) : std::nullopt;
}

std::string words_for(MarkedTime::Why why, const SlotView& slot) {
  const std::string epoch = "epoch " + std::to_string(slot.epoch);
  if (why == MarkedTime::Why::kCut) return epoch + " was cut short";
  const std::string cause(to_string(slot.disturbance.value_or(Disturbance::kNone)));
  return (why == MarkedTime::Why::kVoid ? "void in " : "counted, though disturbed in ") + epoch + ": " +
         cause;
}

// The marked times of slots that come in the order of time; one that continues the last is added to it.
class Marks {
 public:
  void add(MarkedTime::Why why, const SlotView& slot, double begin, double end) {
    std::string told = words_for(why, slot);
    const bool goes_on = !marked_.empty() && epoch_ == slot.epoch && marked_.back().told == told &&
                         begin - marked_.back().end_s < 1;
    epoch_ = slot.epoch;
    if (goes_on) {
      marked_.back().end_s = end;
    } else {
      marked_.push_back({begin, end, why, std::move(told)});
    }
  }
  std::vector<MarkedTime> take() { return std::move(marked_); }

 private:
  std::vector<MarkedTime> marked_;
  std::uint32_t epoch_ = 0;
};

}  // namespace

std::optional<Figure> race_figure_of(const CellView& cell) {
  if (cell.record().tries.empty() || cell.record().candidates.size() < 2) return std::nullopt;
  const judge::Course course = judge::race_of(cell.record()).course();
  if (course.units.empty()) return std::nullopt;
  RaceFigure data;
  data.unit = cell.unit();
  data.leaves_at = course.leaves_at;
  data.tie_needs = course.units.back().tie_needs;
  for (const CandidateIndex i : all_candidates(cell)) {
    RaceLine line;
    line.label = cell.name(i);
    line.hue = cell.hue(i);
    line.stand = stand_of(cell, i);
    if (line.stand == Stand::kOut || line.stand == Stand::kFault)
      line.left_after = cell.figures(i).left_after_unit;
    for (const judge::CourseUnit& unit : course.units) line.evidence.push_back(unit.against[i]);
    if (course.units.front().against[i]) data.candidates.push_back(std::move(line));
  }
  if (data.candidates.size() < 2) return std::nullopt;
  RaceLine tie;
  tie.label = "tie";
  for (const judge::CourseUnit& unit : course.units) tie.evidence.push_back(unit.tie);
  if (course.units.back().tie) data.tie = std::move(tie);
  return race_figure(data);
}

std::optional<Figure> samples_figure_of(const CellView& cell) {
  SamplesFigure data;
  std::vector<SampleStrip> strips(cell.record().candidates.size());
  Timeline timeline;
  Marks marks;
  std::uint32_t epoch = 0;
  for (const SlotView& view : slots_of(cell.record())) {
    if (view.try_number != cell.record().tries.size()) continue;
    const double begin = timeline.place(*view.slot);
    const double end = begin + seconds_of(*view.slot);
    if (view.epoch != epoch) data.epochs_s.push_back(begin);
    epoch = view.epoch;
    strips[view.slot->candidate].stretches.push_back({begin, end, &view.slot->durations_ns});
    if (const auto why = mark_of(view, cell.record().rules.evidence)) marks.add(*why, view, begin, end);
  }
  data.marked = marks.take();
  for (const CandidateIndex i : all_candidates(cell)) {
    if (strips[i].stretches.empty()) continue;
    data.strips.push_back({cell.name(i), cell.hue(i), std::move(strips[i].stretches)});
  }
  if (data.strips.empty()) return std::nullopt;
  return samples_figure(data);
}

}  // namespace bakeoff::report
