#pragma once

#include <cstddef>
#include <vector>

#include <bakeoff/adapter.h>

#include "tensorflow/session.h"

namespace bakeoff::adapters::tf {

/// What one thread needs to run a session: the input tensors of every set, which wrap the caller's memory,
/// made beforehand, so that run() is a single call. TensorFlow allocates the outputs anew in each inference;
/// the previous ones are given back at the start of the next.
class Context {
 public:
  Context(const Session& session, const bakeoff_tensor* sets, std::size_t set_count);
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
  ~Context() { release_outputs(); }

  /// Whether all went well; if not, status() says why.
  bool run(std::size_t set) {
    const TfApi& api = session_.api();
    release_outputs();
    api.TF_SessionRun(session_.get(), nullptr, session_.inputs().data(), values_[set].data(),
                      static_cast<int>(values_[set].size()), session_.outputs().data(), outputs_.data(),
                      static_cast<int>(outputs_.size()), nullptr, 0, nullptr, status_.get());
    return status_.ok();
  }

  void outputs(bakeoff_tensor* tensors, std::size_t capacity, std::size_t* count) const;

  const Status& status() const { return status_; }

 private:
  void release_outputs() {
    for (TF_Tensor*& output : outputs_) {
      if (output != nullptr) session_.api().TF_DeleteTensor(output);
      output = nullptr;
    }
  }

  const Session& session_;
  Status status_;
  std::vector<Owned<TF_Tensor>> owned_;          // of all sets
  std::vector<std::vector<TF_Tensor*>> values_;  // one list an input set
  std::vector<TF_Tensor*> outputs_;              // of the last run
};

}  // namespace bakeoff::adapters::tf
