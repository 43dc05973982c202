#pragma once

#include <string>
#include <utility>
#include <vector>

#include <bakeoff/adapter.h>

#include "openvino/element_types.h"
#include "openvino/ov_api.h"

namespace bakeoff::adapters::ov {

/// The opened library.
struct Library {
  Library(const OvApi& functions, std::string build_number)
      : api(functions), types(functions), build(std::move(build_number)) {}

  OvApi api;
  ElementTypes types;
  std::string build;
};

/// A model, compiled for the CPU.
class Session {
 public:
  Session(const Library& library, const bakeoff_load_request& request);

  const OvApi& api() const { return library_.api; }
  const ElementTypes& types() const { return library_.types; }
  const ov_compiled_model* get() const { return model_.get(); }
  const std::vector<std::string>& inputs() const { return inputs_; }
  const std::vector<std::string>& outputs() const { return outputs_; }
  const std::vector<std::pair<std::string, std::string>>& facts() const { return facts_; }

 private:
  void set(const char* key, const std::string& value) const;
  void configure(const bakeoff_load_request& request) const;
  void compile(const char* model_path);
  void read_facts();
  void check_precision(const bakeoff_load_request& request) const;
  void check_inputs() const;
  void read_outputs();

  const Library& library_;
  Owned<ov_core> core_;
  Owned<ov_compiled_model> model_;
  std::vector<std::string> inputs_;  // in the order of the load request
  std::vector<std::string> outputs_;
  std::string executed_precision_;  // fp32, fp16 or bf16; empty if the runtime says something else
  std::vector<std::pair<std::string, std::string>> facts_;
};

/// Ends with a key of NULL.
const bakeoff_option_description* option_table();

}  // namespace bakeoff::adapters::ov
