#include "runtimes/adapter_build.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <set>
#include <system_error>
#include <vector>

#include "base/hash.h"
#include "runtimes/disk.h"
#include "runtimes/place.h"
#include "runtimes/process.h"

namespace bakeoff::runtimes {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kFolder = "adapter";
constexpr std::size_t kHashLength = 16;  // enough to tell builds apart
constexpr std::string_view kAdapters = "adapters/";

std::string default_compiler() {
  const char* named = std::getenv("CXX");
  return named != nullptr && *named != '\0' ? named : "c++";
}

bool is_part(const SourceFile& file, const std::string& adapter) {
  return !file.path.starts_with(kAdapters) || file.path.starts_with("adapters/common/") ||
         file.path.starts_with("adapters/" + adapter + "/");
}

// Everything but the C++ ABI and the places, which belong to the installation.
std::vector<std::string> options(const AdapterOrder& order) {
  std::vector<std::string> words{"-std=c++20",          "-O2", "-DNDEBUG",  "-fPIC",     "-shared",
                                 "-fvisibility=hidden", "-w",  "-Iinclude", "-Iadapters"};
  for (const auto& library : order.build.libraries) words.push_back("-l" + library);
  // The adapter lies two folders deep in the installation, which may be moved.
  words.push_back("-Wl,-rpath,$ORIGIN/../../" + order.build.library_folder);
  // Whatever the libraries need must be there: the linker says it now, and names it.
  words.emplace_back("-Wl,--no-allow-shlib-undefined");
  return words;
}

std::string hash_of(const AdapterOrder& order) {
  Sha256 hash;
  const auto add = [&](std::string_view text) {
    hash.add(text);
    hash.add(std::string_view("\0", 1));
  };
  for (const SourceFile& file : order.sources) {
    if (!is_part(file, order.name)) continue;
    add(file.path);
    add(file.text);
  }
  for (const auto& word : options(order)) add(word);
  return hash.digest().substr(0, kHashLength);
}

Result<std::vector<std::string>> write_sources(const AdapterOrder& order, const fs::path& folder) {
  std::vector<std::string> compiled;
  for (const SourceFile& file : order.sources) {
    if (!is_part(file, order.name)) continue;
    const fs::path path = folder / file.path;
    if (auto made = make_folder(path.parent_path()); !made) return tl::unexpected(made.error());
    std::ofstream stream(path, std::ios::binary);
    stream << file.text;
    stream.close();
    if (!stream) return fail_write(errno, "write", path);
    if (file.path.ends_with(".cpp")) compiled.emplace_back(file.path);
  }
  return compiled;
}

// libstdc++ has two string types; a library uses one of them in its own interface.
Result<std::string> abi_option(const AdapterBuild& build, const fs::path& installation) {
  const fs::path library = installation / build.abi_library;
  std::ifstream stream(library, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
  if (!stream) return fail(ErrorKind::kInternal, "cannot be read", library.string());
  const bool new_abi = bytes.find(build.new_abi_symbol) != std::string::npos;
  return std::string("-D_GLIBCXX_USE_CXX11_ABI=") + (new_abi ? "1" : "0");
}

// The folders in which the linker may find what the runtime's libraries need.
std::set<std::string> library_folders(const fs::path& installation) {
  std::set<std::string> folders;
  std::error_code error;
  for (fs::recursive_directory_iterator entry(installation, error), end; !error && entry != end;
       entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (name == "include") entry.disable_recursion_pending();
    if (name.starts_with("lib") && name.find(".so") != std::string::npos) {
      folders.insert(entry->path().parent_path().string());
    }
  }
  return folders;
}

Result<std::vector<std::string>> command(const AdapterOrder& order, const fs::path& installation,
                                         const fs::path& scratch, const std::vector<std::string>& sources) {
  const auto places = build_words(order.build, installation);
  if (!places) return tl::unexpected(places.error());
  std::vector<std::string> words{order.compiler, "-o", (scratch / (order.name + ".so")).string()};
  for (const auto& source : sources) words.push_back((scratch / source).string());
  words.insert(words.end(), places->begin(), places->end());
  for (std::string word : options(order)) {
    if (word.starts_with("-I")) word = "-I" + (scratch / word.substr(2)).string();
    words.push_back(std::move(word));
  }
  return words;
}

Result<void> compile(const AdapterOrder& order, const fs::path& installation, const fs::path& scratch) {
  const auto sources = write_sources(order, scratch);
  if (!sources) return tl::unexpected(sources.error());
  const auto words = command(order, installation, scratch, *sources);
  if (!words) return tl::unexpected(words.error());
  const fs::path log = scratch / "compiler.log";
  const auto exit = run_program(*words, log);
  if (!exit) {
    return fail(ErrorKind::kNotFound, "the adapter cannot be built: " + exit.error().what, order.name,
                "apt-get install g++, or set CXX to a C++20 compiler");
  }
  if (exit->success()) return {};
  if (exit->signal == SIGINT || exit->signal == SIGTERM) {
    return fail(ErrorKind::kInterrupted, "building the adapter was interrupted", order.name);
  }
  return fail(ErrorKind::kInternal, "the adapter cannot be built: " + first_error(log), order.name,
              "set CXX to a newer compiler (g++ 11 or later), or install another version");
}

}  // namespace

AdapterOrder adapter_order(const RuntimeEntry& entry) {
  return {.name = entry.adapter,
          .build = *entry.build,
          .sources = adapter_sources(),
          .compiler = default_compiler()};
}

Result<std::vector<std::string>> build_words(const AdapterBuild& build, const fs::path& installation) {
  const auto abi = abi_option(build, installation);
  if (!abi) return tl::unexpected(abi.error());
  std::vector<std::string> words{*abi};
  for (const auto& folder : build.include) {
    words.insert(words.end(), {"-isystem", (installation / folder).string()});
  }
  words.push_back("-L" + (installation / build.library_folder).string());
  for (const auto& folder : library_folders(installation)) words.push_back("-Wl,-rpath-link," + folder);
  return words;
}

fs::path adapter_place(const AdapterOrder& order, const fs::path& installation) {
  return installation / kFolder / hash_of(order) / (order.name + ".so");
}

Result<void> build_adapter(const AdapterOrder& order, const fs::path& installation) {
  const fs::path place = adapter_place(order, installation);
  remove_leftovers(installation, kScratchPrefix);
  const auto scratch = make_scratch(installation, kScratchPrefix);
  if (!scratch) return tl::unexpected(scratch.error());
  auto built = compile(order, installation, *scratch);
  std::error_code error;
  if (built) built = make_folder(place.parent_path());
  if (built) {
    fs::rename(*scratch / place.filename(), place, error);
    if (error) built = fail_write(error.value(), "make", place);
  }
  if (built) built = sync_path(place);
  fs::remove_all(*scratch, error);
  return built;
}

}  // namespace bakeoff::runtimes
