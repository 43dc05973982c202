#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/error.h"

namespace bakeoff::measure {

/// Sends one packet whole; kInternal if the other side is gone.
Result<void> send_packet(int socket, const std::vector<std::uint8_t>& bytes);

/// Waits for one packet; empty when the other side has closed.
Result<std::optional<std::vector<std::uint8_t>>> receive_packet(int socket);

}  // namespace bakeoff::measure
