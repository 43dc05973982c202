#include <cmath>
#include <cstdlib>

#include "model/reference/operators/map_elements.h"

namespace bakeoff::model::reference {
namespace {

using RealFunction = double (*)(double);
using IntegerFunction = std::int64_t (*)(std::int64_t);

double sign(double x) {
  return std::isnan(x) ? x : static_cast<double>(x > 0) - static_cast<double>(x < 0);
}

const std::map<std::string_view, RealFunction>& real_functions() {
  static const std::map<std::string_view, RealFunction> kTable = {
      {"Abs", [](double x) { return std::abs(x); }},
      {"Acos", [](double x) { return std::acos(x); }},
      {"Acosh", [](double x) { return std::acosh(x); }},
      {"Asin", [](double x) { return std::asin(x); }},
      {"Asinh", [](double x) { return std::asinh(x); }},
      {"Atan", [](double x) { return std::atan(x); }},
      {"Atanh", [](double x) { return std::atanh(x); }},
      {"Ceil", [](double x) { return std::ceil(x); }},
      {"Cos", [](double x) { return std::cos(x); }},
      {"Cosh", [](double x) { return std::cosh(x); }},
      {"Erf", [](double x) { return std::erf(x); }},
      {"Exp", [](double x) { return std::exp(x); }},
      {"Floor", [](double x) { return std::floor(x); }},
      {"Log", [](double x) { return std::log(x); }},
      {"Neg", [](double x) { return -x; }},
      {"Reciprocal", [](double x) { return 1 / x; }},
      {"Round", [](double x) { return std::nearbyint(x); }},
      {"Sign", sign},
      {"Sin", [](double x) { return std::sin(x); }},
      {"Sinh", [](double x) { return std::sinh(x); }},
      {"Sqrt", [](double x) { return std::sqrt(x); }},
      {"Tan", [](double x) { return std::tan(x); }},
      {"Tanh", [](double x) { return std::tanh(x); }},
  };
  return kTable;
}

// Negation by way of unsigned numbers: the smallest integer has no counterpart.
std::int64_t negated(std::int64_t x) {
  return static_cast<std::int64_t>(0U - static_cast<std::uint64_t>(x));
}

const std::map<std::string_view, IntegerFunction>& integer_functions() {
  static const std::map<std::string_view, IntegerFunction> kTable = {
      {"Abs", [](std::int64_t x) { return x < 0 ? negated(x) : x; }},
      {"BitwiseNot", [](std::int64_t x) { return ~x; }},
      {"Neg", negated},
      {"Not", [](std::int64_t x) -> std::int64_t { return x == 0 ? 1 : 0; }},
      {"Sign", [](std::int64_t x) -> std::int64_t { return (x > 0 ? 1 : 0) - (x < 0 ? 1 : 0); }},
  };
  return kTable;
}

}  // namespace

Outcome evaluate_unary(const Call& call) {
  if (is_real(call.input(0).type)) {
    return map_reals(call, real_functions().at(call.op_type()));
  }
  const bool unsigned_abs = call.op_type() == "Abs" && call.input(0).type == ElementType::kUint64;
  if (unsigned_abs) return one(call.input(0));
  return map_elements(
      call, [](double x) { return x; }, integer_functions().at(call.op_type()));
}

}  // namespace bakeoff::model::reference
