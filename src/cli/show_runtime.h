#pragma once

#include "base/error.h"
#include "study/request.h"

namespace bakeoff::cli {

/// Prints which configurations a runtime has and which options its adapter knows, of the version asked for or
/// else the newest installed; what only an installation can tell is left out where there is none, and said.
Result<void> show_runtime(const study::RuntimeRequest& asked);

}  // namespace bakeoff::cli
