#include "openvino/context.h"

#include <algorithm>
#include <array>

#include "common/failure.h"

namespace bakeoff::adapters::ov {

Context::Context(const Session& session, const bakeoff_tensor* sets, std::size_t set_count)
    : session_(session) {
  const OvApi& api = session.api();
  const std::size_t input_count = session.inputs().size();
  for (std::size_t set = 0; set < set_count; ++set) {
    ov_infer_request* request = nullptr;
    api.check(api.ov_compiled_model_create_infer_request(session.get(), &request));
    requests_.emplace_back(request, api.ov_infer_request_free);
    for (std::size_t i = 0; i < input_count; ++i) {
      const bakeoff_tensor& input = sets[set * input_count + i];
      std::array<std::int64_t, BAKEOFF_MAX_RANK> dims{};
      std::copy(input.dims, input.dims + input.rank, dims.begin());
      ov_tensor* tensor = nullptr;
      // Inputs are read-only for the runtime; its C interface has no way to say so.
      api.check(api.ov_tensor_create_from_host_ptr(session.types().to_openvino(input.element_type),
                                                   ov_shape{input.rank, dims.data()},
                                                   const_cast<void*>(input.data), &tensor));
      inputs_.emplace_back(tensor, api.ov_tensor_free);
      api.check(api.ov_infer_request_set_tensor(request, session.inputs()[i].c_str(), tensor));
    }
  }
}

bakeoff_tensor Context::describe(const std::string& name, const ov_tensor* tensor) const {
  const OvApi& api = session_.api();
  bakeoff_tensor described{};
  described.name = name.c_str();
  int type = 0;
  api.check(api.ov_tensor_get_element_type(tensor, &type));
  described.element_type = session_.types().from_openvino(type, name);

  ov_shape shape{};
  api.check(api.ov_tensor_get_shape(tensor, &shape));
  const std::vector<std::int64_t> dims(shape.dims, shape.dims + shape.rank);
  api.ov_shape_free(&shape);
  if (dims.size() > BAKEOFF_MAX_RANK) {
    throw Failure(BAKEOFF_UNSUPPORTED,
                  "output " + name + " has " + std::to_string(dims.size()) + " dimensions");
  }
  described.rank = static_cast<std::int32_t>(dims.size());
  std::copy(dims.begin(), dims.end(), described.dims);

  api.check(api.ov_tensor_get_byte_size(tensor, &described.size));
  void* data = nullptr;
  if (described.size > 0) api.check(api.ov_tensor_data(tensor, &data));
  described.data = data;
  return described;
}

void Context::outputs(bakeoff_tensor* tensors, std::size_t capacity, std::size_t* count) {
  const OvApi& api = session_.api();
  *count = session_.outputs().size();
  last_outputs_.clear();
  for (std::size_t i = 0; i < std::min(*count, capacity); ++i) {
    ov_tensor* tensor = nullptr;
    api.check(api.ov_infer_request_get_output_tensor_by_index(requests_[last_].get(), i, &tensor));
    last_outputs_.emplace_back(tensor, api.ov_tensor_free);
    tensors[i] = describe(session_.outputs()[i], tensor);
  }
}

}  // namespace bakeoff::adapters::ov
