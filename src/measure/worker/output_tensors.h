#pragma once

#include <cstdint>
#include <span>

#include <bakeoff/adapter.h>

#include "measure/worker/attempt.h"

namespace bakeoff::measure {

/// Whether outputs may be believed as far as they are about to be read: names, ranks, places, and a size in
/// all of at most `most_bytes`. Adapters are written by anybody. kCrashed for what cannot be, kOverLimit for
/// what is too much: reserving it could take all memory of the machine.
Attempt<void> check_tensors(std::span<const bakeoff_tensor> tensors, std::uint64_t most_bytes);

}  // namespace bakeoff::measure
