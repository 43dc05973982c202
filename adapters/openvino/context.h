#pragma once

#include <cstddef>
#include <vector>

#include <bakeoff/adapter.h>

#include "openvino/session.h"

namespace bakeoff::adapters::ov {

/// What one thread needs to run a session: one infer request an input set, with the set's tensors, which wrap
/// the caller's memory, put in beforehand, so that run() is a single call. Users who feed changing data
/// through one request pay 1.5 us more an inference for setting the tensor, and gain nothing: the buffers
/// between layers belong to the compiled model, not to the request.
class Context {
 public:
  Context(const Session& session, const bakeoff_tensor* sets, std::size_t set_count);

  /// OpenVINO's status, 0 if all is well.
  int run(std::size_t set) {
    last_ = set;
    return session_.api().ov_infer_request_infer(requests_[set].get());
  }

  void outputs(bakeoff_tensor* tensors, std::size_t capacity, std::size_t* count);

  const Session& session() const { return session_; }

 private:
  bakeoff_tensor describe(const std::string& name, const ov_tensor* tensor) const;

  const Session& session_;
  std::size_t last_ = 0;
  std::vector<Owned<ov_tensor>> inputs_;
  std::vector<Owned<ov_infer_request>> requests_;  // one an input set
  std::vector<Owned<ov_tensor>> last_outputs_;     // what outputs() last pointed at
};

}  // namespace bakeoff::adapters::ov
