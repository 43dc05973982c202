#pragma once

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <vector>

#include <bakeoff/adapter.h>

#include "onnxruntime/session.h"

namespace bakeoff::adapters::ort {

/// What one thread needs to run a session: one IO binding an input set, made beforehand, so that run() is a
/// single call. Outputs of known shape are written into buffers of the context, which all its bindings share;
/// for the others the runtime allocates in the first inference of a set and reuses the memory in the next.
class Context {
 public:
  Context(const Session& session, const bakeoff_tensor* sets, std::size_t set_count);

  /// Null, or the runtime's status, which the caller releases.
  OrtStatus* run(std::size_t set) {
    last_ = set;
    return session_.api().RunWithBinding(session_.get(), nullptr, bindings_[set].get());
  }

  void outputs(bakeoff_tensor* tensors, std::size_t capacity, std::size_t* count);

  const Session& session() const { return session_; }

 private:
  struct Free {
    void operator()(void* memory) const { std::free(memory); }
  };

  Owned<OrtValue> wrap(void* data, std::size_t size, const std::int64_t* dims, std::size_t rank,
                       int type) const;
  void bind_outputs(OrtIoBinding* binding) const;
  bakeoff_tensor describe(const Output& declared, OrtValue* value) const;

  const Session& session_;
  std::size_t last_ = 0;
  std::vector<std::unique_ptr<void, Free>> buffers_;  // of the outputs, null where the shape is not known
  std::vector<Owned<OrtValue>> values_;        // over inputs_ and buffers_; keeps them for the bindings
  std::vector<OrtValue*> output_values_;       // one an output, null where the shape is not known
  std::vector<Owned<OrtIoBinding>> bindings_;  // one an input set
  std::vector<Owned<OrtValue>> last_values_;   // what outputs() last pointed at
};

}  // namespace bakeoff::adapters::ort
