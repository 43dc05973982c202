#include "measure/conductor/inputs_region.h"

#include <cstring>
#include <map>

#include "measure/host/memory.h"
#include "model/lower/layout.h"

namespace bakeoff::measure {
namespace {

constexpr std::uint64_t kAlignment = 64;  // a cache line, and the widest vector register

using Axes = std::vector<std::size_t>;

/// One tensor of the region: input `input` of set `set` with its axes in this order.
struct Item {
  std::size_t set = 0;
  std::size_t input = 0;
  Axes axes;
  auto operator<=>(const Item&) const = default;
};

/// Gives every item a place, the same to those that are equal.
class Layout {
 public:
  std::uint64_t place(const Item& item, std::uint64_t size) {
    const auto [found, fresh] = offsets_.try_emplace(item, (end_ + kAlignment - 1) / kAlignment * kAlignment);
    if (fresh) end_ = found->second + size;
    return found->second;
  }
  [[nodiscard]] const std::map<Item, std::uint64_t>& offsets() const { return offsets_; }
  [[nodiscard]] std::uint64_t end() const { return end_; }

 private:
  std::map<Item, std::uint64_t> offsets_;
  std::uint64_t end_ = 0;
};

Result<void> check_forms(const model::PreparedModel& model, const std::vector<model::ModelForm>& forms) {
  for (const model::ModelForm& form : forms) {
    bool fits = form.inputs.size() == model.inputs.size();
    for (std::size_t i = 0; fits && i < form.inputs.size(); ++i) {
      fits = model::is_order_of(form.inputs[i].axes, model.inputs[i].dims.size());
    }
    if (!fits)
      return fail(ErrorKind::kInternal, "a lowered model's inputs are not those of the model", model.name);
  }
  return {};
}

void write_item(const model::PreparedModel& model, const Item& item, std::byte* target) {
  const model::InputSpec& spec = model.inputs[item.input];
  const std::string& data = model.sets[item.set][item.input];
  if (data.empty()) return;
  if (item.axes.empty()) {
    std::memcpy(target, data.data(), data.size());
  } else {
    const std::string moved = model::permuted(data, model::size_of(spec.type), spec.dims, item.axes);
    std::memcpy(target, moved.data(), moved.size());
  }
}

}  // namespace

Result<InputsRegion> share_inputs(const model::PreparedModel& model,
                                  const std::vector<model::ModelForm>& forms) {
  if (auto fit = check_forms(model, forms); !fit) return tl::unexpected(fit.error());
  InputsRegion region;
  Layout layout;
  for (const model::ModelForm& form : forms) {
    auto& sets = region.sets.emplace_back();
    for (std::size_t s = 0; s < model.sets.size(); ++s) {
      auto& places = sets.emplace_back();
      for (std::size_t i = 0; i < form.inputs.size(); ++i) {
        const model::LoweredTensor& input = form.inputs[i];
        const std::uint64_t size = model.sets[s][i].size();
        places.push_back({input.name, static_cast<std::int32_t>(input.type),
                          model::permuted_dims(model.inputs[i].dims, input.axes),
                          layout.place({s, i, input.axes}, size), size});
      }
    }
  }
  // Reserving shared memory that is not there does not fail: the kernel kills somebody instead.
  if (const auto available = available_memory(); available && layout.end() > available->count / 2) {
    return fail(ErrorKind::kUnsupported, "the inputs need more than half of the memory that is free",
                model.name, "choose a smaller --batch");
  }
  auto memory = SharedMemory::create("bakeoff-inputs", layout.end());
  if (!memory) return tl::unexpected(memory.error());
  for (const auto& [item, offset] : layout.offsets())
    write_item(model, item, memory->bytes().data() + offset);
  if (const auto sealed = memory->seal(); !sealed) return tl::unexpected(sealed.error());
  region.memory = std::move(*memory);
  return region;
}

Result<InputsRegion> share_inputs(const model::PreparedModel& model) {
  return share_inputs(model, {model::plain_form(model)});
}

}  // namespace bakeoff::measure
