#include "plain_program.h"

#include <fmt/core.h>

#include <map>
#include <string>
#include <system_error>
#include <vector>

#include "runtimes/adapter_build.h"
#include "runtimes/process.h"

namespace bakeoff::bench {

namespace fs = std::filesystem;

namespace {

// The library that an engineer would link to: where there is one, that with the C interface.
std::string library_prefix(const std::string& runtime) {
  static const std::map<std::string, std::string> kOthers = {{"openvino", "libopenvino_c.so"},
                                                             {"pytorch", "libtorch_cpu.so"},
                                                             {"tensorflow", "libtensorflow_cc.so"}};
  const auto found = kOthers.find(runtime);
  return found == kOthers.end() ? "lib" + runtime + ".so" : found->second;
}

Result<fs::path> find_library(const fs::path& folder, const std::string& prefix) {
  std::error_code error;
  for (const auto& entry : fs::recursive_directory_iterator(folder, error)) {
    if (entry.path().filename().string().starts_with(prefix)) return entry.path();
  }
  return fail(ErrorKind::kNotFound, "there is no " + prefix + "*", folder.string());
}

bool is_newer(const fs::path& program, const fs::path& source) {
  std::error_code error;
  const auto made = fs::last_write_time(program, error);
  return !error && made > fs::last_write_time(source, error) && !error;
}

Result<void> compile(const fs::path& source, const runtimes::RuntimeEntry& entry,
                     const fs::path& installation, const fs::path& program) {
  const auto places = runtimes::build_words(*entry.build, installation);
  if (!places) return tl::unexpected(places.error());
  std::vector<std::string> words{runtimes::adapter_order(entry).compiler,
                                 "-std=c++20",
                                 "-O2",
                                 "-DNDEBUG",
                                 "-w",
                                 "-I" + source.parent_path().parent_path().string(),
                                 "-o",
                                 program.string(),
                                 source.string()};
  words.insert(words.end(), places->begin(), places->end());
  for (const auto& library : entry.build->libraries) words.push_back("-l" + library);
  words.push_back("-Wl,-rpath," + (installation / entry.build->library_folder).string());
  const fs::path log = program.string() + ".log";
  const auto exit = runtimes::run_program(words, log);
  if (!exit) return tl::unexpected(exit.error());
  if (exit->success()) return {};
  return fail(ErrorKind::kInternal, "cannot be compiled: " + runtimes::first_error(log), source.string());
}

}  // namespace

Result<std::optional<PlainProgram>> plain_program(const runtimes::InstalledRuntime& runtime,
                                                  const runtimes::RuntimeEntry& entry,
                                                  const fs::path& folder) {
  PlainProgram plain;
  const fs::path source = fs::path(BAKEOFF_PLAIN_SOURCES) / (runtime.name + ".cpp");
  if (!fs::exists(source)) return std::nullopt;
  auto library = find_library(runtime.library_dir, library_prefix(runtime.name));
  if (!library) return tl::unexpected(library.error());
  plain.library = std::move(*library);
  plain.program = folder / runtime.name;
  if (!entry.build) return plain;
  plain.program += "-" + runtime.version;
  if (!is_newer(plain.program, source)) {
    fmt::print("compiling the plain program for {} {}\n", runtime.name, runtime.version);
    if (auto done = compile(source, entry, runtime.library_dir, plain.program); !done) {
      return tl::unexpected(done.error());
    }
  }
  return plain;
}

}  // namespace bakeoff::bench
