#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/lower/graphdef/order.h"
#include "model/lower/graphdef/writer.h"
#include "model/lower/lowered.h"
#include "model/onnx/graph.h"

namespace bakeoff::model::graphdef {

/// A tensor of the graph that is made: what ONNX's tensor of these dims is in it.
struct Value {
  std::string node;  ///< as an input names it, "conv" or "split:1"; empty: a constant not written yet
  ElementType type = ElementType::kFloat;
  Dims dims;                       ///< as ONNX has them
  Order order;                     ///< how they stand here
  const Tensor* tensor = nullptr;  ///< of a constant, in ONNX's order

  [[nodiscard]] std::size_t rank() const { return dims.size(); }
  /// The dims as they stand here.
  [[nodiscard]] Dims lowered() const { return in_order(dims, order); }
};

using Values = std::vector<Value>;

/// The graph in the making: values by ONNX's names, and the operations that operators are put together from.
class Lowering {
 public:
  /// The graph must live as long.
  explicit Lowering(const Graph& graph);

  [[nodiscard]] const Value& value(const std::string& name) const { return values_.at(name); }
  [[nodiscard]] bool is_known(const std::string& name) const { return values_.contains(name); }
  void define(const std::string& name, Value value) { values_[name] = std::move(value); }
  /// Type and dims of any value of the ONNX graph.
  [[nodiscard]] ElementType type_of(const std::string& name) const { return types_.at(name)->type; }
  [[nodiscard]] Dims dims_of(const std::string& name) const;

  /// Nodes made from now on are called "`name`/OPERATION".
  void scope(std::string name) { scope_ = std::move(name); }

  /// One operation with one output, which `result` describes (its `node` is filled in).
  Value add(std::string_view op, const Values& inputs, const std::vector<Attr>& attributes, Value result);
  /// The same for several outputs.
  Values add_several(std::string_view op, const Values& inputs, const std::vector<Attr>& attributes,
                     Values results);

  /// A constant of small integers (int32): axes, shapes, paddings. Of rank 1 unless `dims` says otherwise.
  Value integers(const Dims& numbers);
  Value integers(const Dims& numbers, const Dims& dims);
  Value integer(std::int64_t number);
  /// A constant without axes, or of `dims`, of any numeric type.
  Value scalar(ElementType type, double number);
  Value numbers(ElementType type, const std::vector<double>& numbers, const Dims& dims);
  Value constant(const Tensor& tensor);

  /// A constant that has a node, and can thus be renamed; any other value as it is.
  Value written(const Value& x);
  /// The value with its axes in another order: a transposition where bytes move, else a reshape.
  Value in_order(const Value& x, const Order& order);
  Value natural(const Value& x) { return in_order(x, natural_order(x.rank())); }
  Value channels_last(const Value& x) { return in_order(x, graphdef::channels_last(x.rank())); }
  /// The bytes of `x` as they are, under other dims.
  Value reshape(const Value& x, const Dims& lowered, const Dims& dims, const Order& order);
  /// ONNX's Reshape.
  Value reshape(const Value& x, const Dims& dims);
  Value cast(const Value& x, ElementType type);

  /// An operation of one argument that keeps type and dims (attribute T).
  Value unary(std::string_view op, const Value& x, std::vector<Attr> attributes = {});
  /// An operation of two arguments that are broadcast as ONNX does (attribute T), in whichever order moves
  /// the fewest bytes.
  Value binary(std::string_view op, const Value& a, const Value& b);
  /// The same with a result of type bool.
  Value compare(std::string_view op, const Value& a, const Value& b);
  Value binary(std::string_view op, const Value& x, double number) {
    return binary(op, x, scalar(x.type, number));
  }
  /// The order in which `inputs`, broadcast to `rank`, should meet.
  [[nodiscard]] Order common_order(const Values& inputs, std::size_t rank) const;
  /// `x` such that TensorFlow's broadcasting against a tensor in `order` does what ONNX's does.
  Value broadcastable(const Value& x, const Order& order);

  /// Makes an input of the lowered graph, which keeps its axes in `order`.
  LoweredTensor input(const ValueInfo& input, const Order& order);
  /// Makes an output of the lowered graph from the value of that name: channels last where it is so kept.
  LoweredTensor output(const ValueInfo& output);
  /// The file. Nothing may be added after.
  std::string take() { return writer_.take(); }

 private:
  std::string node_of(const Value& x);
  Value constant_in_order(const Value& x, const Order& order);
  Value broadcast_constant(const Value& x, const Order& order);
  Value elementwise(std::string_view op, const Value& a, const Value& b, ElementType result);

  Writer writer_;
  std::string scope_;
  std::map<std::string, const ValueInfo*> types_;
  std::map<std::string, Value> values_;
  std::map<std::string, std::string> input_names_;  // by ONNX's
  std::map<std::string, std::string> output_names_;
  std::map<std::pair<std::string, Order>, Value> reordered_;
  std::map<const Tensor*, std::string> constants_;
};

/// fp16 and bf16.
bool is_narrow(ElementType type);

/// The dims of `a` and `b`, broadcast.
Dims broadcast(const Dims& a, const Dims& b);

/// A result of the type and order of `x`.
Value like(const Value& x, Dims dims);
Value like(const Value& x);

}  // namespace bakeoff::model::graphdef
