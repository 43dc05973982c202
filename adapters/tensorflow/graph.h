#pragma once

#include <string>
#include <vector>

#include <bakeoff/adapter.h>

#include "tensorflow/tf_api.h"

namespace bakeoff::adapters::tf {

/// The opened library.
struct Library {
  TfApi api;
  std::string version;
};

/// Owns a TF_Status; one a thread.
class Status {
 public:
  explicit Status(const TfApi& api) : api_(api), status_(api.TF_NewStatus(), api.TF_DeleteStatus) {}

  TF_Status* get() const { return status_.get(); }
  bool ok() const { return api_.TF_GetCode(get()) == 0; }
  /// Throws Failure with the runtime's own words unless all is well.
  void check() const { api_.check(get()); }

 private:
  const TfApi& api_;
  Owned<TF_Status> status_;
};

/// A GraphDef file, imported.
class Graph {
 public:
  /// Throws Failure if the file cannot be read or is not a graph that this version knows.
  Graph(const TfApi& api, const char* path);

  TF_Graph* get() const { return graph_.get(); }

  /// The placeholder that is fed as `input`; throws Failure if there is none of that type and shape.
  TF_Output input(const bakeoff_tensor& input) const;

  /// Throws Failure if the graph has a placeholder that is not among `inputs`.
  void check_all_fed(const bakeoff_tensor* inputs, std::size_t count) const;

  /// The operation called `name`; throws Failure if there is none, or of a type that cannot be handed out.
  TF_Output output(const std::string& name) const;

  /// Bits of the mantissa in which the graph computes.
  struct Mantissa {
    int fewest = 0;  ///< 0: it computes with integers alone
    int most = 0;
  };
  Mantissa mantissa() const;

 private:
  const TfApi& api_;
  Owned<TF_Graph> graph_;
};

}  // namespace bakeoff::adapters::tf
