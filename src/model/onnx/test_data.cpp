#include "model/onnx/test_data.h"

#include <charconv>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

#include "model/onnx/tensor_reader.h"

namespace bakeoff::model {
namespace {

namespace fs = std::filesystem;

/// Entries of a folder named PREFIXnumberSUFFIX, by their number.
using Numbered = std::map<unsigned, fs::path>;

std::optional<unsigned> number_in(std::string_view name, std::string_view prefix, std::string_view suffix) {
  if (name.size() <= prefix.size() + suffix.size()) return std::nullopt;
  if (!name.starts_with(prefix) || !name.ends_with(suffix)) return std::nullopt;
  name.remove_prefix(prefix.size());
  name.remove_suffix(suffix.size());
  unsigned number = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  if (error != std::errc() || end != name.data() + name.size()) return std::nullopt;
  return number;
}

Result<Numbered> entries_of(const fs::path& folder, std::string_view prefix, std::string_view suffix) {
  Numbered entries;
  std::error_code problem;
  for (fs::directory_iterator entry(folder, problem), end; !problem && entry != end;
       entry.increment(problem)) {
    const fs::path& path = entry->path();
    if (const auto number = number_in(path.filename().string(), prefix, suffix)) entries[*number] = path;
  }
  if (problem) return fail(ErrorKind::kNotFound, "cannot be read: " + problem.message(), folder.string());
  return entries;
}

Result<std::vector<Tensor>> read_tensors(const fs::path& folder, std::string_view prefix) {
  const Result<Numbered> files = entries_of(folder, prefix, ".pb");
  if (!files) return tl::unexpected(files.error());
  std::vector<Tensor> tensors;
  for (const auto& [number, path] : *files) {
    if (number != tensors.size()) {
      return fail(ErrorKind::kBadInput,
                  std::string(prefix) + std::to_string(tensors.size()) + ".pb is missing", folder.string(),
                  "the files are numbered from 0 without gaps");
    }
    Result<Tensor> tensor = read_tensor(path);
    if (!tensor) return tl::unexpected(tensor.error());
    tensors.push_back(std::move(*tensor));
  }
  return tensors;
}

Result<TestDataSet> read_set(const fs::path& folder) {
  Result<std::vector<Tensor>> inputs = read_tensors(folder, "input_");
  if (!inputs) return tl::unexpected(inputs.error());
  Result<std::vector<Tensor>> outputs = read_tensors(folder, "output_");
  if (!outputs) return tl::unexpected(outputs.error());
  return TestDataSet{.folder = folder, .inputs = std::move(*inputs), .outputs = std::move(*outputs)};
}

}  // namespace

Result<std::vector<TestDataSet>> read_test_data(const fs::path& folder) {
  const Result<Numbered> folders = entries_of(folder, "test_data_set_", "");
  if (!folders) return tl::unexpected(folders.error());
  std::vector<TestDataSet> sets;
  for (const auto& [number, path] : *folders) {
    Result<TestDataSet> set = read_set(path);
    if (!set) return tl::unexpected(set.error());
    if (!set->outputs.empty()) sets.push_back(std::move(*set));
  }
  if (!sets.empty()) return sets;
  Result<TestDataSet> set = read_set(folder);
  if (!set) return tl::unexpected(set.error());
  if (set->outputs.empty()) {
    return fail(ErrorKind::kNotFound, "holds no test data", folder.string(),
                "it needs input_0.pb, ..., output_0.pb, ..., or folders test_data_set_0, ... with them");
  }
  sets.push_back(std::move(*set));
  return sets;
}

}  // namespace bakeoff::model
