// PyTorch through its C++ interface: built for each version against the headers of its own wheel, when that
// is installed (src/runtimes/adapter_build.h), and linked with its libtorch_cpu; run with 2.0.1 and 2.15.0.

#include <memory>
#include <string>
#include <vector>

#include <bakeoff/adapter.h>

#include "common/entries.h"
#include "common/failure.h"
#include "common/options.h"
#include "pytorch/model.h"
#include "pytorch/settings.h"

// There is only one: the library is linked.
struct bakeoff_library {};

struct bakeoff_session {
  explicit bakeoff_session(const bakeoff_load_request& request)
      : model(request.model_path, bakeoff::adapters::pytorch::read_settings(request)),
        input_count(request.input_count),
        outputs(request.outputs, request.outputs + request.output_count) {}

  auto facts() const { return model.facts(); }

  bakeoff::adapters::pytorch::Model model;
  std::size_t input_count;
  std::vector<std::string> outputs;
};

struct bakeoff_context : bakeoff::adapters::pytorch::Context {
  using Context::Context;
};

namespace {

using bakeoff::adapters::guarded;
namespace pytorch = bakeoff::adapters::pytorch;

const char* const kForms[] = {"torchscript", nullptr};
const char* const kDevices[] = {"cpu", nullptr};
const char* const kPrecisions[] = {"fp32", "bf16", "fp16", nullptr};

bakeoff_status open(const char* library_dir, bakeoff_library** library, bakeoff_library_info* info,
                    bakeoff_error* error) {
  return guarded(error, [&] {
    pytorch::describe_library(library_dir, info);
    *library = std::make_unique<bakeoff_library>().release();
  });
}

bakeoff_status load(bakeoff_library* /*library*/, const bakeoff_load_request* request,
                    bakeoff_session** session, bakeoff_error* error) {
  return guarded(error, [&] {
    bakeoff::adapters::require_one_of("model form", request->form, kForms);
    bakeoff::adapters::require_one_of("device", request->device, kDevices);
    bakeoff::adapters::require_one_of("precision", request->precision, kPrecisions);
    *session = std::make_unique<bakeoff_session>(*request).release();
  });
}

bakeoff_status context_create(bakeoff_session* session, const bakeoff_tensor* sets, size_t set_count,
                              bakeoff_context** context, bakeoff_error* error) {
  return guarded(error, [&] {
    *context = std::make_unique<bakeoff_context>(session->model, sets, set_count, session->input_count,
                                                 session->outputs)
                   .release();
  });
}

bakeoff_status run(bakeoff_context* context, size_t set, bakeoff_error* error) {
  return guarded(error, [&] { context->run(set); });
}

const bakeoff_adapter kAdapter = {BAKEOFF_ADAPTER_ABI,
                                  sizeof(bakeoff_adapter),
                                  "pytorch",
                                  "PyTorch",
                                  kForms,
                                  kDevices,
                                  kPrecisions,
                                  pytorch::option_table(),
                                  open,
                                  load,
                                  context_create,
                                  run,
                                  bakeoff::adapters::outputs_of<bakeoff_context>,
                                  bakeoff::adapters::facts_of<bakeoff_session>,
                                  bakeoff::adapters::destroy<bakeoff_context>,
                                  bakeoff::adapters::destroy<bakeoff_session>,
                                  bakeoff::adapters::destroy<bakeoff_library>};

}  // namespace

const bakeoff_adapter* bakeoff_adapter_get(void) {
  return &kAdapter;
}
