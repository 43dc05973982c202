#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "record/events.h"
#include "record/study_record.h"

namespace bakeoff::report {

/// One slot with its place in the cell and whether it counts.
struct SlotView {
  std::uint32_t try_number = 1;
  std::uint32_t attempt = 1;
  std::uint32_t epoch = 1;
  const SlotTimed* slot = nullptr;
  std::optional<Disturbance> disturbance;  ///< of the window it lies in; empty: that was never judged
  bool is_void = false;                    ///< disturbed, and voiding had not been given up
  bool epoch_complete = false;             ///< false: cut, its samples gave no evidence
};

/// Every slot of a cell in the order they were timed, all tries. The pointers live as long as the record.
std::vector<SlotView> slots_of(const CellRecord& cell);

}  // namespace bakeoff::report
