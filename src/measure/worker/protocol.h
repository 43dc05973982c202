#pragma once

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

/// What conductor and worker say to one another: one command, one reply, each a CBOR object in one packet of
/// a socket pair. Bulk data (inputs, outputs, stamps) lies in shared memory and never travels.
namespace bakeoff::measure::protocol {

/// The file descriptors a worker finds open when it starts.
enum Descriptor : int { kChannel = 3, kInputs = 4, kOutputs = 5, kStamps = 6 };

/// Most inferences a slot keeps.
inline constexpr std::size_t kMaxStamps = 65536;

/// Most bytes of one message: a command names every input and option of a model.
inline constexpr std::size_t kMaxMessage = 128U << 10U;

/// A dense tensor that lies in a shared region. Offsets are multiples of 64.
struct TensorPlace {
  std::string name;
  std::int32_t element_type = 1;
  std::vector<std::int64_t> dims;
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(TensorPlace, name, element_type, dims, offset, size)

/// Open the runtime, load the model, make a context on the given input sets.
struct LoadCommand {
  std::string adapter;
  std::string library_dir;
  std::string model_path;
  std::string form;
  std::string device;
  std::string precision;
  bool strict = false;
  int threads = 1;
  std::int64_t batch = 1;
  std::vector<std::pair<std::string, std::string>> options;
  std::vector<std::vector<TensorPlace>> sets;  ///< sets[s][i]: input i of set s, in the inputs region
  std::vector<std::string> outputs;            ///< names, in the model's order
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(LoadCommand, adapter, library_dir, model_path, form, device, precision,
                                   strict, threads, batch, options, sets, outputs)

struct LoadReply {
  std::string library_version;
  std::string library_path;
  std::uint64_t load_ns = 0;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(LoadReply, library_version, library_path, load_ns)

/// Run one input set once and copy its outputs to the outputs region, from its start.
struct OutputsCommand {
  std::size_t set = 0;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(OutputsCommand, set)

struct OutputsReply {
  std::uint64_t inference_ns = 0;
  std::vector<TensorPlace> outputs;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(OutputsReply, inference_ns, outputs)

/// Warm up until steady or out of patience (METHOD.md, "Warm-up"). What ran since the first inference counts.
struct WarmUpCommand {
  std::vector<std::uint64_t> durations_ns;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(WarmUpCommand, durations_ns)

struct WarmUpReply {
  std::uint32_t inferences = 0;
  bool steady = true;
  std::vector<std::pair<std::string, std::string>> facts;  ///< as the adapter gives them
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(WarmUpReply, inferences, steady, facts)

/// One untimed inference, then timed ones for `slot_ns`; their stamps go to the stamps region.
struct SlotCommand {
  std::uint64_t slot_ns = 0;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(SlotCommand, slot_ns)

struct SlotReply {
  std::uint64_t untimed_ns = 0;
  std::uint32_t inferences = 0;  ///< the region holds one stamp more: the start
  std::uint64_t cpu_ns = 0;      ///< of the process, all threads, while the timed inferences ran
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(SlotReply, untimed_ns, inferences, cpu_ns)

/// What one reading of the clock costs in this process.
struct ClockCostCommand {
  int reads = 0;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ClockCostCommand, reads)

struct ClockCostReply {
  double read_ns = 0;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ClockCostReply, read_ns)

/// The reply to any command that could not be done; the status is a word of bakeoff::Status.
struct Failure {
  std::string status;
  std::string reason;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Failure, status, reason)

/// The word that names each message in its envelope {"kind": word, "body": ...}.
template <typename Message>
inline constexpr const char* kKind = nullptr;
template <>
inline constexpr const char* kKind<LoadCommand> = "load";
template <>
inline constexpr const char* kKind<OutputsCommand> = "outputs";
template <>
inline constexpr const char* kKind<WarmUpCommand> = "warm-up";
template <>
inline constexpr const char* kKind<SlotCommand> = "slot";
template <>
inline constexpr const char* kKind<ClockCostCommand> = "clock-cost";
template <>
inline constexpr const char* kKind<LoadReply> = "loaded";
template <>
inline constexpr const char* kKind<OutputsReply> = "outputs-done";
template <>
inline constexpr const char* kKind<WarmUpReply> = "warm";
template <>
inline constexpr const char* kKind<SlotReply> = "slot-done";
template <>
inline constexpr const char* kKind<ClockCostReply> = "clock-cost-done";
template <>
inline constexpr const char* kKind<Failure> = "failure";

template <typename Message>
std::vector<std::uint8_t> encode(const Message& message) {
  return nlohmann::json::to_cbor(nlohmann::json{{"kind", kKind<Message>}, {"body", message}});
}

/// An envelope taken from bytes; a broken one has an empty kind.
struct Envelope {
  std::string kind;
  nlohmann::json body;

  template <typename Message>
  [[nodiscard]] bool holds() const {
    return kind == kKind<Message>;
  }
};

inline Envelope decode(const std::vector<std::uint8_t>& bytes) {
  const nlohmann::json whole = nlohmann::json::from_cbor(bytes, true, false);
  if (!whole.is_object() || !whole.contains("kind") || !whole["kind"].is_string()) return {};
  return {whole["kind"].get<std::string>(), whole.value("body", nlohmann::json())};
}

}  // namespace bakeoff::measure::protocol
