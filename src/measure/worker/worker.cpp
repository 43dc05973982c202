#include "measure/worker/worker.h"

#include <sys/resource.h>

#include <algorithm>
#include <cstring>
#include <ctime>
#include <exception>
#include <new>
#include <optional>

#include "measure/worker/channel.h"
#include "measure/worker/loaded_model.h"
#include "measure/worker/output_tensors.h"
#include "measure/worker/protocol.h"
#include "measure/worker/sampling_loop.h"
#include "measure/worker/shared_memory.h"
#include "measure/worker/warm_up.h"

namespace bakeoff::measure {
namespace {

using protocol::Envelope;
using Packet = std::vector<std::uint8_t>;

std::uint64_t process_cpu_ns() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<std::uint64_t>(time.tv_sec) * 1'000'000'000U + static_cast<std::uint64_t>(time.tv_nsec);
}

// What the conductor allows this process.
std::uint64_t memory_limit() {
  rlimit limit{};
  return getrlimit(RLIMIT_DATA, &limit) == 0 ? limit.rlim_cur : RLIM_INFINITY;
}

Packet failure(const Outcome& outcome) {
  return protocol::encode(protocol::Failure{std::string(to_string(outcome.status)), outcome.reason});
}

class Worker {
 public:
  Worker(SharedMemory inputs, SharedMemory outputs, SharedMemory stamps)
      : inputs_(std::move(inputs)), outputs_(std::move(outputs)), stamps_(std::move(stamps)) {}

  Packet answer(const Envelope& command) {
    if (command.holds<protocol::LoadCommand>()) return load(command.body.get<protocol::LoadCommand>());
    if (command.holds<protocol::ClockCostCommand>()) {
      return clock_cost(command.body.get<protocol::ClockCostCommand>());
    }
    if (!model_) return failure({Status::kCrashed, "a command came before a model was loaded"});
    if (command.holds<protocol::OutputsCommand>())
      return outputs(command.body.get<protocol::OutputsCommand>());
    if (command.holds<protocol::WarmUpCommand>()) return warm_up(command.body.get<protocol::WarmUpCommand>());
    if (command.holds<protocol::SlotCommand>()) return slot(command.body.get<protocol::SlotCommand>());
    return failure({Status::kCrashed, "unknown command '" + command.kind + "'"});
  }

 private:
  Packet load(const protocol::LoadCommand& command) {
    places_ = command;  // the names live as long as the tensors that point at them
    auto model = LoadedModel::load(places_, inputs_.bytes());
    if (!model) return failure(model.error());
    model_ = std::move(*model);
    return protocol::encode(model_->reply());
  }

  Packet outputs(const protocol::OutputsCommand& command) {
    const auto duration = model_->run(command.set);
    if (!duration) return failure(duration.error());
    const auto tensors = model_->outputs();
    if (!tensors) return failure(tensors.error());
    if (const auto checked = check_tensors(*tensors, memory_limit()); !checked)
      return failure(checked.error());
    protocol::OutputsReply reply;
    reply.inference_ns = *duration;
    std::size_t end = 0;
    for (const bakeoff_tensor& tensor : *tensors) {
      constexpr std::size_t kAlignment = 64;
      const std::size_t offset = (end + kAlignment - 1) / kAlignment * kAlignment;
      end = offset + tensor.size;
      reply.outputs.push_back({tensor.name, tensor.element_type,
                               std::vector<std::int64_t>(tensor.dims, tensor.dims + tensor.rank), offset,
                               tensor.size});
    }
    if (const auto grown = outputs_.grow(protocol::kOutputs, end); !grown) {
      return failure({Status::kOutOfMemory, grown.error().what});
    }
    for (std::size_t i = 0; i < tensors->size(); ++i) {
      const bakeoff_tensor& tensor = (*tensors)[i];
      if (tensor.size > 0)
        std::memcpy(outputs_.bytes().data() + reply.outputs[i].offset, tensor.data, tensor.size);
    }
    return protocol::encode(reply);
  }

  Packet warm_up(const protocol::WarmUpCommand& command) {
    WarmUp warm_up;
    for (const std::uint64_t duration : command.durations_ns) warm_up.add(duration);
    while (!warm_up.done()) {
      const auto duration = model_->run(warm_up.inferences() % model_->set_count());
      if (!duration) return failure(duration.error());
      warm_up.add(*duration);
    }
    return protocol::encode(protocol::WarmUpReply{static_cast<std::uint32_t>(warm_up.inferences()),
                                                  warm_up.steady(), model_->facts()});
  }

  Packet slot(const protocol::SlotCommand& command) {
    const std::span<std::uint64_t> stamps(reinterpret_cast<std::uint64_t*>(stamps_.bytes().data()),
                                          stamps_.bytes().size() / sizeof(std::uint64_t));
    std::fill(stamps.begin(), stamps.end(), 0);  // in the caches and mapped before the first inference
    const auto untimed = model_->run(next_set_);
    if (!untimed) return failure(untimed.error());
    next_set_ = (next_set_ + 1) % model_->set_count();
    bakeoff_error error{};
    const std::uint64_t cpu_before = process_cpu_ns();
    const SlotSamples samples = run_slot(model_->adapter(), model_->context(), {.slot_ns = command.slot_ns},
                                         model_->set_count(), next_set_, stamps, error);
    const std::uint64_t cpu_after = process_cpu_ns();
    if (samples.status != BAKEOFF_OK) return failure(outcome_of(samples.status, error));
    next_set_ = samples.next_set;
    return protocol::encode(protocol::SlotReply{*untimed, static_cast<std::uint32_t>(samples.inferences),
                                                cpu_after - cpu_before});
  }

  static Packet clock_cost(const protocol::ClockCostCommand& command) {
    const std::uint64_t begin = monotonic_ns();
    std::uint64_t last = begin;
    for (int i = 0; i < command.reads; ++i) last = monotonic_ns();
    return protocol::encode(
        protocol::ClockCostReply{static_cast<double>(last - begin) / std::max(1, command.reads)});
  }

  SharedMemory inputs_;
  SharedMemory outputs_;
  SharedMemory stamps_;
  protocol::LoadCommand places_;
  std::optional<LoadedModel> model_;
  std::size_t next_set_ = 0;
};

// Adapters let no exception out, but they may be written by anybody, and our own containers can run out of
// memory.
Packet answer_safely(Worker& worker, const Envelope& command) {
  try {
    return worker.answer(command);
  } catch (const std::bad_alloc&) {
    return failure({Status::kOutOfMemory, "an allocation failed"});
  } catch (const std::exception& error) {
    return failure({Status::kCrashed, std::string("an exception left the adapter: ") + error.what()});
  } catch (...) {
    return failure({Status::kCrashed, "an exception of unknown type left the adapter"});
  }
}

}  // namespace

Result<void> serve() {
  auto inputs = SharedMemory::map(protocol::kInputs, SharedMemory::Access::kRead);
  if (!inputs) return tl::unexpected(inputs.error());
  auto outputs = SharedMemory::map(protocol::kOutputs, SharedMemory::Access::kReadWrite);
  if (!outputs) return tl::unexpected(outputs.error());
  auto stamps = SharedMemory::map(protocol::kStamps, SharedMemory::Access::kReadWrite);
  if (!stamps) return tl::unexpected(stamps.error());
  Worker worker(std::move(*inputs), std::move(*outputs), std::move(*stamps));
  for (;;) {
    const auto packet = receive_packet(protocol::kChannel);
    if (!packet) return tl::unexpected(packet.error());
    if (!*packet) return {};
    if (const auto sent = send_packet(protocol::kChannel, answer_safely(worker, protocol::decode(**packet)));
        !sent) {
      return tl::unexpected(sent.error());
    }
  }
}

}  // namespace bakeoff::measure
