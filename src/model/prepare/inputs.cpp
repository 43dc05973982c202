#include "model/prepare/inputs.h"

#include <algorithm>
#include <numeric>
#include <span>

#include "base/random.h"
#include "model/onnx/counts.h"
#include "model/prepare/index_bound.h"
#include "model/prepare/items.h"
#include "model/zoo/weights.h"

namespace bakeoff::model {
namespace {

enum class Kind { kFloat, kInteger, kOther };

Kind kind_of(ElementType type) {
  switch (type) {
    case ElementType::kFloat:
      return Kind::kFloat;
    case ElementType::kUint8:
    case ElementType::kInt8:
    case ElementType::kUint16:
    case ElementType::kInt16:
    case ElementType::kInt32:
    case ElementType::kInt64:
    case ElementType::kUint32:
    case ElementType::kUint64:
    case ElementType::kBool:
      return Kind::kInteger;
    default:
      return Kind::kOther;
  }
}

// More distinct items cost time and memory, and show a runtime nothing new.
constexpr int kItems = 16;

// What fills one place of the batch: all of the input where it has no axis of that size in front.
std::vector<std::int64_t> item_dims(const InputSpec& input, int batch) {
  std::vector<std::int64_t> dims = input.dims;
  if (!dims.empty() && dims[0] == batch) dims[0] = 1;
  return dims;
}

std::int64_t bound_of(const Graph& graph, const InputSpec& input) {
  constexpr std::int64_t kPixels = 256;
  const std::int64_t otherwise = input.type == ElementType::kUint8 ? kPixels : 2;
  return index_bound(graph, input.name).value_or(otherwise);
}

// What an input's name says that its type and shape do not.
enum class Meaning { kNone, kMask, kPositions };

Meaning meaning_of(const InputSpec& input) {
  std::string name = input.name;
  std::transform(name.begin(), name.end(), name.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  const auto has = [&name](const char* part) { return name.find(part) != std::string::npos; };
  if (has("attention_mask") || has("input_mask")) return Meaning::kMask;
  const bool positions = has("position_ids") && kind_of(input.type) == Kind::kInteger;
  return positions ? Meaning::kPositions : Meaning::kNone;
}

// A sequence's positions have no other bound than its length where they select from no table.
std::int64_t position_bound(const Graph& graph, const InputSpec& input) {
  const std::int64_t length = input.dims.empty() ? 1 : std::max<std::int64_t>(input.dims.back(), 1);
  return index_bound(graph, input.name).value_or(length);
}

std::string random_item(const InputSpec& input, std::span<const std::int64_t> dims, std::int64_t bound,
                        Dice& dice) {
  constexpr std::size_t kImageRank = 4;
  if (kind_of(input.type) == Kind::kInteger) return integer_item(input.type, dims, bound, dice);
  return dims.size() == kImageRank ? image_item(dims, dice) : normal_item(dims, dice);
}

// The items themselves, each from its own dice, so that it does not depend on how many there are.
std::vector<std::string> make_items(const Graph& graph, const InputSpec& input, int count,
                                    const InputPlan& plan) {
  const std::vector<std::int64_t> dims = item_dims(input, plan.batch);
  const Meaning meaning = meaning_of(input);
  std::vector<std::string> items;
  for (int item = 0; item < count; ++item) {
    Dice dice{plan.seed, key_of(input.name), static_cast<std::uint64_t>(item)};
    if (meaning == Meaning::kMask) {
      items.push_back(ones_item(input.type, dims));
    } else if (meaning == Meaning::kPositions) {
      items.push_back(counting_item(input.type, dims, position_bound(graph, input)));
    } else {
      items.push_back(random_item(input, dims, bound_of(graph, input), dice));
    }
  }
  return items;
}

// Which item stands in which place of the batch. Set s begins with item s, which makes it unlike the others
// whatever follows; the order is the same for all inputs of a model, which belong together.
std::vector<std::size_t> order_of(int set, std::size_t items, const InputPlan& plan) {
  Dice dice{plan.seed, key_of("order"), static_cast<std::uint64_t>(set)};
  std::vector<std::size_t> order;
  std::vector<std::size_t> tile(items);
  std::iota(tile.begin(), tile.end(), std::size_t{0});
  while (order.size() < static_cast<std::size_t>(plan.batch)) {
    dice.shuffle(tile);
    if (order.empty()) std::iter_swap(tile.begin(), std::find(tile.begin(), tile.end(), set));
    order.insert(order.end(), tile.begin(), tile.end());
  }
  order.resize(static_cast<std::size_t>(plan.batch));
  return order;
}

}  // namespace

Result<std::vector<InputSpec>> input_specs(const Graph& graph) {
  std::vector<InputSpec> specs;
  for (const ValueInfo& input : graph.inputs) {
    const std::string who = "input '" + input.name + "'";
    if (kind_of(input.type) == Kind::kOther) {
      return fail(ErrorKind::kUnsupported,
                  who + " has element type " + to_string(input.type) + "; bakeoff feeds numbers and bool", "",
                  "cut the model behind what turns it into numbers (onnx.utils.extract_model)");
    }
    const auto dims = input.shape ? to_dims(*input.shape) : std::nullopt;
    if (!dims) {
      return fail(ErrorKind::kUnsupported,
                  who + " has no fixed shape: " + (input.shape ? to_string(*input.shape) : "unknown rank"),
                  "", "give one, as in --shape " + input.name + "=1x3x224x224");
    }
    specs.push_back({.name = input.name, .type = input.type, .dims = *dims});
  }
  return specs;
}

std::vector<std::vector<std::string>> make_inputs(const Graph& graph, const std::vector<InputSpec>& inputs,
                                                  const InputPlan& plan) {
  const int count = std::max(
      plan.sets, static_cast<int>(std::min<std::int64_t>(std::int64_t{plan.sets} * plan.batch, kItems)));
  std::vector<std::vector<std::string>> sets(static_cast<std::size_t>(plan.sets));
  for (const InputSpec& input : inputs) {
    const std::vector<std::string> items = make_items(graph, input, count, plan);
    const bool batched = !input.dims.empty() && input.dims[0] == plan.batch;
    for (int set = 0; set < plan.sets; ++set) {
      std::vector<std::size_t> order = order_of(set, items.size(), plan);
      if (!batched) order.resize(1);
      std::string bytes;
      bytes.reserve(order.size() * items.front().size());
      for (const std::size_t item : order) bytes += items[item];
      sets[static_cast<std::size_t>(set)].push_back(std::move(bytes));
    }
  }
  return sets;
}

}  // namespace bakeoff::model
