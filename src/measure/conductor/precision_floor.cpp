#include "measure/conductor/precision_floor.h"

#include <array>
#include <utility>

namespace bakeoff::measure {
namespace {

constexpr std::array<std::pair<std::string_view, int>, 4> kBits{
    {{"fp32", 23}, {"tf32", 10}, {"fp16", 10}, {"bf16", 7}}};

}  // namespace

std::optional<int> mantissa_bits(std::string_view arithmetic) {
  for (const auto& [word, bits] : kBits) {
    if (word == arithmetic) return bits;
  }
  return std::nullopt;
}

std::optional<std::string> coarser(const std::optional<std::string>& told,
                                   const std::optional<std::string>& probed) {
  if (!told || !mantissa_bits(*told)) return probed ? probed : told;
  if (!probed || !mantissa_bits(*probed)) return told;
  return *mantissa_bits(*probed) < *mantissa_bits(*told) ? probed : told;
}

Outcome hold_to_floor(const Cell& cell, const std::optional<std::string>& executed) {
  const std::optional<int> ran = executed ? mantissa_bits(*executed) : std::nullopt;
  if (!ran) return {Status::kRight, ""};
  const std::string asked(to_string(cell.precision));
  const bool exact = *executed == asked;
  if (exact || (!cell.strict && *ran >= *mantissa_bits(asked))) return {Status::kRight, ""};
  return {Status::kUnsupported, (cell.strict ? "strict " : "") + asked + " asked, " + *executed + " ran"};
}

}  // namespace bakeoff::measure
