#pragma once

#include <dlfcn.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <bakeoff/adapter.h>

namespace bakeoff::test {

/// An input or output by value.
struct Tensor {
  std::string name;
  int type = BAKEOFF_FLOAT32;
  std::vector<std::int64_t> dims;
  std::string data;

  template <typename T>
  std::vector<T> as() const {
    std::vector<T> values(data.size() / sizeof(T));
    std::memcpy(values.data(), data.data(), data.size());
    return values;
  }
};

template <typename T>
Tensor tensor(const std::string& name, int type, const std::vector<std::int64_t>& dims,
              const std::vector<T>& values) {
  return {name, type, dims,
          std::string(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T))};
}

/// Loads an adapter as the worker does and calls it through the C interface only.
class Driver {
 public:
  using OptionList = std::vector<std::pair<std::string, std::string>>;

  explicit Driver(const std::string& name)
      : Driver(name, std::string(BAKEOFF_BINARY_DIR) + "/adapters/" + name + ".so") {}

  Driver(const std::string& name, const std::string& path) {
    void* handle = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (handle == nullptr) {
      ADD_FAILURE() << dlerror();
      return;
    }
    adapter = reinterpret_cast<const bakeoff_adapter* (*)()>(dlsym(handle, "bakeoff_adapter_get"))();
    EXPECT_EQ(adapter->abi, static_cast<unsigned>(BAKEOFF_ADAPTER_ABI));
    EXPECT_EQ(adapter->struct_size, sizeof(bakeoff_adapter));
    EXPECT_EQ(adapter->name, name);
  }
  Driver(const Driver&) = delete;
  Driver& operator=(const Driver&) = delete;
  ~Driver() {
    unload();
    if (library != nullptr) adapter->close(library);
  }

  bakeoff_status open(const std::string& library_dir = "") {
    return adapter->open(library_dir.c_str(), &library, &info, &error);
  }

  /// `sets[0]` gives names, types and dims of the inputs.
  bakeoff_status load(const std::string& model, const std::vector<std::vector<Tensor>>& sets,
                      const OptionList& options = {}) {
    std::vector<bakeoff_option> keys;
    for (const auto& option : options) keys.push_back({option.first.c_str(), option.second.c_str()});
    std::vector<bakeoff_tensor> inputs;
    for (const Tensor& input : sets.at(0)) inputs.push_back(view(input, nullptr));
    bakeoff_load_request request{};
    request.struct_size = sizeof request;
    request.model_path = model.c_str();
    request.form = form.c_str();
    request.device = device.c_str();
    request.precision = precision.c_str();
    request.strict = strict;
    request.threads = 2;
    request.contexts = 1;
    request.batch = batch;
    request.options = keys.data();
    request.option_count = keys.size();
    request.inputs = inputs.data();
    request.input_count = inputs.size();
    std::vector<const char*> names;
    for (const std::string& name : output_names) names.push_back(name.c_str());
    request.outputs = names.data();
    request.output_count = names.size();
    return adapter->load(library, &request, &session, &error);
  }

  bakeoff_status create_context(const std::vector<std::vector<Tensor>>& sets) {
    std::vector<bakeoff_tensor> views;
    for (const auto& set : sets) {
      for (const Tensor& input : set) {
        // 64-byte aligned, as the interface promises; kept until the driver goes.
        const std::size_t size = (input.data.size() + 63) / 64 * 64;
        void* memory = std::aligned_alloc(64, size == 0 ? 64 : size);
        std::memcpy(memory, input.data.data(), input.data.size());
        memory_.emplace_back(memory, &std::free);
        views.push_back(view(input, memory));
      }
    }
    return adapter->context_create(session, views.data(), sets.size(), &context, &error);
  }

  bakeoff_status run(std::size_t set = 0) { return adapter->run(context, set, &error); }

  std::vector<Tensor> outputs() {
    std::vector<bakeoff_tensor> views(16);
    std::size_t count = 0;
    EXPECT_EQ(adapter->outputs(context, views.data(), views.size(), &count, &error), BAKEOFF_OK) << message();
    std::vector<Tensor> copies;
    for (std::size_t i = 0; i < count; ++i) {
      const bakeoff_tensor& out = views[i];
      copies.push_back({out.name,
                        out.element_type,
                        {out.dims, out.dims + out.rank},
                        std::string(static_cast<const char*>(out.data), out.size)});
    }
    return copies;
  }

  std::map<std::string, std::string> facts() {
    std::map<std::string, std::string> found;
    adapter->facts(
        session,
        [](void* user, const char* key, const char* value) {
          (*static_cast<std::map<std::string, std::string>*>(user))[key] = value;
        },
        &found);
    return found;
  }

  /// Back to an opened library, for the next model.
  void unload() {
    destroy_context();
    if (session != nullptr) adapter->unload(session);
    session = nullptr;
  }

  void destroy_context() {
    if (context != nullptr) adapter->context_destroy(context);
    context = nullptr;
  }

  std::string message() const { return error.message; }

  const bakeoff_adapter* adapter = nullptr;
  bakeoff_library* library = nullptr;
  bakeoff_session* session = nullptr;
  bakeoff_context* context = nullptr;
  bakeoff_library_info info{};
  bakeoff_error error{};
  std::string form = "onnx";
  std::string device = "cpu";
  std::string precision = "fp32";
  std::vector<std::string> output_names;
  int strict = 0;
  std::int64_t batch = 1;

 private:
  static bakeoff_tensor view(const Tensor& of, const void* data) {
    bakeoff_tensor made{};
    made.name = of.name.c_str();
    made.element_type = of.type;
    made.rank = static_cast<std::int32_t>(of.dims.size());
    for (std::size_t i = 0; i < of.dims.size(); ++i) made.dims[i] = of.dims[i];
    made.data = data;
    made.size = of.data.size();
    return made;
  }

  std::vector<std::unique_ptr<void, void (*)(void*)>> memory_;
};

/// Runs `body` in a child process, as a worker would: two versions of one runtime must not meet in a process.
inline void isolated(const std::function<void()>& body) {
  std::fflush(nullptr);
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    body();
    std::fflush(nullptr);
    _exit(::testing::Test::HasFailure() ? 1 : 0);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status)) << "killed by signal " << WTERMSIG(status);
  EXPECT_EQ(WEXITSTATUS(status), 0) << "failures of the child are above";
}

/// A file that is gone with the object.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& bytes) {
    static int count = 0;
    path_ = std::filesystem::temp_directory_path() /
            ("bakeoff-adapters-" + std::to_string(getpid()) + "-" + std::to_string(++count) + ".onnx");
    std::ofstream(path_, std::ios::binary) << bytes;
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }
  std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

}  // namespace bakeoff::test
