#include "tensorflow/session.h"

#include <cstdlib>
#include <cstring>

#include "common/failure.h"

namespace bakeoff::adapters::tf {
namespace {

const bakeoff_option_description kOptions[] = {
    {"xla", "0|1", "clusters of operators are compiled by XLA (default 0)"},
    {"inter-threads", "a number", "operators that run at the same time (default 1: one after the other)"},
    {nullptr, nullptr, nullptr}};

// Fields of ConfigProto (tensorflow/core/protobuf/config.proto), all varints here.
constexpr char kIntraThreads = 2;
constexpr char kInterThreads = 5;

void append_varint_field(std::string& proto, char field, unsigned value) {
  proto += static_cast<char>(field << 3);
  for (; value >= 0x80U; value >>= 7U) proto += static_cast<char>((value & 0x7fU) | 0x80U);
  proto += static_cast<char>(value);
}

struct PrecisionName {
  const char* name;
  int mantissa_bits;
};
constexpr PrecisionName kPrecisions[] = {{"fp32", 23}, {"fp16", 10}, {"bf16", 7}};

const char* name_of(int mantissa_bits) {
  for (const PrecisionName& precision : kPrecisions) {
    if (precision.mantissa_bits == mantissa_bits) return precision.name;
  }
  return "integers";
}

int bits_of(const char* name) {
  for (const PrecisionName& precision : kPrecisions) {
    if (std::strcmp(precision.name, name) == 0) return precision.mantissa_bits;
  }
  throw Failure(BAKEOFF_UNSUPPORTED, "there is no precision '" + std::string(name) + "'");
}

// What the library has read when it was loaded.
std::string from_environment(const char* variable) {
  const char* const value = std::getenv(variable);
  return value == nullptr ? "the library decides" : value;
}

}  // namespace

const bakeoff_option_description* option_table() {
  return kOptions;
}

Session::Session(const Library& library, const bakeoff_load_request& request)
    : library_(library), graph_(library.api, request.model_path) {
  const Options options(request, kOptions);
  facts_.emplace_back("version", library.version);
  facts_.emplace_back("layout", "NHWC");
  check_precision(request);
  bind(request);
  start(request, options);
}

Session::~Session() {
  const Status status(api());
  api().TF_CloseSession(session_, status.get());
  api().TF_DeleteSession(session_, status.get());
}

// The types in the graph are what runs: TensorFlow changes them only where automatic mixed precision is
// switched on, which it never is here.
void Session::check_precision(const bakeoff_load_request& request) {
  const int asked = bits_of(request.precision);
  const Graph::Mantissa runs = graph_.mantissa();
  if (runs.fewest == 0) return;
  if (runs.fewest < asked || (request.strict != 0 && (runs.fewest != asked || runs.most != asked))) {
    throw Failure(BAKEOFF_UNSUPPORTED, std::string(request.precision) + " asked, " + name_of(runs.fewest) +
                                           (runs.most == runs.fewest ? "" : " and more bits") +
                                           " in the model");
  }
  facts_.emplace_back("executed_precision", name_of(runs.fewest));
}

void Session::bind(const bakeoff_load_request& request) {
  for (std::size_t i = 0; i < request.input_count; ++i) inputs_.push_back(graph_.input(request.inputs[i]));
  graph_.check_all_fed(request.inputs, request.input_count);
  for (std::size_t i = 0; i < request.output_count; ++i) {
    output_names_.emplace_back(request.outputs[i]);
    outputs_.push_back(graph_.output(output_names_.back()));
  }
}

void Session::start(const bakeoff_load_request& request, const Options& options) {
  // Operators of a network mostly wait for one another, and two thread pools of the size of the budget would
  // not keep to it.
  const auto inter = static_cast<unsigned>(options.number("inter-threads", 1, 1));
  std::string config;
  append_varint_field(config, kIntraThreads, static_cast<unsigned>(request.threads));
  append_varint_field(config, kInterThreads, inter);

  const Owned<TF_SessionOptions> settings(api().TF_NewSessionOptions(), api().TF_DeleteSessionOptions);
  const Status status(api());
  api().TF_SetConfig(settings.get(), config.data(), config.size(), status.get());
  status.check();
  if (options.flag("xla")) {
    api().TF_EnableXLACompilation(settings.get(), 1);
    api().TF_SetTfXlaCpuGlobalJit(1);
    api().TF_SetXlaMinClusterSize(1);
  }
  session_ = api().TF_NewSession(graph_.get(), settings.get(), status.get());
  status.check();
  facts_.emplace_back("threads", std::to_string(request.threads));
  facts_.emplace_back("inter_threads", std::to_string(inter));
  facts_.emplace_back("xla", options.flag("xla") ? "1" : "0");
  facts_.emplace_back("onednn", from_environment("TF_ENABLE_ONEDNN_OPTS"));
}

}  // namespace bakeoff::adapters::tf
