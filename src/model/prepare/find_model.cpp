#include "model/prepare/find_model.h"

#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include "base/units.h"
#include "model/zoo/catalogue.h"

namespace bakeoff::model {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> models_in(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    if (entry->path().extension() == ".onnx") names.push_back(entry->path().filename().string());
  }
  return names;
}

tl::unexpected<Error> no_such_file(const fs::path& path) {
  const fs::path folder = path.parent_path();
  std::error_code error;
  std::string hint;
  if (!folder.empty() && !fs::is_directory(folder, error)) {
    hint = "there is no folder " + folder.string();
  } else {
    const auto names = models_in(folder.empty() ? "." : folder);
    const std::string nearest = nearest_word(path.filename().string(), names);
    if (!nearest.empty()) hint = "did you mean " + (folder / nearest).string() + "?";
  }
  return fail(ErrorKind::kNotFound, "no such file", path.string(), std::move(hint));
}

// Neither the path of anything nor a network: any of the two may be meant.
tl::unexpected<Error> unknown_word(const std::string& word) {
  std::vector<std::string> known = models_in(".");
  for (const ZooEntry& entry : zoo()) known.push_back(entry.name);
  const std::string nearest = nearest_word(word, known);
  return fail(ErrorKind::kNotFound, "'" + word + "' is neither a network of the zoo nor a file", "",
              nearest.empty() ? "name one of 'bakeoff models list' or the path of an .onnx file"
                              : "did you mean " + nearest + "?");
}

}  // namespace

// The zoo comes first, so that a stray file in the current folder does not change what a name means.
Result<Origin> find_model(const std::string& model) {
  if (find_network(model)) return Origin::kZoo;
  const fs::path path(model);
  std::error_code ignored;
  // What is there but cannot be read is told when it is opened.
  if (fs::status(path, ignored).type() != fs::file_type::not_found) return Origin::kFile;
  const bool is_path = path.has_parent_path() || path.extension() == ".onnx";
  if (is_path) return no_such_file(path);
  return unknown_word(model);
}

}  // namespace bakeoff::model
