#include "model/onnx/shapes/einsum.h"

#include <algorithm>
#include <map>

#include "model/onnx/counts.h"
#include "model/onnx/shapes/operators.h"

namespace bakeoff::model::shapes {
namespace {

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

Result<void> check_term(const std::string& term) {
  if (term.find("...") != std::string::npos) {
    return fail(ErrorKind::kUnsupported, "an equation with an ellipsis");
  }
  if (!std::all_of(term.begin(), term.end(), is_letter)) return bad("the equation has a term without sense");
  std::string sorted = term;
  std::sort(sorted.begin(), sorted.end());
  if (std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end()) {
    return fail(ErrorKind::kUnsupported, "an equation with a letter twice in one term");
  }
  return {};
}

/// The letters that occur in one operand only, in alphabetical order.
std::string single_letters(const std::vector<std::string>& operands) {
  std::map<char, int> counts;
  for (const std::string& operand : operands) {
    for (const char letter : operand) ++counts[letter];
  }
  std::string letters;
  for (const auto& [letter, count] : counts) {
    if (count == 1) letters += letter;
  }
  return letters;
}

std::vector<std::string> split_at_commas(const std::string& text) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == ',') {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

/// Notes how long each letter's axis is.
Result<void> note_lengths(const std::string& letters, const Shape& shape, std::map<char, Dim>& lengths) {
  if (letters.size() != shape.size()) {
    return bad("the term '" + letters + "' for shape " + model::to_string(shape));
  }
  for (std::size_t i = 0; i < letters.size(); ++i) {
    Dim& length = lengths.emplace(letters[i], shape[i]).first->second;
    if (!length.value) length = shape[i];
    if (length.value && shape[i].value && *length.value != *shape[i].value) {
      return bad(std::string("the axes '") + letters[i] + "' have different lengths");
    }
  }
  return {};
}

}  // namespace

Result<EinsumEquation> parse_einsum(const std::string& equation) {
  std::string text = equation;
  std::erase(text, ' ');
  const std::size_t arrow = text.find("->");
  EinsumEquation parsed{.operands = split_at_commas(text.substr(0, arrow)), .result = {}};
  for (const std::string& operand : parsed.operands) {
    const Result<void> checked = check_term(operand);
    if (!checked) return tl::unexpected(checked.error());
  }
  parsed.result = arrow == std::string::npos ? single_letters(parsed.operands) : text.substr(arrow + 2);
  const Result<void> checked = check_term(parsed.result);
  if (!checked) return tl::unexpected(checked.error());
  return parsed;
}

std::string to_string(const EinsumEquation& equation) {
  std::string text;
  for (const std::string& operand : equation.operands) text += (text.empty() ? "" : ",") + operand;
  return text + "->" + equation.result;
}

Result<Outputs> infer_einsum(const Call& call) {
  const Result<std::string> text = call.string("equation", "");
  if (!text) return tl::unexpected(text.error());
  const Result<EinsumEquation> equation = parse_einsum(*text);
  if (!equation) return tl::unexpected(equation.error());
  if (equation->operands.size() != call.input_count()) {
    return bad(std::to_string(equation->operands.size()) + " terms for " +
               std::to_string(call.input_count()) + " inputs");
  }
  std::map<char, Dim> lengths;
  for (std::size_t i = 0; i < call.input_count(); ++i) {
    const Known* input = call.optional_input(i);
    if (input == nullptr) return bad("input " + std::to_string(i) + " is missing");
    if (!input->shape) return Outputs{with_shape(call, std::nullopt)};
    const Result<void> noted = note_lengths(equation->operands[i], *input->shape, lengths);
    if (!noted) return tl::unexpected(noted.error());
  }
  Shape shape;
  for (const char letter : equation->result) {
    const auto length = lengths.find(letter);
    if (length == lengths.end()) return bad(std::string("the result's axis '") + letter + "' is not there");
    shape.push_back(length->second);
  }
  return Outputs{with_shape(call, std::move(shape))};
}

}  // namespace bakeoff::model::shapes
