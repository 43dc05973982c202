#include "cli/show_runtime.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "cli/program.h"
#include "cli/terminal.h"
#include "report/escape.h"
#include "report/layout.h"
#include "runtimes/adapter_options.h"
#include "runtimes/catalogue.h"
#include "runtimes/find.h"
#include "runtimes/installed.h"
#include "study/configuration.h"

namespace bakeoff::cli {
namespace {

using Lines = std::vector<std::pair<std::string, std::string>>;

// "  label  text", texts under one another.
std::string block(const Lines& lines, int width) {
  int label_width = 0;
  for (const auto& [label, text] : lines) label_width = std::max(label_width, report::display_width(label));
  std::string block;
  for (const auto& [label, text] : lines) {
    block +=
        report::wrapped(text, width, "  " + report::padded(label, label_width, report::Align::kLeft) + "  ");
  }
  return block;
}

Lines configurations_of(const runtimes::RuntimeEntry& entry) {
  Lines lines;
  for (const runtimes::Configuration& configuration : entry.configurations) {
    const std::string options = study::to_configuration(configuration.options);
    lines.emplace_back(configuration.name == "default" ? entry.name : entry.name + ":" + configuration.name,
                       configuration.meaning + (options.empty() ? "" : ": " + options));
  }
  return lines;
}

Lines lines_of(const std::vector<runtimes::AdapterOption>& options) {
  Lines lines;
  for (const auto& option : options) {
    lines.emplace_back(report::printable(option.key),
                       report::printable(option.values + ": " + option.meaning));
  }
  lines.emplace_back("env.NAME", "any text: the environment variable NAME, set before the library is loaded");
  return lines;
}

// The adapter to be asked; empty where it comes with an installation that is not there.
std::filesystem::path adapter_of(const runtimes::RuntimeEntry& entry,
                                 const Result<runtimes::InstalledRuntime>& installed,
                                 const Program& program) {
  if (installed && !installed->adapter.empty()) return installed->adapter;
  if (entry.build || entry.third_party) return {};
  return program.adapter(entry.adapter);
}

}  // namespace

Result<void> show_runtime(const study::RuntimeRequest& asked) {
  const auto program = find_program();
  if (!program) return tl::unexpected(program.error());
  const auto entry = runtimes::find_runtime(asked.runtime);
  if (!entry) return tl::unexpected(entry.error());
  const auto inventory = runtimes::find_installed(runtimes::runtimes_folder());
  if (!inventory) return tl::unexpected(inventory.error());
  const auto installed = runtimes::choose(*inventory, asked.runtime, asked.version);
  if (!installed && !asked.version.empty()) return tl::unexpected(installed.error());

  const int width = style_of(Stream::kOutput).width;
  std::string text =
      fmt::format("{} {}\n\nConfigurations, for --runtimes:\n", report::printable(entry->title),
                  installed ? report::printable(installed->version) : "(not installed)");
  text += block(configurations_of(*entry), width);
  const auto adapter = adapter_of(*entry, installed, *program);
  if (adapter.empty()) {
    text += "\n" + report::wrapped("Its options can be shown once it is installed.", width);
    return write(Stream::kOutput, text);
  }
  const auto options = runtimes::options_known_by(adapter, program->worker);
  if (!options) return tl::unexpected(options.error());
  text += fmt::format("\nOptions, for {}:KEY=VALUE+KEY=VALUE:\n", entry->name);
  text += block(lines_of(*options), width);
  return write(Stream::kOutput, text);
}

}  // namespace bakeoff::cli
