#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <bakeoff/adapter.h>

#include "onnxruntime/ort_api.h"

namespace bakeoff::adapters::ort {

/// The opened library.
struct Library {
  OrtApi api;
  std::string version;
};

/// An output of the model as the runtime declares it.
struct Output {
  std::string name;
  int element_type = 0;
  std::vector<std::int64_t> dims;

  /// Whether every dimension is known before an inference.
  bool has_fixed_shape() const;
  /// Bytes of a fixed shape.
  std::size_t size() const;
};

/// Bytes of one element; throws Failure (BAKEOFF_UNSUPPORTED) for a type that the interface does not carry.
std::size_t element_size(int element_type, const std::string& output);

/// A model, loaded and optimised. Several threads may run it, each through its own Context.
class Session {
 public:
  Session(const Library& library, const bakeoff_load_request& request);

  const OrtApi& api() const { return library_.api; }
  OrtSession* get() const { return session_.get(); }
  OrtAllocator* allocator() const { return allocator_; }
  const OrtMemoryInfo* cpu_memory() const { return cpu_memory_.get(); }
  const std::vector<std::string>& inputs() const { return inputs_; }
  const std::vector<Output>& outputs() const { return outputs_; }
  const std::vector<std::pair<std::string, std::string>>& facts() const { return facts_; }

 private:
  void read_signature();

  const Library& library_;
  Owned<OrtEnv> env_;
  Owned<OrtMemoryInfo> cpu_memory_;
  Owned<OrtSession> session_;
  OrtAllocator* allocator_ = nullptr;  // the runtime's own default one, never released
  std::vector<std::string> inputs_;    // in the order of the load request
  std::vector<Output> outputs_;
  std::vector<std::pair<std::string, std::string>> facts_;
};

/// Ends with a key of NULL.
const bakeoff_option_description* option_table();

}  // namespace bakeoff::adapters::ort
