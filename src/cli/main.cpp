#include <fmt/format.h>

#include <csignal>
#include <cstdio>
#include <exception>

#include "base/units.h"
#include "cli/command.h"
#include "cli/program.h"
#include "cli/terminal.h"
#include "report/exit_code.h"

namespace {

// The subcommand that was meant, as far as it was understood.
const CLI::App& innermost(const CLI::App& app) {
  const auto chosen = app.get_subcommands();
  return chosen.empty() ? app : innermost(*chosen.front());
}

// "models make": a subcommand as it is called; empty for the program itself.
std::string name_of(const CLI::App& app) {
  const CLI::App* const parent = app.get_parent();
  if (parent == nullptr) return {};
  const std::string above = name_of(*parent);
  return above.empty() ? app.get_name() : above + " " + app.get_name();
}

// For the first word that is near to an option or subcommand that there is, that one; else where to read on.
std::string hint_for(const CLI::App& app, const std::vector<std::string>& words) {
  std::vector<std::string> known;
  for (const CLI::Option* const option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) known.push_back("--" + name);
  }
  for (const CLI::App* const command : app.get_subcommands({})) known.push_back(command->get_name());
  for (const std::string& word : words) {
    const std::string nearest = bakeoff::nearest_word(word.substr(0, word.find('=')), known);
    if (!nearest.empty()) return "did you mean " + nearest + "?";
  }
  return "all options: bakeoff " + name_of(app) + (app.get_parent() == nullptr ? "--help" : " --help");
}

// What is wrong with the command line. A word too many comes first, because what else is missing often
// follows from it; CLI11 would name such words back to front, and only if nothing is missing.
bakeoff::Error usage_error(const CLI::App& program, const std::string& otherwise) {
  const CLI::App& app = innermost(program);
  const std::vector<std::string> words = program.remaining(true);
  std::string what = otherwise;
  if (!words.empty()) {
    const bool is_command = !app.get_subcommands({}).empty() && !words.front().starts_with('-');
    what = is_command ? "there is no command '" + words.front() + "'"
                      : fmt::format("not expected: {}", fmt::join(words, " "));
  }
  return {bakeoff::ErrorKind::kUsage, what, name_of(app), hint_for(app, words)};
}

int run(int count, char** words) {
  CLI::App program(
      "bakeoff tells which inference runtime, configured how, should run your model on this machine, and "
      "proves it.",
      "bakeoff");
  program.set_version_flag("--version", std::string(bakeoff::cli::kVersion));
  program.require_subcommand(0, 1);
  program.footer(
      "Examples:\n"
      "  bakeoff runtimes install onnxruntime openvino\n"
      "  bakeoff run resnet-50\n"
      "  bakeoff run my-model.onnx --threads 2 --json\n"
      "  bakeoff report my-model.bakeoff -o my-model.html\n"
      "  bakeoff run --help");
  std::optional<bakeoff::cli::Action> chosen;
  bakeoff::cli::add_run_command(program, chosen);
  bakeoff::cli::add_check_command(program, chosen);
  bakeoff::cli::add_report_command(program, chosen);
  bakeoff::cli::add_figures_command(program, chosen);
  bakeoff::cli::add_export_command(program, chosen);
  bakeoff::cli::add_models_command(program, chosen);
  bakeoff::cli::add_runtimes_command(program, chosen);
  bakeoff::cli::add_host_command(program, chosen);
  bakeoff::cli::add_selftest_command(program, chosen);
  try {
    program.parse(count, words);
  } catch (const CLI::ParseError& error) {
    // CLI11 prints help and version itself and gives 0 for them; whatever else it finds is a usage error.
    if (error.get_exit_code() == 0) return program.exit(error);
    bakeoff::cli::write_error(usage_error(program, error.what()));
    return bakeoff::report::kExitUsage;
  }
  if (!chosen) {
    bakeoff::cli::write(bakeoff::cli::Stream::kErrors, program.help());
    return bakeoff::report::kExitUsage;
  }
  return (*chosen)();
}

}  // namespace

int main(int count, char** words) {
  std::signal(SIGPIPE, SIG_IGN);  // a reader that goes away must not end a race
  try {
    return run(count, words);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bakeoff: internal error: %s\n", error.what());
  }
  return bakeoff::report::kExitInternal;
}
