#include "cli/program.h"

#include <system_error>

namespace bakeoff::cli {

Result<Program> find_program() {
  std::error_code error;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
  if (error) return fail(ErrorKind::kInternal, "cannot tell where this program lies: " + error.message());
  const auto folder = self.parent_path();
  const Program program{folder / "bakeoff-worker", folder / "adapters"};
  if (!std::filesystem::exists(program.worker, error)) {
    return fail(ErrorKind::kInternal, "the worker program is missing", program.worker.string(),
                "it belongs beside bakeoff: build it again with 'cmake --build --preset release'");
  }
  return program;
}

}  // namespace bakeoff::cli
