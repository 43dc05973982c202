#include <algorithm>
#include <map>
#include <string>

#include "model/reference/operators/operators.h"
#include "model/reference/strides.h"

namespace bakeoff::model::reference {
namespace {

// "..." becomes capital letters that no equation uses twice: ONNX allows letters of both cases, so the axes
// it stands for get characters that are none.
std::string spelled_out(const std::string& term, std::size_t ellipsis_axes) {
  std::string labels;
  for (std::size_t i = 0; i < term.size(); ++i) {
    if (term.compare(i, 3, "...") == 0) {
      for (std::size_t axis = 0; axis < ellipsis_axes; ++axis) labels += static_cast<char>('0' + axis);
      i += 2;
    } else if (term[i] != ' ') {
      labels += term[i];
    }
  }
  return labels;
}

std::vector<std::string> terms_of(const std::string& equation) {
  std::vector<std::string> terms(1);
  for (const char character : equation.substr(0, equation.find("->"))) {
    if (character == ',') {
      terms.emplace_back();
    } else {
      terms.back() += character;
    }
  }
  return terms;
}

std::size_t letters_in(const std::string& term) {
  return static_cast<std::size_t>(
      std::count_if(term.begin(), term.end(), [](char c) { return c != ' ' && c != '.'; }));
}

struct Equation {
  std::vector<std::string> operands;
  std::string result;
};

Equation read(const Call& call) {
  const std::string& text = call.text("equation");
  std::vector<std::string> terms = terms_of(text);
  std::size_t ellipsis = 0;
  for (std::size_t i = 0; i < terms.size(); ++i) {
    if (terms[i].find("...") != std::string::npos) {
      ellipsis = std::max(ellipsis, call.input(i).dims.size() - letters_in(terms[i]));
    }
  }
  Equation equation;
  std::map<char, int> uses;
  for (std::size_t i = 0; i < terms.size(); ++i) {
    const bool spread = terms[i].find("...") != std::string::npos;
    // Operands with fewer axes in their "..." lack the first ones.
    const std::size_t own = spread ? call.input(i).dims.size() - letters_in(terms[i]) : 0;
    std::string labels = spelled_out(terms[i], ellipsis);
    if (spread) labels.erase(labels.find('0'), ellipsis - own);
    for (const char label : labels) ++uses[label];
    equation.operands.push_back(labels);
  }
  const std::size_t arrow = text.find("->");
  if (arrow != std::string::npos) {
    equation.result = spelled_out(text.substr(arrow + 2), ellipsis);
    return equation;
  }
  for (std::size_t axis = 0; axis < ellipsis; ++axis) equation.result += static_cast<char>('0' + axis);
  for (const auto& [label, count] : uses) {
    const bool digit = label >= '0' && label <= '9';
    if (!digit && count == 1) equation.result += label;
  }
  return equation;
}

// Strides of a tensor whose axes carry these labels, over the axes `order`; a label named twice walks a
// diagonal.
Dims strides_over(const Dims& dims, const std::string& labels, const std::string& order) {
  const Dims own = strides_of(dims);
  Dims strides(order.size(), 0);
  for (std::size_t axis = 0; axis < labels.size(); ++axis) {
    if (dims[axis] != 1) strides[order.find(labels[axis])] += own[axis];
  }
  return strides;
}

}  // namespace

// One operand after the other is multiplied into a running product over all labels that are still needed;
// sums run over the rest. Simple, and fast enough for the two operands of attention.
Outcome evaluate_einsum(const Call& call) {
  const Equation equation = read(call);
  std::map<char, std::int64_t> lengths;
  for (std::size_t i = 0; i < equation.operands.size(); ++i) {
    for (std::size_t axis = 0; axis < equation.operands[i].size(); ++axis) {
      std::int64_t& length = lengths[equation.operands[i][axis]];
      length = std::max(length, call.input(i).dims.at(axis));
    }
  }
  Value total{.type = ElementType::kDouble, .dims = {}, .elements = Reals{1.0}};
  std::string labels;
  for (std::size_t i = 0; i < equation.operands.size(); ++i) {
    std::string kept;
    std::string summed;
    for (const auto& [label, length] : lengths) {
      const bool here = (labels + equation.operands[i]).find(label) != std::string::npos;
      bool later = equation.result.find(label) != std::string::npos;
      for (std::size_t j = i + 1; j < equation.operands.size(); ++j) {
        later = later || equation.operands[j].find(label) != std::string::npos;
      }
      if (here) (later ? kept : summed) += label;
    }
    const std::string order = kept + summed;
    Dims dims;
    for (const char label : order) dims.push_back(lengths[label]);
    Value next = make_value(ElementType::kDouble,
                            Dims(dims.begin(), dims.begin() + static_cast<std::ptrdiff_t>(kept.size())));
    const Reals factors = as_reals(call.input(i));
    Reals& sums = reals(next);
    for_each_row<3>(dims,
                    {strides_over(next.dims, kept, order), strides_over(total.dims, labels, order),
                     strides_over(call.input(i).dims, equation.operands[i], order)},
                    [&](std::size_t, const auto& offsets, std::size_t length, const auto& steps) {
                      double* to = sums.data() + offsets[0];
                      const double* left = reals(total).data() + offsets[1];
                      const double* right = factors.data() + offsets[2];
                      for (std::int64_t at = 0; at < static_cast<std::int64_t>(length); ++at) {
                        to[at * steps[0]] += left[at * steps[1]] * right[at * steps[2]];
                      }
                    });
    total = std::move(next);
    labels = kept;
  }
  Dims order;
  for (const char label : equation.result) order.push_back(static_cast<std::int64_t>(labels.find(label)));
  total = transposed(total, order);
  Value y = call.make_output();
  if (is_real(y.type)) {
    y.elements = std::move(total.elements);
  } else {
    std::transform(reals(total).begin(), reals(total).end(), integers(y).begin(),
                   [&](double element) { return wrapped(y.type, static_cast<std::int64_t>(element)); });
  }
  return one(std::move(y));
}

}  // namespace bakeoff::model::reference
