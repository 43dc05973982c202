#include "measure/conductor/inputs_region.h"

#include <cstring>

#include "measure/host/memory.h"

namespace bakeoff::measure {
namespace {

constexpr std::uint64_t kAlignment = 64;  // a cache line, and the widest vector register

}  // namespace

Result<InputsRegion> share_inputs(const model::PreparedModel& model) {
  InputsRegion region;
  std::uint64_t end = 0;
  for (const auto& set : model.sets) {
    std::vector<protocol::TensorPlace> places;
    for (std::size_t i = 0; i < set.size(); ++i) {
      const std::uint64_t offset = (end + kAlignment - 1) / kAlignment * kAlignment;
      const model::InputSpec& spec = model.inputs[i];
      places.push_back({spec.name, static_cast<std::int32_t>(spec.type), spec.dims, offset, set[i].size()});
      end = offset + set[i].size();
    }
    region.sets.push_back(std::move(places));
  }
  // Reserving shared memory that is not there does not fail: the kernel kills somebody instead.
  if (const auto available = available_memory(); available && end > available->count / 2) {
    return fail(ErrorKind::kUnsupported, "the inputs need more than half of the memory that is free",
                model.name, "choose a smaller --batch");
  }
  auto memory = SharedMemory::create("bakeoff-inputs", end);
  if (!memory) return tl::unexpected(memory.error());
  for (std::size_t s = 0; s < region.sets.size(); ++s) {
    for (std::size_t i = 0; i < region.sets[s].size(); ++i) {
      const std::string& data = model.sets[s][i];
      if (!data.empty())
        std::memcpy(memory->bytes().data() + region.sets[s][i].offset, data.data(), data.size());
    }
  }
  if (const auto sealed = memory->seal(); !sealed) return tl::unexpected(sealed.error());
  region.memory = std::move(*memory);
  return region;
}

}  // namespace bakeoff::measure
