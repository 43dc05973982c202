#pragma once

#include "base/error.h"

namespace bakeoff::measure {

/// The life of a worker: takes commands from the channel until the conductor closes it, does each at once and
/// answers it. Runs with the descriptors of protocol.h open. An error means that the conductor cannot be
/// reached.
Result<void> serve();

}  // namespace bakeoff::measure
