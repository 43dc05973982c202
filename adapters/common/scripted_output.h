#pragma once

#include <cstddef>
#include <cstdint>

namespace bakeoff::adapters {

/// What `null` and `fake` answer, whatever the model: one float32 output, "output", of shape
/// [batch, kScriptedWidth]. Every value depends on the input set, the item and the element, and is exact in
/// float32, so that a swapped set, item or element is found out.
constexpr const char* kScriptedOutputName = "output";
constexpr std::int64_t kScriptedWidth = 8;

/// Element `element` of item `item` for input set `set`: 100 set + element + item / 4.
constexpr float scripted_output(std::size_t set, std::int64_t item, std::int64_t element) {
  return static_cast<float>(set) * 100.0F + static_cast<float>(element) + static_cast<float>(item) * 0.25F;
}

}  // namespace bakeoff::adapters
