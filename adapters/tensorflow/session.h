#pragma once

#include <string>
#include <utility>
#include <vector>

#include <bakeoff/adapter.h>

#include "common/options.h"
#include "tensorflow/graph.h"
#include "tensorflow/tf_api.h"

namespace bakeoff::adapters::tf {

/// A model, imported into a session. Several threads may run it, each through its own Context. TensorFlow
/// optimises a graph in its first inference, not before.
class Session {
 public:
  Session(const Library& library, const bakeoff_load_request& request);
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  ~Session();

  const TfApi& api() const { return library_.api; }
  TF_Session* get() const { return session_; }
  const std::vector<TF_Output>& inputs() const { return inputs_; }
  const std::vector<TF_Output>& outputs() const { return outputs_; }
  const std::vector<std::string>& output_names() const { return output_names_; }
  const std::vector<std::pair<std::string, std::string>>& facts() const { return facts_; }

 private:
  void check_precision(const bakeoff_load_request& request);
  void bind(const bakeoff_load_request& request);
  void start(const bakeoff_load_request& request, const Options& options);

  const Library& library_;
  Graph graph_;
  TF_Session* session_ = nullptr;
  std::vector<TF_Output> inputs_;   // in the order of the load request
  std::vector<TF_Output> outputs_;  // in the order of the load request
  std::vector<std::string> output_names_;
  std::vector<std::pair<std::string, std::string>> facts_;
};

/// Ends with a key of NULL.
const bakeoff_option_description* option_table();

}  // namespace bakeoff::adapters::tf
