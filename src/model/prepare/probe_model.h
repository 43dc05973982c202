#pragma once

#include <cstdint>
#include <filesystem>

#include "base/error.h"
#include "model/onnx/graph.h"
#include "model/prepare/prepared.h"

namespace bakeoff::model {

/// The numbers that tell arithmetics apart (DESIGN.md, "Precision probe"): bf16 takes the first two for 1,
/// fp16 and TF32 the second, and fp16 the third for infinity.
inline constexpr float kLostInBf16 = 1.0F + 0x1p-9F;
inline constexpr float kLostInFp16 = 1.0F + 0x1p-12F;
inline constexpr float kPastFp16 = 70000.0F;

/// A convolution and a matrix product whose outputs show what became of those numbers:
///   output "conv" [1, 64, 14, 14]: channel c, and output "matmul" [64, 64]: column c,
///   in set 0: channel 0 is kLostInBf16 - 1, channel 1 is kLostInFp16 - 1, the others are 0;
///   in set 1: channel 0 is kPastFp16.
/// Wide enough that runtimes use the kernels of real networks. In the cache like any prepared model.
Result<PreparedModel> prepare_probe(const std::filesystem::path& cache);

}  // namespace bakeoff::model
