#pragma once

#include "base/error.h"
#include "model/lower/graphdef/call.h"

namespace bakeoff::model::graphdef {

/// The convolution that `call` describes, of these two tensors and without a bias.
Result<Value> convolved(const Call& call, const Value& x, const Value& weight);

/// ONNX's MatMul, with a result of `dims`.
Value multiplied(Lowering& to, Value a, Value b, const Dims& dims);

}  // namespace bakeoff::model::graphdef
