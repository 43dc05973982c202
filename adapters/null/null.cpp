// The cheapest possible runtime: what is timed with it is the harness alone.

#include <memory>
#include <vector>

#include <bakeoff/adapter.h>

#include "common/entries.h"
#include "common/failure.h"
#include "common/options.h"
#include "common/scripted_output.h"

struct bakeoff_library {};

struct bakeoff_session {
  int64_t batch;
};

struct bakeoff_context {
  std::vector<bakeoff_tensor> outputs;     // one a set
  std::vector<std::vector<float>> values;  // their data
  size_t last;
};

namespace {

using bakeoff::adapters::guarded;
using bakeoff::adapters::kScriptedWidth;

const char* const kForms[] = {"onnx", nullptr};
const char* const kDevices[] = {"cpu", nullptr};
const char* const kPrecisions[] = {"fp32", "fp16", "bf16", nullptr};
const bakeoff_option_description kOptions[] = {{nullptr, nullptr, nullptr}};

bakeoff_status open(const char*, bakeoff_library** library, bakeoff_library_info* info,
                    bakeoff_error* error) {
  return guarded(error, [&] {
    *library = std::make_unique<bakeoff_library>().release();
    *info = {};
    std::snprintf(info->version, sizeof info->version, "1");
  });
}

bakeoff_status load(bakeoff_library*, const bakeoff_load_request* request, bakeoff_session** session,
                    bakeoff_error* error) {
  return guarded(error, [&] {
    const bakeoff::adapters::Options options(*request, kOptions);
    *session = std::make_unique<bakeoff_session>(bakeoff_session{request->batch}).release();
  });
}

bakeoff_status context_create(bakeoff_session* session, const bakeoff_tensor*, size_t set_count,
                              bakeoff_context** context, bakeoff_error* error) {
  return guarded(error, [&] {
    auto made = std::make_unique<bakeoff_context>();
    for (size_t set = 0; set < set_count; ++set) {
      std::vector<float>& values = made->values.emplace_back();
      for (int64_t item = 0; item < session->batch; ++item) {
        for (int64_t element = 0; element < kScriptedWidth; ++element) {
          values.push_back(bakeoff::adapters::scripted_output(set, item, element));
        }
      }
      bakeoff_tensor output{};
      output.name = bakeoff::adapters::kScriptedOutputName;
      output.element_type = BAKEOFF_FLOAT32;
      output.rank = 2;
      output.dims[0] = session->batch;
      output.dims[1] = kScriptedWidth;
      output.data = values.data();
      output.size = values.size() * sizeof(float);
      made->outputs.push_back(output);
    }
    *context = made.release();
  });
}

bakeoff_status run(bakeoff_context* context, size_t set, bakeoff_error*) {
  context->last = set;
  return BAKEOFF_OK;
}

bakeoff_status outputs(bakeoff_context* context, bakeoff_tensor* tensors, size_t capacity, size_t* count,
                       bakeoff_error*) {
  *count = 1;
  if (capacity > 0) tensors[0] = context->outputs[context->last];
  return BAKEOFF_OK;
}

void facts(bakeoff_session*, bakeoff_fact_sink sink, void* user) {
  sink(user, "layout", "NCHW");
}

const bakeoff_adapter kAdapter = {BAKEOFF_ADAPTER_ABI,
                                  sizeof(bakeoff_adapter),
                                  "null",
                                  "Null",
                                  kForms,
                                  kDevices,
                                  kPrecisions,
                                  kOptions,
                                  open,
                                  load,
                                  context_create,
                                  run,
                                  outputs,
                                  facts,
                                  bakeoff::adapters::destroy<bakeoff_context>,
                                  bakeoff::adapters::destroy<bakeoff_session>,
                                  bakeoff::adapters::destroy<bakeoff_library>};

}  // namespace

const bakeoff_adapter* bakeoff_adapter_get(void) {
  return &kAdapter;
}
