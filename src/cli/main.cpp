
#include <csignal>
#include <cstdio>
#include <exception>

#include "cli/command.h"
#include "cli/program.h"
#include "cli/terminal.h"
#include "report/exit_code.h"

namespace {

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
      "  bakeoff run --help");
  std::optional<bakeoff::cli::Action> chosen;
  bakeoff::cli::add_run_command(program, chosen);
  bakeoff::cli::add_export_command(program, chosen);
  bakeoff::cli::add_models_command(program, chosen);
  bakeoff::cli::add_runtimes_command(program, chosen);
  bakeoff::cli::add_host_command(program, chosen);
  bakeoff::cli::add_selftest_command(program, chosen);
  try {
    program.parse(count, words);
  } catch (const CLI::ParseError& error) {
    // CLI11 prints help and version itself and gives 0 for them; whatever else it finds is a usage error.
    return program.exit(error) == 0 ? bakeoff::report::kExitDone : bakeoff::report::kExitUsage;
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
