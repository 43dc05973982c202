#include "measure/worker/loaded_model.h"

#include <dlfcn.h>

#include <algorithm>
#include <cstring>

#include "measure/worker/environment_options.h"
#include "measure/worker/sampling_loop.h"

namespace bakeoff::measure {
namespace {

using AdapterGet = const bakeoff_adapter* (*)();

constexpr std::size_t kMostOutputs = 1U << 16U;

bool lists(const char* const* words, const std::string& word) {
  for (; *words != nullptr; ++words) {
    if (word == *words) return true;
  }
  return false;
}

Attempt<void> check_request(const bakeoff_adapter& adapter, const protocol::LoadCommand& command) {
  const auto refuse = [&](const std::string& what) {
    return tl::unexpected(Outcome{Status::kUnsupported, std::string(adapter.title) + " has no " + what});
  };
  if (!lists(adapter.forms, command.form)) return refuse("model form '" + command.form + "'");
  if (!lists(adapter.devices, command.device)) return refuse("device '" + command.device + "'");
  if (!lists(adapter.precisions, command.precision)) return refuse("precision '" + command.precision + "'");
  return {};
}

bakeoff_tensor tensor_at(const protocol::TensorPlace& place, std::span<std::byte> inputs) {
  bakeoff_tensor tensor{};
  tensor.name = place.name.c_str();
  tensor.element_type = place.element_type;
  tensor.rank = static_cast<std::int32_t>(std::min<std::size_t>(place.dims.size(), BAKEOFF_MAX_RANK));
  std::copy_n(place.dims.begin(), tensor.rank, tensor.dims);
  tensor.data = inputs.data() + place.offset;
  tensor.size = place.size;
  return tensor;
}

}  // namespace

Attempt<const bakeoff_adapter*> open_adapter(const std::string& path) {
  void* const handle = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) {
    return tl::unexpected(
        Outcome{Status::kCrashed, std::string("the adapter cannot be loaded: ") + dlerror()});
  }
  const auto get = reinterpret_cast<AdapterGet>(dlsym(handle, "bakeoff_adapter_get"));
  const bakeoff_adapter* const adapter = get == nullptr ? nullptr : get();
  if (adapter == nullptr) {
    return tl::unexpected(
        Outcome{Status::kCrashed, path + " exports no bakeoff_adapter_get: not an adapter"});
  }
  if (adapter->abi != BAKEOFF_ADAPTER_ABI || adapter->struct_size < sizeof(bakeoff_adapter)) {
    return tl::unexpected(
        Outcome{Status::kUnsupported, path + " was built for interface " + std::to_string(adapter->abi) +
                                          ", this bakeoff has " + std::to_string(BAKEOFF_ADAPTER_ABI) +
                                          ": rebuild it"});
  }
  return adapter;
}

Outcome outcome_of(bakeoff_status status, const bakeoff_error& error) {
  const std::string reason(error.message, strnlen(error.message, sizeof error.message));
  switch (status) {
    case BAKEOFF_OK:
      return {};
    case BAKEOFF_UNSUPPORTED:
      return {Status::kUnsupported, reason};
    case BAKEOFF_NO_DEVICE:
      return {Status::kNoDevice, reason};
    case BAKEOFF_OUT_OF_MEMORY:
      return {Status::kOutOfMemory, reason};
    case BAKEOFF_FAILED:
      break;
  }
  return {Status::kCrashed, reason.empty() ? "the runtime failed without a reason" : reason};
}

Attempt<LoadedModel> LoadedModel::load(const protocol::LoadCommand& command, std::span<std::byte> inputs) {
  const auto adapter = open_adapter(command.adapter);
  if (!adapter) return tl::unexpected(adapter.error());
  LoadedModel model;
  model.adapter_ = *adapter;
  if (const auto checked = check_request(**adapter, command); !checked)
    return tl::unexpected(checked.error());

  const auto adapter_options = set_environment(command.options);
  if (!adapter_options) return tl::unexpected(adapter_options.error());

  bakeoff_error error{};
  bakeoff_library* library = nullptr;
  bakeoff_library_info info{};
  if (const auto status = model.adapter_->open(command.library_dir.c_str(), &library, &info, &error);
      status != BAKEOFF_OK) {
    return tl::unexpected(outcome_of(status, error));
  }
  model.reply_.library_version = info.version;
  model.reply_.library_path = info.path;

  std::vector<bakeoff_option> options;
  for (const auto& [key, value] : *adapter_options) options.push_back({key.c_str(), value.c_str()});
  std::vector<bakeoff_tensor> sets;
  for (const auto& set : command.sets) {
    for (const auto& place : set) sets.push_back(tensor_at(place, inputs));
  }
  model.set_count_ = command.sets.size();
  const std::size_t input_count = model.set_count_ == 0 ? 0 : command.sets.front().size();
  std::vector<bakeoff_tensor> signature(sets.begin(),
                                        sets.begin() + static_cast<std::ptrdiff_t>(input_count));
  for (auto& tensor : signature) tensor.data = nullptr;

  std::vector<const char*> outputs;
  for (const std::string& name : command.outputs) outputs.push_back(name.c_str());

  bakeoff_load_request request{};
  request.struct_size = sizeof request;
  request.model_path = command.model_path.c_str();
  request.form = command.form.c_str();
  request.device = command.device.c_str();
  request.precision = command.precision.c_str();
  request.strict = command.strict ? 1 : 0;
  request.threads = command.threads;
  request.contexts = 1;
  request.batch = command.batch;
  request.options = options.data();
  request.option_count = options.size();
  request.inputs = signature.data();
  request.input_count = input_count;
  request.outputs = outputs.data();
  request.output_count = outputs.size();

  const std::uint64_t begin = monotonic_ns();
  if (const auto status = model.adapter_->load(library, &request, &model.session_, &error);
      status != BAKEOFF_OK) {
    return tl::unexpected(outcome_of(status, error));
  }
  model.reply_.load_ns = monotonic_ns() - begin;
  if (const auto status = model.adapter_->context_create(model.session_, sets.data(), model.set_count_,
                                                         &model.context_, &error);
      status != BAKEOFF_OK) {
    return tl::unexpected(outcome_of(status, error));
  }
  return model;
}

Attempt<std::uint64_t> LoadedModel::run(std::size_t set) {
  bakeoff_error error{};
  const std::uint64_t begin = monotonic_ns();
  const bakeoff_status status = adapter_->run(context_, set, &error);
  const std::uint64_t end = monotonic_ns();
  if (status != BAKEOFF_OK) return tl::unexpected(outcome_of(status, error));
  return end - begin;
}

Attempt<std::vector<bakeoff_tensor>> LoadedModel::outputs() {
  bakeoff_error error{};
  std::size_t count = 0;
  std::vector<bakeoff_tensor> tensors(16);
  for (;;) {
    if (const auto status = adapter_->outputs(context_, tensors.data(), tensors.size(), &count, &error);
        status != BAKEOFF_OK) {
      return tl::unexpected(outcome_of(status, error));
    }
    if (count > kMostOutputs) {
      return tl::unexpected(
          Outcome{Status::kCrashed, "the adapter gives " + std::to_string(count) + " outputs"});
    }
    const bool whole = count <= tensors.size();
    tensors.resize(count);
    if (whole) return tensors;
  }
}

std::vector<std::pair<std::string, std::string>> LoadedModel::facts() {
  std::vector<std::pair<std::string, std::string>> facts;
  adapter_->facts(
      session_,
      [](void* user, const char* key, const char* value) {
        static_cast<decltype(facts)*>(user)->emplace_back(key, value);
      },
      &facts);
  return facts;
}

}  // namespace bakeoff::measure
