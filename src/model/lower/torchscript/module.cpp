#include "model/lower/torchscript/module.h"

#include <utility>

#include "model/lower/torchscript/pickle.h"
#include "model/lower/torchscript/types.h"
#include "model/lower/torchscript/zip.h"

namespace bakeoff::model::torchscript {
namespace {

// Of the file format: from 10 on, operators mean what they mean in torch 1.13 and later without "upgraders".
constexpr std::string_view kFileVersion = "10\n";

// Every archive has one folder, whose name means nothing.
const std::string kFolder = "bakeoff/";

std::string weight_name(std::size_t index) {
  return "w" + std::to_string(index);
}

std::string signature(std::size_t inputs, std::size_t outputs) {
  std::string text = "  def forward(self: __torch__.Model";
  for (std::size_t i = 0; i < inputs; ++i) text += ",\n    x" + std::to_string(i) + ": Tensor";
  if (outputs == 1) return text + ") -> Tensor:\n";
  text += ") -> Tuple[";
  for (std::size_t i = 0; i < outputs; ++i) text += i == 0 ? "Tensor" : ", Tensor";
  return text + "]:\n";
}

}  // namespace

std::string Module::add_input() {
  return "x" + std::to_string(inputs_++);
}

std::string Module::add_weight(const Tensor& tensor) {
  weights_.push_back(&tensor);
  return "self." + weight_name(weights_.size() - 1);
}

std::string Module::keep(Tensor tensor) {
  kept_.push_back(std::make_unique<Tensor>(std::move(tensor)));
  return add_weight(*kept_.back());
}

std::string Module::new_variable() {
  return "v" + std::to_string(variables_++);
}

void Module::assign(const std::string& target, const std::string& expression, const std::string& comment) {
  body_ += "    " + target + " = " + expression;
  if (!comment.empty()) body_ += "  # " + comment;
  body_ += '\n';
}

// Parameters are what Module::to() and torch's own passes take for weights; integers are none.
std::string Module::attributes() const {
  std::string parameters;
  std::string buffers;
  std::string types;
  for (std::size_t i = 0; i < weights_.size(); ++i) {
    (is_floating(weights_[i]->type) ? parameters : buffers) += "\"" + weight_name(i) + "\", ";
    types += "  " + weight_name(i) + " : Tensor\n";
  }
  return "  __parameters__ = [" + parameters + "]\n  __buffers__ = [" + buffers + "]\n  training : bool\n" +
         types;
}

std::string Module::source(const std::vector<std::string>& outputs) const {
  std::string returned;
  for (const std::string& output : outputs) returned += (returned.empty() ? "" : ", ") + output;
  if (outputs.size() > 1) returned = "(" + returned + ")";
  return "class Model(Module):\n" + attributes() + signature(inputs_, outputs.size()) + body_ +
         "    return " + returned + "\n";
}

std::string Module::state() const {
  Pickle pickle;
  pickle.global("__torch__", "Model").empty_tuple().new_object().empty_dict().mark();
  pickle.text("training").no();
  for (std::size_t i = 0; i < weights_.size(); ++i) {
    pickle.text(weight_name(i)).tensor(weights_[i]->type, weights_[i]->dims, i);
  }
  return pickle.set_items().build().finish();
}

std::string Module::archive(const std::vector<std::string>& outputs) const {
  constexpr std::size_t kPerEntry = 512;  // headers, names and padding
  const std::string code = source(outputs);
  const std::string pickled = state();
  std::size_t size = code.size() + pickled.size() + 8 * kPerEntry;
  for (const Tensor* weight : weights_) size += weight->data.size() + kPerEntry;

  ZipWriter zip;
  zip.reserve(size);
  zip.add(kFolder + "data.pkl", pickled);
  zip.add(kFolder + "code/__torch__.py", code);
  for (std::size_t i = 0; i < weights_.size(); ++i) {
    zip.add(kFolder + "data/" + std::to_string(i), weights_[i]->data);
  }
  zip.add(kFolder + "constants.pkl", Pickle().empty_tuple().finish());
  zip.add(kFolder + "version", kFileVersion);
  zip.add(kFolder + "byteorder", "little");
  return zip.finish();
}

}  // namespace bakeoff::model::torchscript
