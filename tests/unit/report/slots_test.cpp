#include "report/slots.h"

#include <gtest/gtest.h>

namespace bakeoff::report {
namespace {

WindowJudged disturbed(std::uint32_t first_round, std::uint32_t last_round) {
  WindowJudged window;
  window.first_round = first_round;
  window.last_round = last_round;
  window.disturbance = Disturbance::kSteal;
  return window;
}

CellRecord one_round(const WindowJudged& window) {
  CellRecord cell;
  cell.candidates.resize(1);
  SlotTimed slot;
  slot.durations_ns = {1'000'000};
  cell.tries = {{EpochBegun{.order = {0}}, RoundBegun{.round = 1, .order = {0}}, slot, window}};
  return cell;
}

TEST(Slots, AreVoidWithTheirWindow) {
  const CellRecord cell = one_round(disturbed(1, 1));
  ASSERT_EQ(slots_of(cell).size(), 1U);
  EXPECT_TRUE(slots_of(cell)[0].is_void);
}

TEST(Slots, AWindowOfRoundsThatNeverBeganHasNoEffect) {
  // From a damaged file; taken at its word, the last would have four billion rounds.
  for (const WindowJudged& window :
       {disturbed(2, 2), disturbed(1, 2), disturbed(2, 1), disturbed(1, 4'000'000'000U)}) {
    const CellRecord cell = one_round(window);
    ASSERT_EQ(slots_of(cell).size(), 1U);
    EXPECT_FALSE(slots_of(cell)[0].is_void || slots_of(cell)[0].disturbance);
  }
}

}  // namespace
}  // namespace bakeoff::report
