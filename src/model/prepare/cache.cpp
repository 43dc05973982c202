#include "model/prepare/cache.h"

#include <span>
#include <system_error>

#include "base/hash.h"
#include "model/onnx/atomic_file.h"
#include "model/onnx/counts.h"
#include "model/onnx/writer.h"

namespace bakeoff::model {
namespace {

namespace fs = std::filesystem;

Error with_advice(Error error, std::size_t size) {
  constexpr std::size_t kMebibyte = std::size_t{1} << 20U;
  error.what = "the cache takes no new model: " + error.what;
  error.hint = "it needs " + std::to_string(size / kMebibyte + 1) +
               " MiB in a folder that can be written to; set XDG_CACHE_HOME to choose another";
  return error;
}

std::size_t size_of(std::span<const std::string_view> pieces) {
  std::size_t size = 0;
  for (const std::string_view piece : pieces) size += piece.size();
  return size;
}

std::string sha256_of(std::span<const std::string_view> pieces) {
  Sha256 hash;
  for (const std::string_view piece : pieces) hash.add(piece);
  return hash.digest();
}

Result<CachedFile> keep(const fs::path& cache, std::span<const std::string_view> pieces,
                        const std::string& extension) {
  const fs::path folder = cache / "models";
  CachedFile file{.path = {}, .sha256 = sha256_of(pieces)};
  file.path = folder / (file.sha256 + extension);
  if (const Result<std::string> found = sha256_of_file(file.path); found && *found == file.sha256) {
    mark_used(file.path);
    return file;
  }

  std::error_code problem;
  fs::create_directories(folder, problem);
  if (problem) {
    return tl::unexpected(with_advice(
        fail_errno(problem.value(), "cannot create the folder", folder.string()).value(), size_of(pieces)));
  }
  const Result<void> written = write_atomically(file.path, pieces);
  if (!written) return tl::unexpected(with_advice(written.error(), size_of(pieces)));
  return file;
}

}  // namespace

Result<CachedFile> keep_in_cache(const fs::path& cache, std::string_view bytes,
                                 const std::string& extension) {
  return keep(cache, std::span(&bytes, 1), extension);
}

Result<CachedFile> keep_in_cache(const fs::path& cache, const Graph& graph, std::uint64_t most_in_one_file) {
  if (weight_bytes(graph) <= most_in_one_file) return keep_in_cache(cache, to_onnx(graph));
  const DataLayout layout = lay_out(graph);
  // First the data: a model in the cache must never name a file that is not there.
  Result<CachedFile> data = keep(cache, layout.pieces, ".data");
  if (!data) return data;
  const Result<std::string> model = to_onnx(graph, layout, data->path.filename().string());
  if (!model) return tl::unexpected(model.error());
  return keep_in_cache(cache, *model);
}

}  // namespace bakeoff::model
