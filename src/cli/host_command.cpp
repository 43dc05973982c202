#include <memory>

#include "cli/command.h"
#include "cli/invocation.h"
#include "cli/terminal.h"
#include "measure/host/host_facts.h"
#include "report/exit_code.h"
#include "report/host_json.h"
#include "report/host_text.h"

namespace bakeoff::cli {
namespace {

int show_host(bool json) {
  const auto cpus = measure::allowed_cpus();
  if (!cpus) return report_error(cpus.error());
  const HostFacts host = measure::collect_host_facts(*cpus);
  write(Stream::kOutput, json ? report::host_json(host) : report::host_text(host, style_of(Stream::kOutput)));
  return report::kExitDone;
}

}  // namespace

void add_host_command(CLI::App& program, std::optional<Action>& chosen) {
  auto* const command =
      program.add_subcommand("host", "what this machine is, and what in it would disturb a measurement");
  const auto json = std::make_shared<bool>(false);
  command->add_flag("--json", *json, "as JSON");
  command->footer("Examples:\n  bakeoff host\n  bakeoff host --json");
  command->callback([json, &chosen] { chosen = [json] { return show_host(*json); }; });
}

}  // namespace bakeoff::cli
