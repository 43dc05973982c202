// OpenVINO timed as an engineer would do it: plain-openvino LIBRARY MODEL THREADS. For models of one float
// input and one output.

#include <cstdlib>
#include <string>

#include "openvino/ov_api.h"
#include "plain/loop.h"

namespace {

using namespace bakeoff::adapters::ov;

// The two functions that the shared table lacks.
using GetInput = int(const ov_infer_request*, ov_tensor**);
using SetInput = int(ov_infer_request*, const ov_tensor*);

void serve(const char* path, const char* model, const char* threads) {
  const bakeoff::adapters::DynamicLibrary library(path);
  const OvApi api = bind_api(library);
  GetInput* get_input = nullptr;
  SetInput* set_input = nullptr;
  library.bind(get_input, "ov_infer_request_get_input_tensor");
  library.bind(set_input, "ov_infer_request_set_input_tensor");

  ov_core* core = nullptr;
  api.check(api.ov_core_create(&core));
  api.check(api.ov_core_set_property(core, "CPU", "INFERENCE_PRECISION_HINT", "f32"));
  api.check(api.ov_core_set_property(core, "CPU", "INFERENCE_NUM_THREADS", threads));
  ov_model* read = nullptr;
  api.check(api.ov_core_read_model(core, model, nullptr, &read));
  ov_compiled_model* compiled = nullptr;
  api.check(api.ov_core_compile_model(core, read, "CPU", 0, &compiled));
  api.ov_model_free(read);
  ov_infer_request* request = nullptr;
  api.check(api.ov_compiled_model_create_infer_request(compiled, &request));

  ov_tensor* own = nullptr;
  api.check(get_input(request, &own));
  int type = 0;
  ov_shape shape{};
  api.check(api.ov_tensor_get_element_type(own, &type));
  api.check(api.ov_tensor_get_shape(own, &shape));
  const std::size_t count = plain::element_count(shape.dims, shape.dims + shape.rank);
  std::vector<std::vector<float>> data;
  std::vector<ov_tensor*> inputs(plain::kInputs);
  for (std::size_t i = 0; i < plain::kInputs; ++i) {
    data.push_back(plain::random_input(count, i));
    api.check(api.ov_tensor_create_from_host_ptr(type, shape, data[i].data(), &inputs[i]));
  }

  plain::serve([&](std::size_t i) {
    api.check(set_input(request, inputs[i]));
    api.check(api.ov_infer_request_infer(request));
  });
}

}  // namespace

int main(int argc, char** argv) {
  return plain::run(argc, argv, "LIBRARY MODEL THREADS", [&] { serve(argv[1], argv[2], argv[3]); });
}
