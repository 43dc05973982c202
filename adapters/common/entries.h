#pragma once

#include <memory>

#include <bakeoff/adapter.h>

#include "common/failure.h"

/// The entries of an adapter's table that are alike in all that keep a session and contexts as C++ objects.
namespace bakeoff::adapters {

/// context_create: a Context is made of its session and the sets.
template <typename Session, typename Context>
bakeoff_status create_context(Session* session, const bakeoff_tensor* sets, size_t set_count,
                              Context** context, bakeoff_error* error) {
  return guarded(error, [&] { *context = std::make_unique<Context>(*session, sets, set_count).release(); });
}

/// outputs: the context's own.
template <typename Context>
bakeoff_status outputs_of(Context* context, bakeoff_tensor* tensors, size_t capacity, size_t* count,
                          bakeoff_error* error) {
  return guarded(error, [&] { context->outputs(tensors, capacity, count); });
}

/// facts: the pairs of strings that the session knows.
template <typename Session>
void facts_of(Session* session, bakeoff_fact_sink sink, void* user) {
  for (const auto& fact : session->facts()) sink(user, fact.first.c_str(), fact.second.c_str());
}

/// context_destroy, unload and close.
template <typename Object>
void destroy(Object* object) {
  const std::unique_ptr<Object> owned(object);
}

}  // namespace bakeoff::adapters
