#include "model/prepare/prepare.h"

#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <system_error>
#include <utility>

#include "model/onnx/reader.h"
#include "model/onnx/remarks.h"
#include "model/onnx/rewrite.h"
#include "model/onnx/shapes.h"
#include "model/onnx/writer.h"
#include "model/prepare/cache.h"
#include "model/prepare/inputs.h"
#include "model/zoo/catalogue.h"

namespace bakeoff::model {
namespace {

namespace fs = std::filesystem;

// The same weights in every study, so that two studies of a zoo network have run the same file.
constexpr std::uint64_t kWeightSeed = 1;

enum class Origin { kZoo, kFile, kUnknown };

// The zoo comes first, so that a stray file in the current folder does not change what a name means.
Origin origin_of(const std::string& model) {
  const auto named = [&](const ZooEntry& entry) { return entry.name == model; };
  if (std::any_of(zoo().begin(), zoo().end(), named)) return Origin::kZoo;
  const fs::path path(model);
  std::error_code ignored;
  if (path.extension() == ".onnx" || fs::is_regular_file(path, ignored)) return Origin::kFile;
  return Origin::kUnknown;
}

tl::unexpected<Error> unknown(const std::string& model) {
  const Error in_zoo = make_zoo_model(model, 1, kWeightSeed).error();
  return fail(ErrorKind::kNotFound, "'" + model + "' is neither a network of the zoo nor a file", "",
              in_zoo.hint + " or give the path of an .onnx file");
}

Error at(Error error, const std::string& place) {
  if (error.where.empty()) {
    error.where = place;
  } else if (!error.where.starts_with(place)) {
    error.where = place + ": " + error.where;
  }
  return error;
}

}  // namespace

Result<PreparedModel> prepare(const PrepareRequest& request, const fs::path& cache) {
  if (request.batch < 1 || request.sets < 1) {
    return fail(ErrorKind::kUsage, "the batch and the number of inputs must be 1 or more");
  }
  const Origin origin = origin_of(request.model);
  if (origin == Origin::kUnknown) return unknown(request.model);
  const auto here = [&](Error error) { return at(std::move(error), request.model); };

  Result<Graph> source = origin == Origin::kZoo ? make_zoo_model(request.model, request.batch, kWeightSeed)
                                                : read_onnx(request.model);
  if (!source) return tl::unexpected(here(source.error()));
  PreparedModel prepared;
  prepared.name = origin == Origin::kZoo ? request.model : fs::path(request.model).filename().string();
  prepared.batch = request.batch;
  prepared.remarks = remarks_for(*source);

  const Result<Graph> graph = with_batch(std::move(*source), request.batch);
  if (!graph) return tl::unexpected(here(graph.error()));
  // Until there is a reference to hold outputs against, only models whose operators are known are raced.
  if (const auto known = infer_shapes(*graph); !known) return tl::unexpected(here(known.error()));
  const Result<std::vector<InputSpec>> inputs = input_specs(*graph);
  if (!inputs) return tl::unexpected(here(inputs.error()));
  prepared.inputs = *inputs;
  for (const ValueInfo& output : graph->outputs) prepared.output_names.push_back(output.name);

  const Result<CachedFile> file = keep_in_cache(cache, to_onnx(*graph));
  if (!file) return tl::unexpected(file.error());
  prepared.path = file->path;
  prepared.sha256 = file->sha256;
  prepared.sets = make_inputs(*graph, prepared.inputs,
                              {.batch = request.batch, .sets = request.sets, .seed = request.input_seed});
  return prepared;
}

fs::path default_cache() {
  // The base directory specification has relative paths ignored.
  const auto folder = [](const char* variable) {
    const char* value = std::getenv(variable);
    return value != nullptr && *value == '/' ? fs::path(value) : fs::path();
  };
  if (const fs::path named = folder("XDG_CACHE_HOME"); !named.empty()) return named / "bakeoff";
  if (const fs::path home = folder("HOME"); !home.empty()) return home / ".cache" / "bakeoff";
  passwd entry{};
  passwd* found = nullptr;
  std::array<char, 4096> buffer{};
  getpwuid_r(getuid(), &entry, buffer.data(), buffer.size(), &found);
  return (found != nullptr ? fs::path(found->pw_dir) : fs::temp_directory_path()) / ".cache" / "bakeoff";
}

}  // namespace bakeoff::model
