// OpenVINO through its C interface, one adapter for its versions; run with 2024.6 and 2026.4.

#include <memory>
#include <string>

#include <bakeoff/adapter.h>

#include "common/dynamic_library.h"
#include "common/entries.h"
#include "common/failure.h"
#include "common/options.h"
#include "openvino/context.h"
#include "openvino/session.h"

struct bakeoff_library : bakeoff::adapters::ov::Library {
  using Library::Library;
};

struct bakeoff_session : bakeoff::adapters::ov::Session {
  using Session::Session;
};

struct bakeoff_context : bakeoff::adapters::ov::Context {
  using Context::Context;
};

namespace {

using bakeoff::adapters::DynamicLibrary;
using bakeoff::adapters::guarded;
namespace ov = bakeoff::adapters::ov;

const char* const kForms[] = {"onnx", nullptr};
const char* const kDevices[] = {"cpu", nullptr};
const char* const kPrecisions[] = {"fp32", "bf16", "fp16", nullptr};

bakeoff_status open(const char* library_dir, bakeoff_library** library, bakeoff_library_info* info,
                    bakeoff_error* error) {
  return guarded(error, [&] {
    const DynamicLibrary file(bakeoff::adapters::find_library(library_dir, "libopenvino_c.so"));
    const ov::OvApi api = ov::bind_api(file);
    ov::ov_version version{};
    api.check(api.ov_get_openvino_version(&version));
    const std::string build = version.buildNumber;
    api.ov_version_free(&version);
    auto made = std::make_unique<bakeoff_library>(api, build);
    file.describe(info, build.substr(0, build.find('-')));  // 2026.4.1-22982-...
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
  const int status = context->run(set);
  if (status == 0) return BAKEOFF_OK;
  return guarded(error, [&] { context->session().api().check(status); });
}

const bakeoff_adapter kAdapter = {BAKEOFF_ADAPTER_ABI,
                                  sizeof(bakeoff_adapter),
                                  "openvino",
                                  "OpenVINO",
                                  kForms,
                                  kDevices,
                                  kPrecisions,
                                  ov::option_table(),
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
