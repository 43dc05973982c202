#include "model/prepare/form.h"

#include <array>
#include <utility>

#include "model/lower/graphdef/to_graphdef.h"
#include "model/lower/torchscript/torchscript.h"
#include "model/onnx/canonical.h"
#include "model/onnx/precision.h"
#include "model/onnx/reader.h"
#include "model/prepare/cache.h"

namespace bakeoff::model {
namespace {

/// A form that the canonical graph is lowered to.
struct Lowering {
  const char* form;
  const char* extension;
  Result<Lowered> (*lower)(const Graph& canonical);
};
constexpr std::array<Lowering, 2> kLowerings{
    {{"torchscript", ".pt", to_torchscript}, {"graphdef", ".pb", to_graphdef}}};

Result<ModelForm> placed(ModelForm form, const Result<CachedFile>& file) {
  if (!file) return tl::unexpected(file.error());
  form.path = file->path;
  form.sha256 = file->sha256;
  return form;
}

Result<ModelForm> lowered(Graph graph, const Lowering& lowering, const std::filesystem::path& cache) {
  const Result<Graph> plain = canonical(std::move(graph));
  if (!plain) return tl::unexpected(plain.error());
  Result<Lowered> result = lowering.lower(*plain);
  if (!result) return tl::unexpected(result.error());
  ModelForm form{
      .path = {}, .sha256 = {}, .inputs = std::move(result->inputs), .outputs = std::move(result->outputs)};
  return placed(std::move(form), keep_in_cache(cache, result->bytes, lowering.extension));
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
  if (request.form == "onnx") return placed(plain_form(model), keep_in_cache(cache, *graph));
  for (const Lowering& lowering : kLowerings) {
    if (request.form == lowering.form) return lowered(std::move(*graph), lowering, cache);
  }
  return fail(ErrorKind::kUnsupported, "there is no lowering to '" + request.form + "'");
}

}  // namespace bakeoff::model
