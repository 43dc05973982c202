#pragma once

#include <optional>
#include <string_view>

#include "model/onnx/shapes/known.h"

namespace bakeoff::model::shapes {

/// The numbers of OPERATOR(a) for Abs, Ceil, Floor, Neg, Not and Sqrt; nothing as below.
std::optional<Numbers> computed(std::string_view op_type, const Known& a);

/// The numbers of `a OPERATOR b` broadcast to `shape`, for the arithmetic that exporters do on shapes (Add,
/// Sub, Mul, Div, Mod, Max, Min, Pow and the comparisons); nothing if an operand is not known, for other
/// operators, and where the result does not exist (overflow, division by zero).
std::optional<Numbers> computed(std::string_view op_type, const Known& a, const Known& b, const Shape& shape);

/// The numbers of Where(condition, a, b) broadcast to `shape`.
std::optional<Numbers> chosen(const Known& condition, const Known& a, const Known& b, const Shape& shape);

/// The numbers of Cast to `type`; nothing for a type that shape arithmetic does not use.
std::optional<Numbers> converted(const Known& known, ElementType type);

}  // namespace bakeoff::model::shapes
