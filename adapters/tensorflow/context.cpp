#include "tensorflow/context.h"

#include <algorithm>

#include "common/failure.h"
#include "tensorflow/element_types.h"

namespace bakeoff::adapters::tf {

Context::Context(const Session& session, const bakeoff_tensor* sets, std::size_t set_count)
    : session_(session), status_(session.api()), outputs_(session.outputs().size(), nullptr) {
  const TfApi& api = session.api();
  const std::size_t input_count = session.inputs().size();
  for (std::size_t set = 0; set < set_count; ++set) {
    values_.emplace_back();
    for (std::size_t i = 0; i < input_count; ++i) {
      const bakeoff_tensor& input = sets[set * input_count + i];
      // Inputs are read-only for the runtime; its C interface has no way to say so. Memory that it does not
      // own it neither frees nor computes in place.
      const auto keep = [](void*, std::size_t, void*) {};
      TF_Tensor* tensor = api.TF_NewTensor(to_tensorflow(input.element_type), input.dims, input.rank,
                                           const_cast<void*>(input.data), input.size, keep, nullptr);
      if (tensor == nullptr) {
        throw Failure(BAKEOFF_FAILED,
                      "input '" + std::string(input.name) + "' has another size than its shape");
      }
      owned_.emplace_back(tensor, api.TF_DeleteTensor);
      values_.back().push_back(tensor);
    }
  }
}

void Context::outputs(bakeoff_tensor* tensors, std::size_t capacity, std::size_t* count) const {
  const TfApi& api = session_.api();
  *count = outputs_.size();
  for (std::size_t i = 0; i < std::min(*count, capacity); ++i) {
    const TF_Tensor* output = outputs_[i];
    const std::string& name = session_.output_names()[i];
    bakeoff_tensor described{};
    described.name = name.c_str();
    described.element_type = from_tensorflow(api.TF_TensorType(output), name);
    described.rank = api.TF_NumDims(output);
    if (described.rank > BAKEOFF_MAX_RANK) {
      throw Failure(BAKEOFF_UNSUPPORTED,
                    "output " + name + " has " + std::to_string(described.rank) + " dimensions");
    }
    for (int axis = 0; axis < described.rank; ++axis) described.dims[axis] = api.TF_Dim(output, axis);
    described.size = api.TF_TensorByteSize(output);
    described.data = api.TF_TensorData(output);
    tensors[i] = described;
  }
}

}  // namespace bakeoff::adapters::tf
