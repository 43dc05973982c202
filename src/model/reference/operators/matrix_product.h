#pragma once

#include "model/reference/products.h"
#include "model/reference/strides.h"

namespace bakeoff::model::reference {

/// MatMul as in numpy: the last two axes are matrices, those before broadcast, a vector is a row or a column.
/// `dims` is the shape of the result. Integers are exact as long as sums stay below 2^53.
Reals matrix_product(const Value& a, const Value& b, const Dims& dims);

}  // namespace bakeoff::model::reference
