#include "model/reference/operators/convolve.h"
#include "model/reference/operators/operators.h"

namespace bakeoff::model::reference {

Outcome evaluate_conv(const Call& call) {
  const Result<Convolution> convolution = convolution_of(call, call.input(0), call.input(1));
  if (!convolution) return tl::unexpected(convolution.error());
  const Value* bias = call.optional_input(2);
  Value y{.type = call.output().type, .dims = call.output().dims, .elements = {}};
  y.elements = convolve(*convolution, reals(call.input(0)), reals(call.input(1)),
                        bias != nullptr ? reals(*bias) : Reals());
  return one(std::move(y));
}

}  // namespace bakeoff::model::reference
