#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bakeoff::measure {

/// One output of one inference, copied out of the worker.
struct OutputTensor {
  std::string name;
  std::int32_t element_type = 1;  ///< as in adapter.h
  std::vector<std::int64_t> dims;
  std::vector<std::byte> data;  ///< row-major
};

/// outputs[s][o]: output o for input set s.
using Outputs = std::vector<std::vector<OutputTensor>>;

/// Gives a tensor whose axis i is axis axes[i] of the model's (LoweredTensor::axes) the model's order. One
/// whose rank or size is not what it says stays as it is: it is wrong, and the check will say so.
void undo_order(OutputTensor& tensor, const std::vector<std::size_t>& axes);

/// What makes outputs worthless by themselves, in words: none at all, NaN or infinity. Empty: nothing.
std::string defect_of(const Outputs& outputs);

/// max|a - b| / max|b| over all sets and outputs, the largest of them; outputs are matched by place, since
/// runtimes rename them. Infinite where counts, types or shapes differ, where integers differ, or where b is
/// zero and a is not.
double relative_error(const Outputs& a, const Outputs& b);

/// The outputs that null and fake are scripted to give.
Outputs scripted_outputs(std::size_t sets, std::int64_t batch);

}  // namespace bakeoff::measure
