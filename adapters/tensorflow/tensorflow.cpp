// TensorFlow through its C interface, one adapter for its versions; run with 2.16 and 2.21.

#include <memory>
#include <string>

#include <bakeoff/adapter.h>

#include "common/dynamic_library.h"
#include "common/entries.h"
#include "common/failure.h"
#include "common/options.h"
#include "tensorflow/context.h"
#include "tensorflow/session.h"

struct bakeoff_library : bakeoff::adapters::tf::Library {};

struct bakeoff_session : bakeoff::adapters::tf::Session {
  using Session::Session;
};

struct bakeoff_context : bakeoff::adapters::tf::Context {
  using Context::Context;
};

namespace {

using bakeoff::adapters::DynamicLibrary;
using bakeoff::adapters::guarded;
namespace tf = bakeoff::adapters::tf;

const char* const kForms[] = {"graphdef", nullptr};
const char* const kDevices[] = {"cpu", nullptr};
const char* const kPrecisions[] = {"fp32", "bf16", "fp16", nullptr};

bakeoff_status open(const char* library_dir, bakeoff_library** library, bakeoff_library_info* info,
                    bakeoff_error* error) {
  return guarded(error, [&] {
    // The first is what the second needs, from beside it and not from the loader's path.
    const DynamicLibrary framework(
        bakeoff::adapters::find_library(library_dir, "libtensorflow_framework.so"));
    const DynamicLibrary file(bakeoff::adapters::find_library(library_dir, "libtensorflow_cc.so"));
    auto made = std::make_unique<bakeoff_library>();
    made->api = tf::bind_api(file);
    made->version = made->api.TF_Version();
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
  if (context->run(set)) return BAKEOFF_OK;
  return guarded(error, [&] { context->status().check(); });
}

const bakeoff_adapter kAdapter = {BAKEOFF_ADAPTER_ABI,
                                  sizeof(bakeoff_adapter),
                                  "tensorflow",
                                  "TensorFlow",
                                  kForms,
                                  kDevices,
                                  kPrecisions,
                                  tf::option_table(),
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
