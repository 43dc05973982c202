#include "report/exit_code.h"

#include <algorithm>
#include <array>
#include <vector>

#include "report/cell_view.h"

namespace bakeoff::report {
namespace {

constexpr std::array<int, 6> kOrder{kExitInterrupted, kExitInternal,   kExitUsage,
                                    kExitNoCandidate, kExitRegression, kExitUnresolved};

int code_of(const CellView& cell) {
  const auto& stopped = cell.result().stopped;
  if (!cell.was_run() || (stopped && stopped->cause == StopCause::kInterrupted)) return kExitInterrupted;
  if (cell.result().verdict == Verdict::kNone) return kExitNoCandidate;
  return cell.result().verdict == Verdict::kUnresolved ? kExitUnresolved : kExitDone;
}

}  // namespace

int exit_code(const Told& told) {
  std::vector<int> codes;
  for (const CellView& cell : cells_of(told)) codes.push_back(code_of(cell));
  return first_that_applies(codes);
}

int exit_code(const Error& error) {
  switch (error.kind) {
    case ErrorKind::kInterrupted:
      return kExitInterrupted;
    case ErrorKind::kInternal:
      return kExitInternal;
    case ErrorKind::kUsage:
    case ErrorKind::kBadInput:
    case ErrorKind::kNotFound:
    case ErrorKind::kUnsupported:
      break;
  }
  return kExitUsage;
}

int first_that_applies(std::span<const int> codes) {
  for (const int code : kOrder) {
    if (std::find(codes.begin(), codes.end(), code) != codes.end()) return code;
  }
  return kExitDone;
}

}  // namespace bakeoff::report
