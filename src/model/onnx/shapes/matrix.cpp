#include "model/onnx/counts.h"
#include "model/onnx/shapes/operators.h"

namespace bakeoff::model::shapes {
namespace {

Result<void> check_inner(const Dim& a, const Dim& b) {
  if (!a.value || !b.value || *a.value == *b.value) return {};
  return bad("the inner lengths " + std::to_string(*a.value) + " and " + std::to_string(*b.value) +
             " of the product differ");
}

/// As numpy.matmul: a vector is a matrix of one row or column, which the result then lacks.
Result<Shape> product(Shape a, Shape b) {
  if (a.empty() || b.empty()) return bad("a product with a scalar");
  const bool a_is_vector = a.size() == 1;
  const bool b_is_vector = b.size() == 1;
  if (a_is_vector) a.insert(a.begin(), axis_of(1));
  if (b_is_vector) b.push_back(axis_of(1));
  const Result<void> checked = check_inner(a.back(), b[b.size() - 2]);
  if (!checked) return tl::unexpected(checked.error());
  Result<Shape> shape = broadcast(Shape(a.begin(), a.end() - 2), Shape(b.begin(), b.end() - 2));
  if (!shape) return shape;
  if (!a_is_vector) shape->push_back(a[a.size() - 2]);
  if (!b_is_vector) shape->push_back(b.back());
  return shape;
}

Result<Outputs> multiplied(const Known& a, const Known& b, ElementType type) {
  Known result{.type = type, .shape = {}, .numbers = {}};
  if (!a.shape || !b.shape) return Outputs{std::move(result)};
  Result<Shape> shape = product(*a.shape, *b.shape);
  if (!shape) return tl::unexpected(shape.error());
  result.shape = std::move(*shape);
  return Outputs{std::move(result)};
}

}  // namespace

Result<Outputs> infer_gemm(const Call& call) {
  const std::optional<Shape>& a = call.input(0).shape;
  const std::optional<Shape>& b = call.input(1).shape;
  if (!a || !b) return Outputs{with_shape(call, std::nullopt)};
  if (a->size() != 2 || b->size() != 2) {
    return bad("shapes " + to_string(*a) + " and " + to_string(*b) + " are not two matrices");
  }
  const Result<std::int64_t> trans_a = call.integer("transA", 0);
  if (!trans_a) return tl::unexpected(trans_a.error());
  const Result<std::int64_t> trans_b = call.integer("transB", 0);
  if (!trans_b) return tl::unexpected(trans_b.error());
  const bool a_transposed = *trans_a != 0;
  const bool b_transposed = *trans_b != 0;
  const Result<void> checked = check_inner((*a)[a_transposed ? 0 : 1], (*b)[b_transposed ? 1 : 0]);
  if (!checked) return tl::unexpected(checked.error());
  Shape product{(*a)[a_transposed ? 1 : 0], (*b)[b_transposed ? 0 : 1]};
  const Known* c = call.optional_input(2);
  if (c != nullptr && c->shape) {
    // C must fit into the product as it is; before opset 7 the attribute `broadcast` said so.
    const Result<Shape> with_c = broadcast(product, *c->shape);
    if (!with_c) return tl::unexpected(with_c.error());
    if (with_c->size() != 2) return bad("C of shape " + to_string(*c->shape) + " is larger than the product");
  }
  return Outputs{with_shape(call, std::move(product))};
}

Result<Outputs> infer_matmul(const Call& call) {
  return multiplied(call.input(0), call.input(1), call.input(0).type);
}

Result<Outputs> infer_matmul_integer(const Call& call) {
  return multiplied(call.input(0), call.input(1), ElementType::kInt32);
}

Result<Outputs> infer_qlinear_matmul(const Call& call) {
  return multiplied(call.input(0), call.input(3), call.input(7).type);
}

}  // namespace bakeoff::model::shapes
