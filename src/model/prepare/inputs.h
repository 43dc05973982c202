#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/error.h"
#include "model/onnx/graph.h"
#include "model/prepare/prepared.h"

namespace bakeoff::model {

/// The inputs of a graph whose batch is fixed. Errors: kUnsupported naming the input, for element types other
/// than float32, integers and bool, and for axes of unknown size.
Result<std::vector<InputSpec>> input_specs(const Graph& graph);

struct InputPlan {
  int batch = 1;
  int sets = 1;  ///< distinct inputs in rotation
  std::uint64_t seed = 0;
};

/// sets[s][i]: raw bytes of input i in set s; no two are alike, where type and shape leave room. Floats are
/// normal with variance 1, cut at +-2.5 as normalised images are; an input of rank 4 is an image in detail
/// too, with large areas and fine grain. Integers lie below the smallest table they select from, else below 2
/// (uint8: 256, a pixel). What is named like a transformer's attention mask (attention_mask, input_mask) is 1
/// everywhere, position ids (position_ids) count from 0. An item is the same in every batch size; batches
/// past a few items tile and permute them.
std::vector<std::vector<std::string>> make_inputs(const Graph& graph, const std::vector<InputSpec>& inputs,
                                                  const InputPlan& plan);

}  // namespace bakeoff::model
