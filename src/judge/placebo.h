#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "record/result.h"
#include "record/study_record.h"

namespace bakeoff::judge {

/// The race of a cell's winner (where there is none, of its leader) against a copy of itself, on the cell's
/// terms but for its gap alone: as many units as the cell's last try has, at least 7 (METHOD.md, placebo).
/// `place` is the cell's place in the study; `number` tells apart the placebos of one cell, whose dice must
/// not be the same. Empty where nobody leads.
std::optional<CellRecord> placebo_of(const CellRecord& cell, std::size_t place, const CellResult& result,
                                     std::uint64_t number);

/// What a placebo has shown; empty where it was interrupted or has no unit.
std::optional<PlaceboResult> placebo_result(const CellRecord& placebo);

/// What the last placebo after the last try of the cell at `place` has shown; empty where none ran to its
/// end, be that the budget's.
std::optional<PlaceboResult> latest_placebo(std::span<const CellRecord> cells, std::size_t place);

}  // namespace bakeoff::judge
