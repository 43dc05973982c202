#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <bakeoff/adapter.h>

#include "pytorch/settings.h"

namespace bakeoff::adapters::pytorch {

/// What the loaded library says it is. The adapter is linked with it, so that it is there already; throws
/// Failure if it is not the one in `library_dir`.
void describe_library(const char* library_dir, bakeoff_library_info* info);

/// A TorchScript archive, loaded and optimised. Only model.cpp knows torch's headers, which take long to
/// compile.
class Model {
 public:
  Model(const char* path, const Settings& settings);
  ~Model();
  Model(const Model&) = delete;
  Model& operator=(const Model&) = delete;

  const std::vector<std::pair<std::string, std::string>>& facts() const { return facts_; }

 private:
  friend class Context;
  struct Module;

  void read_precision(const Settings& settings);

  std::unique_ptr<Module> module_;
  std::vector<std::pair<std::string, std::string>> facts_;
};

/// What one thread needs to run a model: the tensors that wrap the caller's inputs, made beforehand, and the
/// outputs of the last run.
class Context {
 public:
  Context(const Model& model, const bakeoff_tensor* sets, std::size_t set_count, std::size_t input_count,
          const std::vector<std::string>& outputs);
  ~Context();
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  void run(std::size_t set);
  void outputs(bakeoff_tensor* tensors, std::size_t capacity, std::size_t* count) const;

 private:
  struct Tensors;

  const Model& model_;
  const std::vector<std::string>& output_names_;
  std::unique_ptr<Tensors> tensors_;
};

}  // namespace bakeoff::adapters::pytorch
