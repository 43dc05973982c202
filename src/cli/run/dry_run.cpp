#include <fmt/format.h>

#include "cli/run/plan.h"
#include "cli/run/run_study.h"
#include "cli/terminal.h"
#include "model/onnx/reader.h"
#include "model/prepare/find_model.h"
#include "report/escape.h"
#include "report/exit_code.h"

namespace bakeoff::cli {
namespace {

// Most bytes that a second of racing adds to the study file: a slot of 150 ms keeps at most 65,536 durations,
// but one of a real network some ten; measured on ResNet-50 and SqueezeNet it is about 4 kB.
constexpr double kBytesPerSecond = 4000;

Result<void> check_model(const std::string& model) {
  const auto origin = model::find_model(model);
  if (!origin) return tl::unexpected(origin.error());
  if (*origin == model::Origin::kZoo) return {};
  const auto graph = model::read_onnx(model);
  if (!graph) return tl::unexpected(graph.error());
  return {};
}

}  // namespace

Result<int> dry_run(const RunOrder& order) {
  const auto program = find_program();
  if (!program) return tl::unexpected(program.error());
  const auto cpus = measure::allowed_cpus();
  if (!cpus) return tl::unexpected(cpus.error());
  const auto plan = plan_cells(order.request, order.output, *program, *cpus);
  if (!plan) return tl::unexpected(plan.error());
  if (order.chatter == Chatter::kProgress) {
    for (const std::string& remark : plan->remarks) write_line(Stream::kErrors, "bakeoff: " + remark);
  }
  std::string text;
  Nanoseconds longest{0};
  for (const PlannedCell& planned : plan->cells) {
    const CellRecord& record = planned.record;
    if (auto known = check_model(record.cell.model); !known) return tl::unexpected(known.error());
    text += fmt::format("{} batch {} threads {} {}:", report::printable(record.cell.model), record.cell.batch,
                        record.cell.threads, to_string(record.cell.metric));
    for (const Candidate& candidate : record.candidates) text += " " + report::printable(candidate.name);
    for (const AbsentCandidate& absent : record.absent) {
      text +=
          fmt::format(" {} ({})", report::printable(absent.candidate.name), to_string(absent.outcome.status));
    }
    text += "\n";
    longest += (order.placebo ? 2 : 1) * record.rules.budget;
  }
  const double seconds = to_seconds(longest);
  text += fmt::format("{} {}; at most {:.0f} s of racing, about {:.1f} MB of disk; nothing to download.\n",
                      plan->cells.size(), plan->cells.size() == 1 ? "cell" : "cells", seconds,
                      seconds * kBytesPerSecond / 1e6);
  write(Stream::kOutput, text);
  return report::kExitDone;
}

}  // namespace bakeoff::cli
