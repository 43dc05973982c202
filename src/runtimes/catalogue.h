#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "record/cell.h"

namespace bakeoff::runtimes {

/// A named set of options of a runtime's adapter.
struct Configuration {
  std::string name;
  Options options;
  std::string meaning;  ///< one line
};

/// What decides in which precision a runtime computes.
enum class PrecisionBy {
  kOption,  ///< an option of the adapter: it is always given the graph in fp32
  kModel,   ///< the types in the model: it is given the graph rewritten to the precision that is asked
};

/// How the adapter of a C++ runtime is compiled against what was unpacked; paths are relative to that.
struct AdapterBuild {
  std::vector<std::string> include;    ///< folders of headers
  std::string library_folder;          ///< where the libraries to link lie
  std::vector<std::string> libraries;  ///< without "lib" and ".so"
  std::string abi_library;             ///< the library whose symbols tell its C++ ABI
  std::string new_abi_symbol;          ///< begins a symbol that is there only with the newer ABI (of GCC 5)
};

/// A runtime that bakeoff knows.
struct RuntimeEntry {
  std::string name;                        ///< "onnxruntime"
  std::string title;                       ///< "ONNX Runtime"
  std::string adapter;                     ///< adapters/ADAPTER.so
  std::optional<AdapterBuild> build = {};  ///< nothing: the adapter comes with the program, for all versions
  std::string wheel;                       ///< the PyPI project; empty: built in, nothing to install
  std::vector<std::string> companions =
      {};                         ///< how the names of PyPI projects begin whose libraries it needs, too
  std::vector<std::string> keep;  ///< fnmatch patterns over the wheels' paths; * matches / too
  std::string library;            ///< pattern of the main library among the kept files
  std::string default_version;    ///< from the lock file; empty for built-in ones
  std::string form = "onnx";      ///< of the models it is given: onnx, torchscript, graphdef, ...
  PrecisionBy precision_by = PrecisionBy::kOption;
  std::vector<Configuration> configurations;  ///< "default" first
  bool third_party = false;                   ///< its adapter came as a file: `bakeoff runtimes add`

  [[nodiscard]] bool built_in() const { return wheel.empty() && !third_party; }
};

/// Those that bakeoff comes with.
std::vector<RuntimeEntry> catalogue();

/// Those, then what third parties' adapters in runtimes_folder() say of themselves.
std::vector<RuntimeEntry> known_runtimes();

/// The entry of that name among known_runtimes(); the error suggests the nearest known name.
Result<RuntimeEntry> find_runtime(std::string_view name);

/// What is raced, and installed, when a person names no runtimes: onnxruntime and openvino.
std::vector<std::string> default_runtimes();

/// The options `configuration` stands for: those of a named configuration of `entry`, or the ones written out
/// as "key=value+key=value". Keys and values are checked by the adapter, which knows them.
Result<Options> options_of(const RuntimeEntry& entry, std::string_view configuration);

}  // namespace bakeoff::runtimes
