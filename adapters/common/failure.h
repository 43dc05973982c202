#pragma once

#include <cstdio>
#include <exception>
#include <new>
#include <string>
#include <utility>

#include <bakeoff/adapter.h>

namespace bakeoff::adapters {

/// How an adapter ends a call early inside; guarded() turns it into a status at the edge.
class Failure : public std::exception {
 public:
  Failure(bakeoff_status status, std::string message) : status_(status), message_(std::move(message)) {}
  bakeoff_status status() const { return status_; }
  const char* what() const noexcept override { return message_.c_str(); }

 private:
  bakeoff_status status_;
  std::string message_;
};

/// Puts `message` into `error` (cut to what fits; `error` may be null) and gives `status` back.
inline bakeoff_status report(bakeoff_error* error, bakeoff_status status, const char* message) {
  if (error != nullptr) std::snprintf(error->message, sizeof error->message, "%s", message);
  return status;
}

/// Calls `body` so that no exception crosses the C interface.
template <typename Body>
bakeoff_status guarded(bakeoff_error* error, Body&& body) {
  try {
    body();
    return BAKEOFF_OK;
  } catch (const Failure& failure) {
    return report(error, failure.status(), failure.what());
  } catch (const std::bad_alloc&) {
    return report(error, BAKEOFF_OUT_OF_MEMORY, "an allocation failed in the adapter");
  } catch (const std::exception& exception) {
    return report(error, BAKEOFF_FAILED, exception.what());
  } catch (...) {
    return report(error, BAKEOFF_FAILED, "an exception of unknown type");
  }
}

}  // namespace bakeoff::adapters
