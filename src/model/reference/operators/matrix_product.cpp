#include "model/reference/operators/matrix_product.h"

#include <algorithm>

#include "model/reference/parallel.h"

namespace bakeoff::model::reference {
namespace {

// The elements as doubles, copied only where they are not.
class Operand {
 public:
  explicit Operand(const Value& value) : held_(std::get_if<Reals>(&value.elements)) {
    if (held_ == nullptr) converted_ = as_reals(value);
  }
  [[nodiscard]] const double* data() const { return held_ != nullptr ? held_->data() : converted_.data(); }

 private:
  const Reals* held_;
  Reals converted_;
};

Dims batch_of(const Dims& dims) {
  return {dims.begin(), dims.end() - 2};
}

}  // namespace

Reals matrix_product(const Value& a, const Value& b, const Dims& dims) {
  Dims left = a.dims;
  Dims right = b.dims;
  Dims result = dims;
  if (right.size() == 1) {
    right.push_back(1);
    result.push_back(1);
  }
  if (left.size() == 1) {
    left.insert(left.begin(), 1);
    result.insert(result.end() - 1, 1);
  }
  const std::int64_t rows = left.at(left.size() - 2);
  const std::int64_t inner = left.back();
  const std::int64_t columns = right.back();
  const Operand from_left(a);
  const Operand from_right(b);

  Reals y(static_cast<std::size_t>(product_of(dims)));
  std::vector<Product> products;
  const Dims batch = batch_of(result);
  const auto strides_over = [&](const Dims& operand) { return broadcast_strides(batch_of(operand), batch); };
  for_each_row<2>(batch, {strides_over(left), strides_over(right)},
                  [&](std::size_t first, const auto& offsets, std::size_t length, const auto& steps) {
                    for (std::size_t i = 0; i < length; ++i) {
                      const auto at = static_cast<std::int64_t>(i);
                      const auto matrix = static_cast<std::int64_t>(first + i);
                      products.push_back(
                          {.a = {from_left.data() + (offsets[0] + at * steps[0]) * rows * inner, inner},
                           .b = {from_right.data() + (offsets[1] + at * steps[1]) * inner * columns, columns},
                           .c = y.data() + matrix * rows * columns,
                           .c_step = columns,
                           .rows = rows,
                           .inner = inner,
                           .columns = columns});
                    }
                  });
  // Many small products are shared out whole, few large ones in pieces.
  if (products.size() >= 2 * thread_count()) {
    const std::int64_t work = std::max<std::int64_t>(1, rows * inner * columns);
    const auto grain = std::max<std::int64_t>(1, static_cast<std::int64_t>(kElementsPerTask) / work);
    parallel_ranges(products.size(), static_cast<std::size_t>(grain),
                    [&](std::size_t begin, std::size_t end) {
                      std::for_each(products.begin() + static_cast<std::ptrdiff_t>(begin),
                                    products.begin() + static_cast<std::ptrdiff_t>(end), multiply);
                    });
  } else {
    std::for_each(products.begin(), products.end(), multiply_parallel);
  }
  return y;
}

}  // namespace bakeoff::model::reference
