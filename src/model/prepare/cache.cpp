#include "model/prepare/cache.h"

#include <system_error>

#include "base/hash.h"
#include "model/onnx/atomic_file.h"

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

}  // namespace

Result<CachedFile> keep_in_cache(const fs::path& cache, std::string_view bytes,
                                 const std::string& extension) {
  const fs::path folder = cache / "models";
  CachedFile file{.path = {}, .sha256 = sha256(bytes)};
  file.path = folder / (file.sha256 + extension);
  if (const Result<std::string> found = sha256_of_file(file.path); found && *found == file.sha256)
    return file;

  std::error_code problem;
  fs::create_directories(folder, problem);
  if (problem) {
    return tl::unexpected(with_advice(
        fail_errno(problem.value(), "cannot create the folder", folder.string()).value(), bytes.size()));
  }
  remove_abandoned(folder);
  const Result<void> written = write_atomically(file.path, bytes);
  if (!written) return tl::unexpected(with_advice(written.error(), bytes.size()));
  return file;
}

}  // namespace bakeoff::model
