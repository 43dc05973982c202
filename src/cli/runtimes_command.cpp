#include <fmt/format.h>

#include <memory>
#include <vector>

#include "cli/command.h"
#include "cli/invocation.h"
#include "cli/program.h"
#include "cli/show_runtime.h"
#include "cli/terminal.h"
#include "report/exit_code.h"
#include "report/table.h"
#include "runtimes/catalogue.h"
#include "runtimes/install.h"
#include "runtimes/installed.h"
#include "runtimes/third_party.h"
#include "study/request.h"

namespace bakeoff::cli {
namespace {

// "NAME" or "NAME==VERSION"; what --runtimes takes, without a configuration.
Result<study::RuntimeRequest> parse_name(const std::string& text) {
  const auto parsed = study::parse_runtimes(text);
  if (!parsed) return tl::unexpected(parsed.error());
  if (parsed->size() != 1 || parsed->front().configuration != "default") {
    return fail(ErrorKind::kUsage, "'" + text + "' is not one runtime without a configuration", "",
                "write NAME or NAME==VERSION, and several separated by blanks");
  }
  return parsed->front();
}

int list_runtimes() {
  const auto folder = runtimes::runtimes_folder();
  const auto inventory = runtimes::find_installed(folder);
  if (!inventory) return report_error(inventory.error());
  report::Table table;
  table.columns = {{.header = {"runtime"}},
                   {.header = {"what"}},
                   {.header = {"installed"}},
                   {.header = {"pinned version"}, .rank = 2},
                   {.header = {"configurations"}, .rank = 1}};
  for (const runtimes::RuntimeEntry& entry : runtimes::known_runtimes()) {
    std::vector<std::string> versions;
    for (const auto& runtime : inventory->installed) {
      if (runtime.name == entry.name) versions.push_back(runtime.version);
    }
    std::vector<std::string> configurations;
    for (const auto& configuration : entry.configurations) configurations.push_back(configuration.name);
    const std::string none = entry.built_in() ? "built in" : "no";
    table.rows.push_back({entry.name, entry.title,
                          versions.empty() ? none : fmt::format("{}", fmt::join(versions, ", ")),
                          entry.default_version, fmt::format("{}", fmt::join(configurations, ", "))});
  }
  write(Stream::kOutput, report::render(table, style_of(Stream::kOutput)));
  write_line(Stream::kOutput, "Installed ones lie in " + folder.string());
  write_line(Stream::kOutput, "Configurations and options of one: bakeoff runtimes show NAME");
  for (const auto& damaged : inventory->damaged) write_error(damaged.error);
  return report::kExitDone;
}

int show(const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    if (&name != &names.front()) write_line(Stream::kOutput, "");
    const auto asked = parse_name(name);
    if (!asked) return report_error(asked.error());
    if (const auto shown = show_runtime(*asked); !shown) return report_error(shown.error());
  }
  return report::kExitDone;
}

/// Says each step on a line of its own.
class SpokenInstall final : public runtimes::InstallObserver {
 public:
  void tell(const runtimes::InstallStep& step) override {
    write_line(Stream::kErrors, step.runtime + " " + step.version + ": " + words(step.kind) + step.detail);
  }

 private:
  static std::string words(runtimes::InstallStep::Kind kind) {
    using Kind = runtimes::InstallStep::Kind;
    switch (kind) {
      case Kind::kAlreadyInstalled:
        return "installed already in ";
      case Kind::kWaiting:
        return "waiting for another installation: ";
      case Kind::kUsingWheel:
        return "using ";
      case Kind::kCacheDamaged:
        return "removed a damaged download: ";
      case Kind::kDownloading:
        return "downloading ";
      case Kind::kRetrying:
        return "the download failed and is tried again: ";
      case Kind::kNotPinned:
        return "not in the lock file, so its hash cannot be checked: ";
      case Kind::kUnpacking:
        return "unpacking ";
      case Kind::kBuilding:
        return "building its adapter, which takes about 15 seconds, with ";
      case Kind::kReplacing:
        return "replacing a damaged installation: ";
      case Kind::kInstalled:
        return "installed in ";
    }
    return {};
  }
};

int install(const std::vector<std::string>& names, const std::string& from) {
  SpokenInstall observer;
  for (const std::string& name : names) {
    const auto asked = parse_name(name);
    if (!asked) return report_error(asked.error());
    runtimes::InstallRequest request;
    request.name = asked->runtime;
    request.version = asked->version;
    request.from_dir = from;
    if (const auto installed = runtimes::install(request, observer); !installed) {
      return report_error(installed.error());
    }
  }
  return report::kExitDone;
}

int add(const std::vector<std::string>& files) {
  const auto program = find_program();
  if (!program) return report_error(program.error());
  const auto added = runtimes::add_adapter({.adapter = files.front(),
                                            .beside = {files.begin() + 1, files.end()},
                                            .worker = program->worker,
                                            .folder = runtimes::runtimes_folder()});
  if (!added) return report_error(added.error());
  write_line(Stream::kErrors,
             fmt::format("{} {}: added to {}", added->name, added->version, added->library_dir.string()));
  return report::kExitDone;
}

int remove(const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    const auto asked = parse_name(name);
    if (!asked) return report_error(asked.error());
    const auto removed = runtimes::remove(asked->runtime, asked->version, runtimes::runtimes_folder());
    if (!removed) return report_error(removed.error());
    write_line(Stream::kErrors, fmt::format("{}: removed {}", asked->runtime, fmt::join(*removed, ", ")));
  }
  return report::kExitDone;
}

}  // namespace

void add_runtimes_command(CLI::App& program, std::optional<Action>& chosen) {
  auto* const command = program.add_subcommand("runtimes", "the inference runtimes that can be raced");
  command->require_subcommand(1);
  command->footer(
      "Examples:\n"
      "  bakeoff runtimes list\n"
      "  bakeoff runtimes show openvino\n"
      "  bakeoff runtimes install pytorch==2.0.1");
  auto* const listing = command->add_subcommand("list", "all that bakeoff knows, and what is installed");
  listing->footer("Example:\n  bakeoff runtimes list");
  listing->callback([&chosen] { chosen = list_runtimes; });

  const auto names = std::make_shared<std::vector<std::string>>();
  auto* const showing = command->add_subcommand("show", "the configurations and options of some");
  showing->add_option("NAME", *names, "NAME or NAME==VERSION")->required();
  showing->footer("Example:\n  bakeoff runtimes show openvino");
  showing->callback([names, &chosen] { chosen = [names] { return show(*names); }; });

  const auto from = std::make_shared<std::string>();
  auto* const adding = command->add_subcommand("install", "install some from PyPI, or from wheels on disk");
  adding->add_option("NAME", *names, "NAME or NAME==VERSION")->required();
  adding->add_option("--from", *from, "a folder of wheels, for machines without a network")
      ->check(CLI::ExistingDirectory);
  adding->footer(
      "Examples:\n  bakeoff runtimes install onnxruntime openvino\n"
      "  bakeoff runtimes install openvino==2024.6.0 --from ~/wheels");
  adding->callback([names, from, &chosen] { chosen = [names, from] { return install(*names, *from); }; });

  auto* const bringing =
      command->add_subcommand("add", "add a runtime whose adapter you have as a file (docs/ADAPTERS.md)");
  bringing->add_option("FILE", *names, "the adapter, a shared library, then files that it needs beside it")
      ->required()
      ->check(CLI::ExistingFile);
  bringing->footer("Example:\n  bakeoff runtimes add my-adapter.so");
  bringing->callback([names, &chosen] { chosen = [names] { return add(*names); }; });

  auto* const removing =
      command->add_subcommand("remove", "remove all versions of a runtime, or the one named");
  removing->add_option("NAME", *names, "NAME or NAME==VERSION")->required();
  removing->footer(
      "Examples:\n"
      "  bakeoff runtimes remove tensorflow\n"
      "  bakeoff runtimes remove pytorch==2.0.1");
  removing->callback([names, &chosen] { chosen = [names] { return remove(*names); }; });
}

}  // namespace bakeoff::cli
