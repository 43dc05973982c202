#include "model/prepare/given_inputs.h"

#include <algorithm>

#include "base/hash.h"
#include "base/units.h"
#include "model/onnx/convert.h"
#include "model/onnx/counts.h"
#include "model/onnx/wire.h"
#include "model/prepare/npy.h"

namespace bakeoff::model {
namespace {

constexpr const char* kOption = "--input";

tl::unexpected<Error> no_such_input(const PreparedModel& model, const std::string& name) {
  std::vector<std::string> names;
  std::string list;
  for (const InputSpec& input : model.inputs) {
    names.push_back(input.name);
    list += (list.empty() ? "" : ", ") + in_quotes(input.name) + " " + to_string(input.dims);
  }
  const std::string nearest = nearest_word(name, names);
  return fail(ErrorKind::kUsage, "the model has no input " + in_quotes(name), kOption,
              nearest.empty() ? "its inputs are " + list : "did you mean " + in_quotes(nearest) + "?");
}

Result<std::string> read_values(const InputFile& given, const InputSpec& input) {
  Result<Tensor> tensor = read_npy(given.file);
  if (!tensor) return tl::unexpected(tensor.error());
  if (tensor->dims != input.dims) {
    return fail(ErrorKind::kBadInput,
                "has shape " + to_string(tensor->dims) + ", the input " + in_quotes(input.name) +
                    " of this cell has " + to_string(input.dims),
                given.file, "its first axis is the batch (--batch); --shape sets the others");
  }
  Result<Tensor> converted = convert(std::move(*tensor), input.type);
  if (!converted) return tl::unexpected(placed(converted.error(), given.file));
  return std::move(converted->data);
}

}  // namespace

Result<void> use_given_inputs(const std::vector<InputFile>& files, PreparedModel& model) {
  for (const InputFile& given : files) {
    const auto input = std::find_if(model.inputs.begin(), model.inputs.end(),
                                    [&](const InputSpec& spec) { return spec.name == given.input; });
    if (input == model.inputs.end()) return no_such_input(model, given.input);
    const Result<std::string> values = read_values(given, *input);
    if (!values) return tl::unexpected(values.error());
    const auto place = static_cast<std::size_t>(input - model.inputs.begin());
    for (std::vector<std::string>& set : model.sets) set[place] = *values;
    // Of the values as they are handed over: the same ones in another type of file are the same question.
    model.given_sha256.push_back(sha256(*values));
  }
  return {};
}

}  // namespace bakeoff::model
