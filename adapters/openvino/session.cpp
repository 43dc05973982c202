#include "openvino/session.h"

#include <cstring>

#include "common/failure.h"
#include "common/options.h"

namespace bakeoff::adapters::ov {
namespace {

constexpr const char* kDevice = "CPU";
constexpr const char* kPrecisionKey = "INFERENCE_PRECISION_HINT";

const bakeoff_option_description kOptions[] = {
    {"performance-hint", "latency|throughput|none",
     "how the runtime divides the threads into streams (default none: nothing is set, as in the library)"},
    {"num-streams", "a number", "inferences that run at the same time, each on its share of the threads"},
    {"cpu-pinning", "0|1", "threads are bound to cores (the library's default: it decides, mostly 1)"},
    {nullptr, nullptr, nullptr}};

// The properties worth a line in a result: what was decided, not only what was asked.
struct FactProperty {
  const char* property;
  const char* fact;
};
constexpr FactProperty kFactProperties[] = {{kPrecisionKey, "inference_precision_hint"},
                                            {"INFERENCE_NUM_THREADS", "threads"},
                                            {"NUM_STREAMS", "num_streams"},
                                            {"ENABLE_CPU_PINNING", "cpu_pinning"},
                                            {"PERFORMANCE_HINT", "performance_hint"},
                                            {"EXECUTION_MODE_HINT", "execution_mode_hint"}};

struct PrecisionName {
  const char* ours;
  const char* openvino;
  int mantissa_bits;
};
constexpr PrecisionName kPrecisions[] = {{"fp32", "f32", 23}, {"fp16", "f16", 10}, {"bf16", "bf16", 7}};

const PrecisionName& precision_named(const char* ours) {
  for (const PrecisionName& precision : kPrecisions) {
    if (std::strcmp(precision.ours, ours) == 0) return precision;
  }
  throw Failure(BAKEOFF_UNSUPPORTED, "there is no precision '" + std::string(ours) + "'");
}

}  // namespace

const bakeoff_option_description* option_table() {
  return kOptions;
}

Session::Session(const Library& library, const bakeoff_load_request& request)
    : library_(library),
      core_(nullptr, library.api.ov_core_free),
      model_(nullptr, library.api.ov_compiled_model_free) {
  for (std::size_t i = 0; i < request.input_count; ++i) inputs_.emplace_back(request.inputs[i].name);
  // A core per load: properties set on it must not outlive the model, and its making is part of what a user's
  // load costs.
  ov_core* core = nullptr;
  api().check(api().ov_core_create(&core));
  core_.reset(core);
  configure(request);
  compile(request.model_path);
  read_facts();
  check_precision(request);
  check_inputs();
  read_outputs();
}

void Session::set(const char* key, const std::string& value) const {
  api().check(api().ov_core_set_property(core_.get(), kDevice, key, value.c_str()));
}

void Session::configure(const bakeoff_load_request& request) const {
  const Options options(request, kOptions);
  // Without this it computes in bf16 wherever the processor can, even for an fp32 model.
  set(kPrecisionKey, precision_named(request.precision).openvino);
  set("INFERENCE_NUM_THREADS", std::to_string(request.threads));

  const std::string hint = options.choice("performance-hint", {"latency", "throughput", "none"}, "none");
  if (hint == "latency") set("PERFORMANCE_HINT", "LATENCY");
  if (hint == "throughput") set("PERFORMANCE_HINT", "THROUGHPUT");
  if (options.has("num-streams")) {
    set("NUM_STREAMS", std::to_string(static_cast<int>(options.number("num-streams", 1, 1))));
  } else if (request.contexts > 1 && hint == "none") {
    // On the single stream of the default, requests of several contexts would only queue.
    set("NUM_STREAMS", std::to_string(request.contexts));
  }
  if (options.has("cpu-pinning")) set("ENABLE_CPU_PINNING", options.flag("cpu-pinning") ? "YES" : "NO");
}

void Session::compile(const char* model_path) {
  ov_model* read = nullptr;
  api().check(api().ov_core_read_model(core_.get(), model_path, nullptr, &read));
  const Owned<ov_model> owned(read, api().ov_model_free);
  ov_compiled_model* compiled = nullptr;
  api().check(api().ov_core_compile_model(core_.get(), read, kDevice, 0, &compiled));
  model_.reset(compiled);
}

void Session::read_facts() {
  facts_.emplace_back("build", library_.build);
  facts_.emplace_back("layout", "NCHW");
  for (const FactProperty& row : kFactProperties) {
    char* value = nullptr;
    if (api().ov_compiled_model_get_property(get(), row.property, &value) != 0)
      continue;  // not in this version
    facts_.emplace_back(row.fact, taken(api(), value));
    if (std::strcmp(row.property, kPrecisionKey) != 0) continue;
    for (const PrecisionName& precision : kPrecisions) {
      if (facts_.back().second == precision.openvino) executed_precision_ = precision.ours;
    }
  }
  if (!executed_precision_.empty()) facts_.emplace_back("executed_precision", executed_precision_);
}

void Session::check_precision(const bakeoff_load_request& request) const {
  const PrecisionName& asked = precision_named(request.precision);
  if (executed_precision_.empty()) {
    throw Failure(BAKEOFF_FAILED,
                  std::string(asked.ours) + " asked, and the runtime does not say what would run");
  }
  const PrecisionName& runs = precision_named(executed_precision_.c_str());
  if (runs.mantissa_bits < asked.mantissa_bits ||
      (request.strict != 0 && runs.mantissa_bits != asked.mantissa_bits)) {
    throw Failure(BAKEOFF_UNSUPPORTED, std::string(asked.ours) + " asked, " + runs.ours + " ran");
  }
  if (request.strict != 0 && asked.mantissa_bits < 23) {
    throw Failure(BAKEOFF_UNSUPPORTED, std::string("strict ") + asked.ours +
                                           ": layers without a kernel of that precision run in fp32");
  }
}

void Session::check_inputs() const {
  std::size_t count = 0;
  api().check(api().ov_compiled_model_inputs_size(get(), &count));
  if (count != inputs_.size()) {
    throw Failure(BAKEOFF_FAILED, "the model has " + std::to_string(count) + " inputs, and " +
                                      std::to_string(inputs_.size()) + " are given");
  }
  for (const std::string& input : inputs_) {
    ov_output_const_port* port = nullptr;
    api().check(api().ov_compiled_model_input_by_name(get(), input.c_str(), &port));
    api().ov_output_const_port_free(port);
  }
}

void Session::read_outputs() {
  std::size_t count = 0;
  api().check(api().ov_compiled_model_outputs_size(get(), &count));
  for (std::size_t i = 0; i < count; ++i) {
    ov_output_const_port* port = nullptr;
    api().check(api().ov_compiled_model_output_by_index(get(), i, &port));
    const Owned<ov_output_const_port> owned(port, api().ov_output_const_port_free);
    char* name = nullptr;
    api().check(api().ov_port_get_any_name(port, &name));
    outputs_.push_back(taken(api(), name));
    int type = 0;
    api().check(api().ov_port_get_element_type(port, &type));
    types().from_openvino(type, outputs_.back());
  }
}

}  // namespace bakeoff::adapters::ov
