#include "model/lower/graphdef/lowering.h"

#include <algorithm>
#include <cstring>

#include "model/onnx/counts.h"

namespace bakeoff::model::graphdef {
namespace {

template <typename T>
std::string encoded(const std::vector<double>& numbers) {
  std::string data;
  for (const double number : numbers) {
    const T value = static_cast<T>(number);
    data.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  return data;
}

std::string encoded(ElementType type, const std::vector<double>& numbers) {
  switch (type) {
    case ElementType::kDouble:
      return encoded<double>(numbers);
    case ElementType::kInt8:
      return encoded<std::int8_t>(numbers);
    case ElementType::kUint8:
    case ElementType::kBool:
      return encoded<std::uint8_t>(numbers);
    case ElementType::kInt16:
      return encoded<std::int16_t>(numbers);
    case ElementType::kUint16:
      return encoded<std::uint16_t>(numbers);
    case ElementType::kInt32:
      return encoded<std::int32_t>(numbers);
    case ElementType::kUint32:
      return encoded<std::uint32_t>(numbers);
    case ElementType::kInt64:
      return encoded<std::int64_t>(numbers);
    case ElementType::kUint64:
      return encoded<std::uint64_t>(numbers);
    default:
      return encoded<float>(numbers);
  }
}

// TensorFlow adds leading axes of length 1 itself where it broadcasts.
Dims without_leading_ones(const Dims& dims) {
  return {std::find_if(dims.begin(), dims.end(), [](std::int64_t dim) { return dim != 1; }), dims.end()};
}

Dims with_leading_ones(const Dims& dims, std::size_t rank) {
  Dims result(rank - dims.size(), 1);
  result.insert(result.end(), dims.begin(), dims.end());
  return result;
}

}  // namespace

bool is_narrow(ElementType type) {
  return type == ElementType::kFloat16 || type == ElementType::kBfloat16;
}

Dims broadcast(const Dims& a, const Dims& b) {
  const std::size_t rank = std::max(a.size(), b.size());
  Dims result = with_leading_ones(a, rank);
  const Dims other = with_leading_ones(b, rank);
  for (std::size_t axis = 0; axis < rank; ++axis) {
    if (result[axis] == 1) result[axis] = other[axis];
  }
  return result;
}

Value like(const Value& x, Dims dims) {
  return {.node = {}, .type = x.type, .dims = std::move(dims), .order = x.order};
}

Value like(const Value& x) {
  return like(x, x.dims);
}

Lowering::Lowering(const Graph& graph) : writer_(weight_bytes(graph)) {
  for (const auto* list : {&graph.values, &graph.inputs, &graph.outputs}) {
    for (const ValueInfo& value : *list) types_[value.name] = &value;
  }
  // Before all others, so that they get the names that they should have.
  for (const ValueInfo& value : graph.inputs) input_names_[value.name] = writer_.unique_name(value.name);
  for (const ValueInfo& value : graph.outputs) output_names_[value.name] = writer_.unique_name(value.name);
  for (const Tensor& tensor : graph.initializers) {
    define(tensor.name, {.node = {},
                         .type = tensor.type,
                         .dims = tensor.dims,
                         .order = natural_order(tensor.dims.size()),
                         .tensor = &tensor});
  }
}

Dims Lowering::dims_of(const std::string& name) const {
  const ValueInfo& value = *types_.at(name);
  return value.shape ? to_dims(*value.shape).value_or(Dims{}) : Dims{};
}

std::string Lowering::node_of(const Value& x) {
  if (x.tensor == nullptr || !x.node.empty()) return x.node;
  std::string& name = constants_[x.tensor];
  if (name.empty()) {
    name = writer_.unique_name(x.tensor->name);
    writer_.constant(name, x.type, x.dims, x.tensor->data);
  }
  return name;
}

Value Lowering::written(const Value& x) {
  Value result = x;
  result.node = node_of(x);
  result.tensor = nullptr;
  return result;
}

Value Lowering::add(std::string_view op, const Values& inputs, const std::vector<Attr>& attributes,
                    Value result) {
  return add_several(op, inputs, attributes, {std::move(result)}).front();
}

Values Lowering::add_several(std::string_view op, const Values& inputs, const std::vector<Attr>& attributes,
                             Values results) {
  std::vector<std::string> nodes;
  for (const Value& input : inputs) nodes.push_back(node_of(input));
  const std::string name = writer_.unique_name(scope_ + "/" + std::string(op));
  writer_.node(op, name, nodes, attributes);
  for (std::size_t i = 0; i < results.size(); ++i) {
    results[i].node = i == 0 ? name : name + ":" + std::to_string(i);
    results[i].tensor = nullptr;
  }
  return results;
}

Value Lowering::integers(const Dims& numbers) {
  return integers(numbers, {static_cast<std::int64_t>(numbers.size())});
}

Value Lowering::integers(const Dims& numbers, const Dims& dims) {
  return this->numbers(ElementType::kInt32, {numbers.begin(), numbers.end()}, dims);
}

Value Lowering::integer(std::int64_t number) {
  return integers({number}, {});
}

Value Lowering::scalar(ElementType type, double number) {
  return numbers(type, {number}, {});
}

Value Lowering::numbers(ElementType type, const std::vector<double>& numbers, const Dims& dims) {
  // TensorFlow rounds float constants itself, once, when it folds the cast.
  if (is_narrow(type)) return cast(this->numbers(ElementType::kFloat, numbers, dims), type);
  return constant(Tensor{scope_ + "/Const", type, dims, encoded(type, numbers)});
}

Value Lowering::constant(const Tensor& tensor) {
  Value value{.node = writer_.unique_name(tensor.name),
              .type = tensor.type,
              .dims = tensor.dims,
              .order = natural_order(tensor.dims.size())};
  writer_.constant(value.node, tensor.type, tensor.dims, tensor.data);
  return value;
}

Value Lowering::constant_in_order(const Value& x, const Order& order) {
  Value& made = reordered_[{"constant " + x.tensor->name, order}];
  if (!made.node.empty()) return made;
  made = constant(permuted(*x.tensor, order));
  made.dims = x.dims;
  made.order = order;
  return made;
}

// A vector stays a vector, as TensorFlow's fusions want a bias to be.
Value Lowering::broadcast_constant(const Value& x, const Order& order) {
  Value& made = reordered_[{"broadcast " + x.tensor->name, order}];
  if (!made.node.empty()) return made;
  Tensor tensor = *x.tensor;
  tensor.dims = with_leading_ones(tensor.dims, order.size());
  tensor = permuted(tensor, order);
  tensor.dims = without_leading_ones(tensor.dims);
  made = constant(tensor);
  return made;
}

Value Lowering::in_order(const Value& x, const Order& order) {
  if (x.order == order) return x;
  if (x.tensor != nullptr) return constant_in_order(x, order);
  if (same_bytes(x.dims, x.order, order)) {
    return reshape(x, graphdef::in_order(x.dims, order), x.dims, order);
  }
  if (const auto made = reordered_.find({x.node, order}); made != reordered_.end()) return made->second;
  const Order perm = permutation(x.order, order);
  Value result = like(x);
  result.order = order;
  result = add("Transpose", {x, integers({perm.begin(), perm.end()})},
               {{"T", data_type(x.type)}, {"Tperm", proto::DataType::kInt32}}, result);
  reordered_[{x.node, order}] = result;
  return result;
}

Value Lowering::reshape(const Value& x, const Dims& lowered, const Dims& dims, const Order& order) {
  if (x.tensor == nullptr && x.lowered() == lowered) {
    Value renamed = x;
    renamed.dims = dims;
    renamed.order = order;
    return renamed;
  }
  Value result{.node = {}, .type = x.type, .dims = dims, .order = order};
  return add("Reshape", {x, integers(lowered)},
             {{"T", data_type(x.type)}, {"Tshape", proto::DataType::kInt32}}, result);
}

Value Lowering::reshape(const Value& x, const Dims& dims) {
  const ReshapePlan plan = plan_reshape(x.dims, x.order, dims);
  const Value before = same_bytes(x.dims, x.order, plan.before) ? x : in_order(x, plan.before);
  return reshape(before, plan.lowered, dims, plan.after);
}

Value Lowering::cast(const Value& x, ElementType type) {
  if (x.type == type) return x;
  Value result = like(x);
  result.type = type;
  return add("Cast", {x}, {{"SrcT", data_type(x.type)}, {"DstT", data_type(type)}, {"Truncate", false}},
             result);
}

Value Lowering::unary(std::string_view op, const Value& x, std::vector<Attr> attributes) {
  attributes.emplace_back("T", data_type(x.type));
  return add(op, {x}, attributes, like(x));
}

Order Lowering::common_order(const Values& inputs, std::size_t rank) const {
  const Value* largest = nullptr;
  const auto weight = [](const Value& x) {
    // Of two of the same size, the one that is out of ONNX's order is an image among images.
    return std::pair(element_count(x.dims).value_or(0), x.order != natural_order(x.rank()));
  };
  for (const Value& input : inputs) {
    if (input.tensor != nullptr || input.rank() != rank) continue;
    if (largest == nullptr || weight(input) > weight(*largest)) largest = &input;
  }
  return largest == nullptr ? natural_order(rank) : largest->order;
}

Value Lowering::broadcastable(const Value& x, const Order& order) {
  if (x.rank() == 0) return x;
  const std::size_t added = order.size() - x.rank();
  Order own = natural_order(added);
  for (const std::size_t axis : x.order) own.push_back(axis + added);
  if (own == order && added == 0) return x;
  const Dims dims = with_leading_ones(x.dims, order.size());
  const Dims lowered = graphdef::in_order(dims, order);
  if (same_bytes(dims, own, order)) {
    if (without_leading_ones(lowered) == without_leading_ones(x.lowered())) return x;
    if (x.tensor == nullptr) return reshape(x, lowered, dims, order);
  }
  if (x.tensor != nullptr) return broadcast_constant(x, order);
  return in_order(added == 0 ? x : reshape(x, graphdef::in_order(dims, own), dims, own), order);
}

Value Lowering::elementwise(std::string_view op, const Value& a, const Value& b, ElementType type) {
  const Dims dims = broadcast(a.dims, b.dims);
  const Order order = common_order({a, b}, dims.size());
  return add(op, {broadcastable(a, order), broadcastable(b, order)}, {{"T", data_type(a.type)}},
             {.node = {}, .type = type, .dims = dims, .order = order});
}

Value Lowering::binary(std::string_view op, const Value& a, const Value& b) {
  return elementwise(op, a, b, a.type);
}

Value Lowering::compare(std::string_view op, const Value& a, const Value& b) {
  return elementwise(op, a, b, ElementType::kBool);
}

LoweredTensor Lowering::input(const ValueInfo& input, const Order& order) {
  const std::string& name = input_names_.at(input.name);
  const Value value{.node = name, .type = input.type, .dims = dims_of(input.name), .order = order};
  writer_.placeholder(name, value.type, value.lowered());
  define(input.name, value);
  return {name, value.type, value.lowered(), order == natural_order(order.size()) ? Order{} : order};
}

LoweredTensor Lowering::output(const ValueInfo& output) {
  Value value = this->value(output.name);
  const bool image = value.rank() >= 4 && value.order == graphdef::channels_last(value.rank());
  if (!image) value = natural(value);
  const std::string& name = output_names_.at(output.name);
  writer_.node("Identity", name, {node_of(value)}, {{"T", data_type(value.type)}});
  return {name, value.type, value.lowered(), image ? value.order : Order{}};
}

}  // namespace bakeoff::model::graphdef
