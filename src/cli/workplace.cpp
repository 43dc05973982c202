#include "cli/workplace.h"

#include <utility>

namespace bakeoff::cli {

Result<Workplace> open_workplace() {
  auto program = find_program();
  if (!program) return tl::unexpected(program.error());
  auto cpus = measure::allowed_cpus();
  if (!cpus) return tl::unexpected(cpus.error());
  auto signals = measure::SignalWatch::open();
  if (!signals) return tl::unexpected(signals.error());
  return Workplace{std::move(*program), std::move(*cpus), std::move(*signals)};
}

}  // namespace bakeoff::cli
