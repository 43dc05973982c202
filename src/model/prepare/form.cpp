#include "model/prepare/form.h"

#include <utility>

#include "model/onnx/reader.h"
#include "model/onnx/writer.h"
#include "model/prepare/cache.h"

namespace bakeoff::model {

ModelForm plain_form(const PreparedModel& model) {
  ModelForm form{.path = model.path, .sha256 = model.sha256, .inputs = {}, .outputs = {}};
  for (const InputSpec& input : model.inputs) {
    form.inputs.push_back({.name = input.name, .type = input.type, .dims = input.dims, .axes = {}});
  }
  for (const std::string& name : model.output_names) {
    form.outputs.push_back({.name = name, .type = ElementType::kUndefined, .dims = {}, .axes = {}});
  }
  return form;
}

Result<ModelForm> make_form(const PreparedModel& model, const FormRequest& request,
                            const std::filesystem::path& /*cache*/) {
  if (request == FormRequest{}) return plain_form(model);
  return fail(ErrorKind::kUnsupported, "there is no lowering to " + request.form, model.name);
}

}  // namespace bakeoff::model
