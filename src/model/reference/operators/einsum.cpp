#include <algorithm>
#include <map>
#include <string>
#include <string_view>

#include "model/reference/operators/operators.h"
#include "model/reference/strides.h"

namespace bakeoff::model::reference {
namespace {

/// One letter an axis, as the equation has them: no letter twice in a term, the result written out.
struct Equation {
  std::vector<std::string> operands;
  std::string result;
};

Equation parse(std::string_view text) {
  const std::size_t arrow = text.find("->");
  Equation equation{.operands = {""}, .result = std::string(text.substr(arrow + 2))};
  for (const char character : text.substr(0, arrow)) {
    if (character == ',') {
      equation.operands.emplace_back();
    } else {
      equation.operands.back() += character;
    }
  }
  return equation;
}

// Reals whose axes carry letters.
struct Labelled {
  std::string labels;
  Value value;
};

// Strides over the axes `order`; axes that the tensor does not have, or only with one place, stand still.
Dims strides_over(const Labelled& tensor, const std::string& order) {
  const Dims own = strides_of(tensor.value.dims);
  Dims strides(order.size(), 0);
  for (std::size_t axis = 0; axis < tensor.labels.size(); ++axis) {
    if (tensor.value.dims[axis] != 1) strides[order.find(tensor.labels[axis])] = own[axis];
  }
  return strides;
}

// a times b, summed over the letters that are not in `kept`.
Labelled multiplied(const Labelled& a, const Labelled& b, const std::string& kept, const std::string& summed,
                    std::map<char, std::int64_t>& lengths) {
  const std::string order = kept + summed;
  Dims dims;
  for (const char label : order) dims.push_back(lengths[label]);
  const Dims kept_dims(dims.begin(), dims.begin() + static_cast<std::ptrdiff_t>(kept.size()));
  Labelled result{kept, make_value(ElementType::kDouble, kept_dims)};
  for_each_row<3>(dims, {strides_over(result, order), strides_over(a, order), strides_over(b, order)},
                  [&](std::size_t, const auto& offsets, std::size_t length, const auto& steps) {
                    double* to = reals(result.value).data() + offsets[0];
                    const double* left = reals(a.value).data() + offsets[1];
                    const double* right = reals(b.value).data() + offsets[2];
                    for (std::int64_t at = 0; at < static_cast<std::int64_t>(length); ++at) {
                      to[at * steps[0]] += left[at * steps[1]] * right[at * steps[2]];
                    }
                  });
  return result;
}

}  // namespace

// One operand after the other is multiplied into a running product over the letters that are still needed.
// Simple, and fast enough for the two operands of attention.
Outcome evaluate_einsum(const Call& call) {
  const Equation equation = parse(call.text("equation"));
  std::map<char, std::int64_t> lengths;
  for (std::size_t i = 0; i < equation.operands.size(); ++i) {
    for (std::size_t axis = 0; axis < equation.operands[i].size(); ++axis) {
      std::int64_t& length = lengths[equation.operands[i][axis]];
      length = std::max(length, call.input(i).dims.at(axis));
    }
  }
  Labelled total{"", {.type = ElementType::kDouble, .dims = {}, .elements = Reals{1.0}}};
  for (std::size_t i = 0; i < equation.operands.size(); ++i) {
    const Value& x = call.input(i);
    const Labelled operand{equation.operands[i],
                           {.type = ElementType::kDouble, .dims = x.dims, .elements = as_reals(x)}};
    std::string needed = equation.result;
    for (std::size_t later = i + 1; later < equation.operands.size(); ++later)
      needed += equation.operands[later];
    std::string kept;
    std::string summed;
    for (const auto& [label, length] : lengths) {
      if ((total.labels + operand.labels).find(label) == std::string::npos) continue;
      (needed.find(label) != std::string::npos ? kept : summed) += label;
    }
    total = multiplied(total, operand, kept, summed, lengths);
  }
  Dims order;
  for (const char label : equation.result)
    order.push_back(static_cast<std::int64_t>(total.labels.find(label)));
  Value sums = transposed(total.value, order);
  Value y = call.make_output();
  if (is_real(y.type)) {
    y.elements = std::move(sums.elements);
  } else {
    std::transform(reals(sums).begin(), reals(sums).end(), integers(y).begin(),
                   [&](double sum) { return wrapped(y.type, static_cast<std::int64_t>(sum)); });
  }
  return one(std::move(y));
}

}  // namespace bakeoff::model::reference
