#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "base/random.h"
#include "model/onnx/graph.h"

namespace bakeoff::model {

/// Raw float32 values: normal with variance 1, cut at +-2.5.
std::string normal_item(std::span<const std::int64_t> dims, Dice& dice);

/// The same for an image [..., height, width], or [..., height, width, channels] with 4 channels or fewer:
/// neighbours are alike, as in photographs. Independent pixels would average out to nearly the same scores
/// for every image.
std::string image_item(std::span<const std::int64_t> dims, Dice& dice);

/// Raw integers or bools of this type, evenly spread over [0, bound), cut to what the type holds.
std::string integer_item(ElementType type, std::span<const std::int64_t> dims, std::int64_t bound,
                         Dice& dice);

/// Raw ones of this type, as an attention mask has where every token counts.
std::string ones_item(ElementType type, std::span<const std::int64_t> dims);

/// Raw 0, 1, 2, ... along the last axis, each below `bound`, as positions in a sequence.
std::string counting_item(ElementType type, std::span<const std::int64_t> dims, std::int64_t bound);

}  // namespace bakeoff::model
