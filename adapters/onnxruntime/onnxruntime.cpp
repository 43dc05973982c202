// ONNX Runtime through its C interface, one adapter for all versions from 1.19 on: the first whose wheel
// holds the C library.

#include <memory>
#include <string>

#include <bakeoff/adapter.h>

#include "common/dynamic_library.h"
#include "common/entries.h"
#include "common/failure.h"
#include "common/options.h"
#include "onnxruntime/context.h"
#include "onnxruntime/session.h"

struct bakeoff_library : bakeoff::adapters::ort::Library {};

struct bakeoff_session : bakeoff::adapters::ort::Session {
  using Session::Session;
};

struct bakeoff_context : bakeoff::adapters::ort::Context {
  using Context::Context;
};

namespace {

using bakeoff::adapters::DynamicLibrary;
using bakeoff::adapters::Failure;
using bakeoff::adapters::guarded;
namespace ort = bakeoff::adapters::ort;

const char* const kForms[] = {"onnx", nullptr};
const char* const kDevices[] = {"cpu", nullptr};
// The CPU provider has no kernels for bf16 (1.32): it is on the list so that the runtime itself says so.
const char* const kPrecisions[] = {"fp32", "fp16", "bf16", nullptr};

bakeoff_status open(const char* library_dir, bakeoff_library** library, bakeoff_library_info* info,
                    bakeoff_error* error) {
  return guarded(error, [&] {
    const DynamicLibrary file(bakeoff::adapters::find_library(library_dir, "libonnxruntime.so"));
    const ort::OrtApiBase* (*get_api_base)() = nullptr;
    file.bind(get_api_base, "OrtGetApiBase");
    auto made = std::make_unique<bakeoff_library>();
    made->version = get_api_base()->GetVersionString();
    const void* const* slots = get_api_base()->GetApi(ort::kApiVersion);
    if (slots == nullptr) {
      throw Failure(BAKEOFF_UNSUPPORTED, "ONNX Runtime " + made->version + " does not serve version " +
                                             std::to_string(ort::kApiVersion) + " of its C interface");
    }
    made->api = ort::bind_api(slots);
    file.describe(info, made->version);
    *library = made.release();
  });
}

bakeoff_status load(bakeoff_library* library, const bakeoff_load_request* request, bakeoff_session** session,
                    bakeoff_error* error) {
  return guarded(error, [&] {
    bakeoff::adapters::require_one_of("model form", request->form, kForms);
    bakeoff::adapters::require_one_of("device", request->device, kDevices);
    *session = std::make_unique<bakeoff_session>(*library, *request).release();
  });
}

bakeoff_status run(bakeoff_context* context, size_t set, bakeoff_error* error) {
  ort::OrtStatus* status = context->run(set);
  if (status == nullptr) return BAKEOFF_OK;
  return guarded(error, [&] { context->session().api().check(status); });
}

const bakeoff_adapter kAdapter = {BAKEOFF_ADAPTER_ABI,
                                  sizeof(bakeoff_adapter),
                                  "onnxruntime",
                                  "ONNX Runtime",
                                  kForms,
                                  kDevices,
                                  kPrecisions,
                                  ort::option_table(),
                                  open,
                                  load,
                                  bakeoff::adapters::create_context<bakeoff_session, bakeoff_context>,
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
