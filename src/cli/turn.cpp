#include "cli/turn.h"

#include <fmt/format.h>
#include <poll.h>

#include "report/escape.h"

namespace bakeoff::cli {
namespace {

using measure::LockHolder;
using measure::MachineLock;

constexpr int kLookAgainMs = 250;

std::string name_of(const std::optional<LockHolder>& holder) {
  if (!holder || holder->process <= 0) return "another bakeoff";
  std::string name = fmt::format("process {}", holder->process);
  if (!holder->command.empty()) name += fmt::format(" ({})", report::printable(holder->command));
  return name;
}

std::string holder_name(const std::filesystem::path& file) {
  const auto holder = MachineLock::holder(file);
  return name_of(holder ? *holder : std::nullopt);
}

}  // namespace

Result<Turn> take_turn(IfBusy if_busy, measure::SignalWatch& signals,
                       const std::function<void(const std::string&)>& say) {
  const std::filesystem::path file = MachineLock::place();
  bool said = false;
  for (;;) {
    auto lock = MachineLock::try_take(file);
    if (!lock) {
      say("cannot make sure that no other bakeoff measures at the same time: " + to_string(lock.error()));
      return Turn();
    }
    if (*lock) return Turn(std::move(**lock));
    if (if_busy == IfBusy::kRefuse) {
      return fail(ErrorKind::kUsage, holder_name(file) + " measures on this machine", "--no-wait",
                  "leave --no-wait away to wait for it");
    }
    if (!said) say("waiting for " + holder_name(file) + ", which measures on this machine");
    said = true;
    pollfd waiting{.fd = signals.descriptor(), .events = POLLIN, .revents = 0};
    ::poll(&waiting, 1, kLookAgainMs);
    if (signals.take() == measure::SignalWatch::Request::kStop) {
      return fail(ErrorKind::kInterrupted, "interrupted while waiting");
    }
  }
}

}  // namespace bakeoff::cli
