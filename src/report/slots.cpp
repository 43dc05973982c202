#include "report/slots.h"

#include "judge/race/voids.h"

namespace bakeoff::report {
namespace {

// Walks the events of one try; `first_of_epoch` is where the slots of the running epoch begin.
class Walk {
 public:
  Walk(const CellRecord& cell, std::uint32_t try_number, std::vector<SlotView>& slots)
      : try_number_(try_number), slots_(&slots), ledger_(cell.rules.voiding, cell.candidates.size()) {}

  void operator()(const EpochBegun& begun) {
    epoch_ = begun;
    first_of_epoch_ = slots_->size();
    begun_ = judged_ = 0;
  }
  void operator()(const RoundBegun&) { ++begun_; }
  void operator()(const SlotTimed& slot) {
    slots_->push_back({try_number_, epoch_.attempt, epoch_.epoch, &slot, std::nullopt, false, false});
  }
  void operator()(const WindowJudged& window) {
    // As in a race: a window of other rounds comes from a damaged file and has no effect.
    const bool follows = window.first_round == judged_ + 1 && window.last_round >= window.first_round;
    if (!follows || window.last_round > begun_) return;
    judged_ = window.last_round;
    const bool is_void = ledger_.judge(window, window.last_round - window.first_round + 1, {});
    for (std::size_t i = first_of_epoch_; i < slots_->size(); ++i) {
      SlotView& view = (*slots_)[i];
      const bool inside = view.slot->round >= window.first_round && view.slot->round <= window.last_round;
      if (!inside) continue;
      view.disturbance = window.disturbance;
      view.is_void = is_void;
    }
  }
  void operator()(const EpochEnded& ended) {
    for (std::size_t i = first_of_epoch_; i < slots_->size(); ++i) {
      (*slots_)[i].epoch_complete = ended.end == EpochEnd::kComplete;
    }
  }
  template <typename Other>
  void operator()(const Other&) {}

 private:
  std::uint32_t try_number_;
  std::vector<SlotView>* slots_;
  judge::VoidLedger ledger_;  // the one place that knows when voiding is given up
  EpochBegun epoch_;
  std::size_t first_of_epoch_ = 0;
  std::uint32_t begun_ = 0;  // rounds of the running epoch
  std::uint32_t judged_ = 0;
};

}  // namespace

std::vector<SlotView> slots_of(const CellRecord& cell) {
  std::vector<SlotView> slots;
  for (std::size_t i = 0; i < cell.tries.size(); ++i) {
    Walk walk(cell, static_cast<std::uint32_t>(i + 1), slots);
    for (const Event& event : cell.tries[i]) std::visit(walk, event);
  }
  return slots;
}

}  // namespace bakeoff::report
