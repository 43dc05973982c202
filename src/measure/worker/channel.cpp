#include "measure/worker/channel.h"

#include <sys/socket.h>

#include <cerrno>

#include "measure/worker/protocol.h"

namespace bakeoff::measure {

Result<void> send_packet(int socket, const std::vector<std::uint8_t>& bytes) {
  if (bytes.size() > protocol::kMaxMessage) {
    return fail(ErrorKind::kUnsupported, "the model has too many inputs to describe in one message");
  }
  for (;;) {
    const ssize_t sent = send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent == static_cast<ssize_t>(bytes.size())) return {};
    if (errno != EINTR) return fail_errno(errno, "cannot send to the other process");
  }
}

Result<std::optional<std::vector<std::uint8_t>>> receive_packet(int socket) {
  std::vector<std::uint8_t> bytes(protocol::kMaxMessage);
  for (;;) {
    const ssize_t size = recv(socket, bytes.data(), bytes.size(), 0);
    if (size > 0) {
      bytes.resize(static_cast<std::size_t>(size));
      return bytes;
    }
    if (size == 0 || errno == ECONNRESET) return std::optional<std::vector<std::uint8_t>>();
    if (errno != EINTR) return fail_errno(errno, "cannot receive from the other process");
  }
}

}  // namespace bakeoff::measure
