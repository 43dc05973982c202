#pragma once

#include <string>
#include <vector>

#include "base/error.h"

namespace bakeoff::model::shapes {

/// "bij,bjk->bik": one letter an axis.
struct EinsumEquation {
  std::vector<std::string> operands;
  std::string result;
};

/// Without an arrow the result has the letters that occur once, in alphabetical order. Errors: kBadInput;
/// kUnsupported for an ellipsis and for a letter twice in one term.
Result<EinsumEquation> parse_einsum(const std::string& equation);

/// With the result written out and without spaces.
std::string to_string(const EinsumEquation& equation);

}  // namespace bakeoff::model::shapes
