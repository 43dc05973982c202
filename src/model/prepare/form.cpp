#include "model/prepare/form.h"

#include <utility>

#include "model/onnx/precision.h"
#include "model/onnx/reader.h"
#include "model/onnx/writer.h"
#include "model/prepare/cache.h"

namespace bakeoff::model {
namespace {

Result<ModelForm> keep(ModelForm form, const std::string& bytes, const std::filesystem::path& cache) {
  const Result<CachedFile> file = keep_in_cache(cache, bytes);
  if (!file) return tl::unexpected(file.error());
  form.path = file->path;
  form.sha256 = file->sha256;
  return form;
}

}  // namespace

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
                            const std::filesystem::path& cache) {
  if (request == FormRequest{}) return plain_form(model);
  Result<Graph> source = read_onnx(model.path);
  if (!source) return tl::unexpected(source.error());
  Result<Graph> graph = with_precision(std::move(*source), request.precision);
  if (!graph) return tl::unexpected(graph.error());
  if (request.form == "onnx") return keep(plain_form(model), to_onnx(*graph), cache);
  return fail(ErrorKind::kUnsupported, "there is no lowering to '" + request.form + "'");
}

}  // namespace bakeoff::model
