#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "record/cell.h"
#include "record/status.h"

namespace bakeoff::measure {

/// Mantissa bits of the arithmetic that a word names: fp32 23, tf32 and fp16 10, bf16 7; nothing for other
/// words.
std::optional<int> mantissa_bits(std::string_view arithmetic);

/// Of what a runtime tells and what a probe measured, the one with fewer bits; where one is not known, the
/// other.
std::optional<std::string> coarser(const std::optional<std::string>& told,
                                   const std::optional<std::string>& probed);

/// Whether what ran is what the cell asks for: a precision is a floor on mantissa bits, with --strict it is
/// exact (DESIGN.md, "Vocabulary"). Right, or unsupported ("fp16 asked, bf16 ran"). What is not known is not
/// held against anybody.
Outcome hold_to_floor(const Cell& cell, const std::optional<std::string>& executed);

}  // namespace bakeoff::measure
