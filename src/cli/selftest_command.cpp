#include <fstream>
#include <iterator>
#include <memory>

#include "cli/command.h"
#include "cli/invocation.h"
#include "cli/program.h"
#include "cli/terminal.h"
#include "cli/turn.h"
#include "judge/vectors.h"
#include "measure/conductor/self_cost.h"
#include "report/exit_code.h"
#include "report/host_json.h"
#include "report/host_text.h"

namespace bakeoff::cli {
namespace {

struct SelftestOrder {
  std::string vectors;
  bool json = false;
};

int check_vectors(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return report_error({ErrorKind::kNotFound, "cannot read the test vectors", path, ""});
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const auto differences = judge::check_vectors(text);
  if (!differences) {
    Error error = differences.error();
    error.where = path;
    return report_error(error);
  }
  for (const std::string& difference : *differences) write(Stream::kOutput, difference + "\n");
  write(Stream::kOutput, differences->empty()
                             ? "The race agrees with all of " + path + ".\n"
                             : std::to_string(differences->size()) + " differences from " + path + ".\n");
  return differences->empty() ? report::kExitDone : report::kExitInternal;
}

int selftest(const SelftestOrder& order) {
  if (!order.vectors.empty()) return check_vectors(order.vectors);
  const auto program = find_program();
  if (!program) return report_error(program.error());
  const auto cpus = measure::allowed_cpus();
  if (!cpus) return report_error(cpus.error());
  auto signals = measure::SignalWatch::open();
  if (!signals) return report_error(signals.error());
  const auto turn = take_turn(IfBusy::kWait, *signals, [](const std::string& line) {
    write(Stream::kErrors, "bakeoff: " + line + "\n");
  });
  if (!turn) return report_error(turn.error());
  const auto cost = measure::measure_self_cost(program->worker, program->adapter("null"), *cpus, *signals);
  if (!cost) return report_error(cost.error());
  write(Stream::kOutput,
        order.json ? report::selftest_json(*cost) : report::selftest_text(*cost, style_of(Stream::kOutput)));
  return report::kExitDone;
}

}  // namespace

void add_selftest_command(CLI::App& program, std::optional<Action>& chosen) {
  auto* const command = program.add_subcommand("selftest", "what timing itself costs on this machine");
  const auto order = std::make_shared<SelftestOrder>();
  command->add_flag("--json", order->json, "as JSON");
  command->add_option("--vectors", order->vectors, "hold the race against a file of test vectors instead");
  command->footer("Example:\n  bakeoff selftest --vectors tests/golden/method_vectors.json");
  command->callback([order, &chosen] { chosen = [order] { return selftest(*order); }; });
}

}  // namespace bakeoff::cli
