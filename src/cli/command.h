#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <optional>

namespace bakeoff::cli {

/// What the chosen subcommand does; gives the exit code.
using Action = std::function<int()>;

/// Each adds one subcommand to the program and sets `chosen` when it is called.
void add_run_command(CLI::App& program, std::optional<Action>& chosen);
void add_check_command(CLI::App& program, std::optional<Action>& chosen);
void add_models_command(CLI::App& program, std::optional<Action>& chosen);
void add_runtimes_command(CLI::App& program, std::optional<Action>& chosen);
void add_host_command(CLI::App& program, std::optional<Action>& chosen);
void add_export_command(CLI::App& program, std::optional<Action>& chosen);
void add_report_command(CLI::App& program, std::optional<Action>& chosen);
void add_figures_command(CLI::App& program, std::optional<Action>& chosen);
void add_selftest_command(CLI::App& program, std::optional<Action>& chosen);

}  // namespace bakeoff::cli
