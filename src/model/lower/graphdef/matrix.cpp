#include <algorithm>
#include <utility>

#include "model/lower/graphdef/operators.h"
#include "model/lower/graphdef/products.h"

namespace bakeoff::model::graphdef {
namespace {

/// An operand of a product: a stack of matrices, which may stand transposed.
struct Operand {
  Value value;
  bool transposed = false;
};

/// Brings all axes but the last two in ONNX's order; these may be swapped, which the product undoes for free.
Operand operand(Lowering& to, const Value& x) {
  Order swapped = natural_order(x.rank());
  std::swap(swapped[x.rank() - 1], swapped[x.rank() - 2]);
  if (x.order == swapped) return {x, true};
  return {to.natural(x), false};
}

Value product(Lowering& to, const Operand& a, const Operand& b, const Dims& dims) {
  const Value result{.node = {}, .type = a.value.type, .dims = dims, .order = natural_order(dims.size())};
  const Attr type{"T", data_type(a.value.type)};
  if (dims.size() == 2) {
    return to.add("MatMul", {a.value, b.value},
                  {{"transpose_a", a.transposed}, {"transpose_b", b.transposed}, type}, result);
  }
  return to.add("BatchMatMulV2", {a.value, b.value}, {{"adj_x", a.transposed}, {"adj_y", b.transposed}, type},
                result);
}

/// [.., M, K] x [K, N] as one product of matrices, which TensorFlow's users write for dense layers: its
/// kernel takes a bias along.
Value dense(Lowering& to, const Value& a, const Value& b, const Dims& dims) {
  const Value x = to.natural(a);
  const std::int64_t columns = a.dims.back();
  std::int64_t rows = 1;
  for (std::size_t axis = 0; axis + 1 < a.rank(); ++axis) rows *= a.dims[axis];
  const Value flat = to.reshape(x, {rows, columns});
  return to.reshape(product(to, {flat, false}, operand(to, b), {rows, b.dims[1]}), dims);
}

}  // namespace

Value multiplied(Lowering& to, Value a, Value b, const Dims& result) {
  Dims dims = result;
  // Vectors are matrices of one row or column, which the result then lacks.
  const bool row = a.rank() == 1;
  const bool column = b.rank() == 1;
  if (row) a = to.reshape(a, {1, a.dims[0]});
  if (column) b = to.reshape(b, {b.dims[0], 1});
  if (row) dims.push_back(1);
  if (row && !column) std::swap(dims[dims.size() - 1], dims[dims.size() - 2]);
  if (column) dims.push_back(1);
  const Value y = b.rank() == 2 && a.rank() > 2 ? dense(to, a, b, dims)
                                                : product(to, operand(to, a), operand(to, b), dims);
  return row || column ? to.reshape(y, result) : y;
}

Result<Values> lower_matmul(const Call& call) {
  return Values{multiplied(call.to, call.input(0), call.input(1), call.output_dims())};
}

Result<Values> lower_einsum(const Call& call) {
  Lowering& to = call.to;
  Values inputs;
  for (const Value& input : call.inputs()) inputs.push_back(to.natural(input));
  const Dims dims = call.output_dims();
  const ElementType type = inputs.front().type;
  return Values{to.add("Einsum", inputs,
                       {{"T", data_type(type)},
                        {"equation", call.text("equation")},
                        {"N", static_cast<std::int64_t>(inputs.size())}},
                       {.node = {}, .type = type, .dims = dims, .order = natural_order(dims.size())})};
}

// alpha * A' * B' + beta * C.
Result<Values> lower_gemm(const Call& call) {
  Lowering& to = call.to;
  Operand a = operand(to, call.input(0));
  Operand b = operand(to, call.input(1));
  a.transposed = a.transposed != (call.integer("transA") != 0);
  b.transposed = b.transposed != (call.integer("transB") != 0);
  Value y = product(to, a, b, call.output_dims());
  const double alpha = call.number("alpha");
  const double beta = call.number("beta");
  if (alpha != 1.0) y = to.binary("Mul", y, alpha);
  if (!call.has_input(2)) return Values{y};
  Value c = call.input(2);
  if (beta != 1.0) c = to.binary("Mul", c, beta);
  if (c.rank() == 1 && c.dims[0] == y.dims[1]) {
    return Values{to.add("BiasAdd", {y, c}, {{"T", data_type(y.type)}}, like(y))};
  }
  return Values{to.binary("AddV2", y, c)};
}

}  // namespace bakeoff::model::graphdef
