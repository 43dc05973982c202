#include "onnxruntime/context.h"

#include <algorithm>
#include <new>

#include "common/failure.h"

namespace bakeoff::adapters::ort {
namespace {

constexpr std::size_t kAlignment = 64;  // as the runtime's own allocator gives

std::size_t rounded_up(std::size_t size) {
  return std::max(kAlignment, (size + kAlignment - 1) / kAlignment * kAlignment);
}

}  // namespace

Context::Context(const Session& session, const bakeoff_tensor* sets, std::size_t set_count)
    : session_(session) {
  const OrtApi& api = session.api();
  for (const Output& output : session.outputs()) {
    buffers_.emplace_back();
    output_values_.push_back(nullptr);
    if (!output.has_fixed_shape()) continue;
    buffers_.back().reset(std::aligned_alloc(kAlignment, rounded_up(output.size())));
    if (buffers_.back() == nullptr) throw std::bad_alloc();
    values_.push_back(wrap(buffers_.back().get(), output.size(), output.dims.data(), output.dims.size(),
                           output.element_type));
    output_values_.back() = values_.back().get();
  }

  const std::size_t input_count = session.inputs().size();
  for (std::size_t set = 0; set < set_count; ++set) {
    OrtIoBinding* binding = nullptr;
    api.check(api.CreateIoBinding(session.get(), &binding));
    bindings_.emplace_back(binding, api.ReleaseIoBinding);
    for (std::size_t i = 0; i < input_count; ++i) {
      const bakeoff_tensor& input = sets[set * input_count + i];
      // Inputs are read-only for the runtime; its C interface has no way to say so.
      values_.push_back(wrap(const_cast<void*>(input.data), input.size, input.dims,
                             static_cast<std::size_t>(input.rank), input.element_type));
      api.check(api.BindInput(binding, session.inputs()[i].c_str(), values_.back().get()));
    }
    bind_outputs(binding);
  }
}

Owned<OrtValue> Context::wrap(void* data, std::size_t size, const std::int64_t* dims, std::size_t rank,
                              int type) const {
  const OrtApi& api = session_.api();
  OrtValue* value = nullptr;
  api.check(api.CreateTensorWithDataAsOrtValue(session_.cpu_memory(), data, size, dims, rank, type, &value));
  return {value, api.ReleaseValue};
}

void Context::bind_outputs(OrtIoBinding* binding) const {
  const OrtApi& api = session_.api();
  for (std::size_t i = 0; i < output_values_.size(); ++i) {
    const char* name = session_.outputs()[i].name.c_str();
    if (output_values_[i] != nullptr) {
      api.check(api.BindOutput(binding, name, output_values_[i]));
    } else {
      api.check(api.BindOutputToDevice(binding, name, session_.cpu_memory()));
    }
  }
}

bakeoff_tensor Context::describe(const Output& declared, OrtValue* value) const {
  const OrtApi& api = session_.api();
  int is_tensor = 0;
  api.check(api.IsTensor(value, &is_tensor));
  if (is_tensor == 0) throw Failure(BAKEOFF_UNSUPPORTED, "output " + declared.name + " is not a tensor");

  OrtTensorTypeAndShapeInfo* shape = nullptr;
  api.check(api.GetTensorTypeAndShape(value, &shape));
  const Owned<OrtTensorTypeAndShapeInfo> owned(shape, api.ReleaseTensorTypeAndShapeInfo);
  Output actual = declared;
  std::size_t rank = 0;
  api.check(api.GetDimensionsCount(shape, &rank));
  if (rank > BAKEOFF_MAX_RANK) {
    throw Failure(BAKEOFF_UNSUPPORTED,
                  "output " + declared.name + " has " + std::to_string(rank) + " dimensions");
  }
  actual.dims.resize(rank);
  api.check(api.GetDimensions(shape, actual.dims.data(), rank));
  api.check(api.GetTensorElementType(shape, &actual.element_type));

  bakeoff_tensor tensor{};
  tensor.name = declared.name.c_str();
  tensor.element_type = actual.element_type;
  tensor.rank = static_cast<std::int32_t>(rank);
  std::copy(actual.dims.begin(), actual.dims.end(), tensor.dims);
  tensor.size = actual.size();
  void* data = nullptr;
  api.check(api.GetTensorMutableData(value, &data));
  tensor.data = data;
  return tensor;
}

void Context::outputs(bakeoff_tensor* tensors, std::size_t capacity, std::size_t* count) {
  const OrtApi& api = session_.api();
  OrtValue** values = nullptr;
  api.check(api.GetBoundOutputValues(bindings_[last_].get(), session_.allocator(), &values, count));
  last_values_.clear();
  for (std::size_t i = 0; i < *count; ++i) last_values_.emplace_back(values[i], api.ReleaseValue);
  api.check(api.AllocatorFree(session_.allocator(), values));
  for (std::size_t i = 0; i < std::min(*count, capacity); ++i) {
    tensors[i] = describe(session_.outputs()[i], last_values_[i].get());
  }
}

}  // namespace bakeoff::adapters::ort
