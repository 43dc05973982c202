#include <cmath>

#include "model/reference/operators/combine.h"
#include "model/reference/operators/operators.h"

namespace bakeoff::model::reference {
namespace {

using RealFunction = double (*)(double, double);
using IntegerFunction = std::int64_t (*)(std::int64_t, std::int64_t);

std::uint64_t bits(std::int64_t value) {
  return static_cast<std::uint64_t>(value);
}

std::int64_t number(std::uint64_t value) {
  return static_cast<std::int64_t>(value);
}

// The sign of the divisor, as in Python.
std::int64_t floor_modulo(std::int64_t a, std::int64_t b) {
  if (b == 0 || b == -1) return 0;
  const std::int64_t rest = a % b;
  return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
}

std::int64_t quotient(std::int64_t a, std::int64_t b) {
  if (b == 0) return 0;  // undefined; runtimes trap or give anything
  return b == -1 ? number(0U - bits(a)) : a / b;
}

std::int64_t power(std::int64_t base, std::int64_t exponent) {
  if (exponent < 0) return base == 1 ? 1 : base == -1 ? (exponent % 2 == 0 ? 1 : -1) : 0;
  std::uint64_t result = 1;
  std::uint64_t square = bits(base);
  for (auto left = bits(exponent); left != 0; left >>= 1U) {
    if ((left & 1U) != 0) result *= square;
    square *= square;
  }
  return number(result);
}

double larger(double a, double b) {
  return std::isnan(a) || a > b ? a : b;
}

double smaller(double a, double b) {
  return std::isnan(a) || a < b ? a : b;
}

const std::map<std::string_view, RealFunction>& real_functions() {
  static const std::map<std::string_view, RealFunction> kTable = {
      {"Add", [](double a, double b) { return a + b; }},
      {"Div", [](double a, double b) { return a / b; }},
      {"Max", larger},
      {"Mean", [](double a, double b) { return a + b; }},
      {"Min", smaller},
      {"Mod", [](double a, double b) { return std::fmod(a, b); }},
      {"Mul", [](double a, double b) { return a * b; }},
      {"Pow", [](double a, double b) { return std::pow(a, b); }},
      {"Sub", [](double a, double b) { return a - b; }},
      {"Sum", [](double a, double b) { return a + b; }},
  };
  return kTable;
}

const std::map<std::string_view, IntegerFunction>& integer_functions() {
  using Number = std::int64_t;
  static const std::map<std::string_view, IntegerFunction> kTable = {
      {"Add", [](Number a, Number b) { return number(bits(a) + bits(b)); }},
      {"And", [](Number a, Number b) { return a & b; }},
      {"BitwiseAnd", [](Number a, Number b) { return a & b; }},
      {"BitwiseOr", [](Number a, Number b) { return a | b; }},
      {"BitwiseXor", [](Number a, Number b) { return a ^ b; }},
      {"Div", quotient},
      {"Max", [](Number a, Number b) { return a > b ? a : b; }},
      {"Min", [](Number a, Number b) { return a < b ? a : b; }},
      {"Mod", floor_modulo},
      {"Mul", [](Number a, Number b) { return number(bits(a) * bits(b)); }},
      {"Or", [](Number a, Number b) { return a | b; }},
      {"Pow", power},
      {"Sub", [](Number a, Number b) { return number(bits(a) - bits(b)); }},
      {"Sum", [](Number a, Number b) { return number(bits(a) + bits(b)); }},
      {"Xor", [](Number a, Number b) { return a ^ b; }},
  };
  return kTable;
}

// uint64 is held as int64: what depends on its sign needs functions of its own.
const std::map<std::string_view, IntegerFunction>& unsigned_functions() {
  using Number = std::int64_t;
  static const std::map<std::string_view, IntegerFunction> kTable = {
      {"Div", [](Number a, Number b) { return b == 0 ? 0 : number(bits(a) / bits(b)); }},
      {"Max", [](Number a, Number b) { return bits(a) > bits(b) ? a : b; }},
      {"Min", [](Number a, Number b) { return bits(a) < bits(b) ? a : b; }},
      {"Mod", [](Number a, Number b) { return b == 0 ? 0 : number(bits(a) % bits(b)); }},
  };
  return kTable;
}

IntegerFunction integer_function(const Call& call, ElementType type) {
  if (call.op_type() == "Mod" && call.integer("fmod") != 0) {
    return [](std::int64_t a, std::int64_t b) { return b == 0 || b == -1 ? 0 : a % b; };
  }
  if (call.op_type() == "BitShift") {
    if (call.text("direction") == "LEFT") {
      return [](std::int64_t a, std::int64_t b) { return bits(b) < 64 ? number(bits(a) << bits(b)) : 0; };
    }
    return [](std::int64_t a, std::int64_t b) { return bits(b) < 64 ? number(bits(a) >> bits(b)) : 0; };
  }
  if (type == ElementType::kUint64) {
    const auto found = unsigned_functions().find(call.op_type());
    if (found != unsigned_functions().end()) return found->second;
  }
  return integer_functions().at(call.op_type());
}

Value combined(const Call& call, const Value& a, const Value& b, Dims dims) {
  Value y = make_value(call.output().type, std::move(dims));
  if (!is_real(y.type)) {
    const IntegerFunction function = integer_function(call, y.type);
    combine<Integers>(a, b, y.dims, integers(y), [&](std::int64_t left, std::int64_t right) {
      return wrapped(y.type, function(left, right));
    });
  } else if (call.op_type() == "Add") {
    combine<Reals>(a, b, y.dims, reals(y), [](double left, double right) { return left + right; });
  } else if (call.op_type() == "Mul") {
    combine<Reals>(a, b, y.dims, reals(y), [](double left, double right) { return left * right; });
  } else {
    combine<Reals>(a, b, y.dims, reals(y), real_functions().at(call.op_type()));
  }
  return y;
}

Dims broadcast(const Dims& a, const Dims& b) {
  Dims dims = a.size() >= b.size() ? a : b;
  const Dims& shorter = a.size() >= b.size() ? b : a;
  for (std::size_t i = 0; i < shorter.size(); ++i) {
    std::int64_t& dim = dims[dims.size() - shorter.size() + i];
    if (dim == 1) dim = shorter[i];
  }
  return dims;
}

// Pow may have an integer base and a real exponent, or the other way round.
Value as_output_kind(const Call& call, const Value& value) {
  if (is_real(call.output().type) == is_real(value.type)) return value;
  Value converted{.type = call.output().type, .dims = value.dims, .elements = as_reals(value)};
  return converted;
}

}  // namespace

Outcome evaluate_binary(const Call& call) {
  const Value& a = call.input(0);
  const Value& b = call.input(1);
  if (is_real(a.type) == is_real(b.type)) return one(combined(call, a, b, call.output().dims));
  if (is_real(a.type)) return one(combined(call, a, as_output_kind(call, b), call.output().dims));
  // An integer to a real power is computed in reals and cut.
  Value powers = make_value(ElementType::kDouble, call.output().dims);
  const Value base{.type = ElementType::kDouble, .dims = a.dims, .elements = as_reals(a)};
  combine<Reals>(base, b, powers.dims, reals(powers), real_functions().at(call.op_type()));
  Value y = call.make_output();
  for (std::size_t i = 0; i < reals(powers).size(); ++i) {
    integers(y)[i] = wrapped(y.type, static_cast<std::int64_t>(reals(powers)[i]));
  }
  return one(std::move(y));
}

Outcome evaluate_variadic(const Call& call) {
  Value y = call.input(0);
  for (std::size_t i = 1; i < call.input_count(); ++i) {
    y = combined(call, y, call.input(i), broadcast(y.dims, call.input(i).dims));
  }
  if (call.op_type() == "Mean") {
    const auto count = static_cast<double>(call.input_count());
    for (double& element : reals(y)) element /= count;
  }
  return one(std::move(y));
}

Outcome evaluate_where(const Call& call) {
  Value y = call.make_output();
  const Integers& condition = integers(call.input(0));
  const Dims& dims = y.dims;
  const auto choose = [&](auto& to) {
    using From = std::decay_t<decltype(to)>;
    const From& yes = std::get<From>(call.input(1).elements);
    const From& no = std::get<From>(call.input(2).elements);
    for_each_row<3>(
        dims,
        {broadcast_strides(call.input(0).dims, dims), broadcast_strides(call.input(1).dims, dims),
         broadcast_strides(call.input(2).dims, dims)},
        [&](std::size_t first, const auto& offsets, std::size_t length, const auto& steps) {
          const auto at = [&](std::size_t operand, std::size_t i) {
            return static_cast<std::size_t>(offsets[operand] + static_cast<std::int64_t>(i) * steps[operand]);
          };
          for (std::size_t i = 0; i < length; ++i) {
            to[first + i] = condition[at(0, i)] != 0 ? yes[at(1, i)] : no[at(2, i)];
          }
        });
  };
  std::visit(choose, y.elements);
  return one(std::move(y));
}

}  // namespace bakeoff::model::reference
