#include <fmt/format.h>

#include <filesystem>
#include <memory>

#include "cli/command.h"
#include "cli/invocation.h"
#include "cli/terminal.h"
#include "model/onnx/cleaning.h"
#include "model/onnx/reader.h"
#include "model/onnx/writer.h"
#include "model/zoo/catalogue.h"
#include "report/exit_code.h"
#include "report/table.h"

namespace bakeoff::cli {
namespace {

constexpr std::uint64_t kZooSeed = 1;

int list_models() {
  report::Table table;
  table.columns = {{.header = {"model"}},
                   {.header = {"network"}},
                   {.header = {"parameters"}, .align = report::Align::kRight},
                   {.header = {"MACs/item"}, .align = report::Align::kRight},
                   {.header = {"input"}, .rank = 1},
                   {.header = {"source"}, .rank = 2}};
  for (const model::ZooEntry& entry : model::zoo()) {
    table.rows.push_back(
        {entry.name, entry.title, fmt::format("{:.1f} M", static_cast<double>(entry.parameters) / 1e6),
         fmt::format("{:.2f} G", static_cast<double>(entry.multiply_accumulates) / 1e9),
         fmt::format("{}x{}x{}", entry.input[0], entry.input[1], entry.input[2]), entry.source});
  }
  write(Stream::kOutput, report::render(table, style_of(Stream::kOutput)));
  return report::kExitDone;
}

struct MakeOrder {
  std::string name;
  std::string output;
  int batch = 1;
  std::uint64_t seed = kZooSeed;
};

Result<void> write_new(const model::Graph& graph, const std::string& path) {
  for (const std::string& file : {path, path + ".data"}) {
    if (!std::filesystem::exists(file)) continue;
    return fail(ErrorKind::kUsage, "the file exists already", file, "name another one with -o");
  }
  return model::write_onnx(graph, path);
}

int make_model(const MakeOrder& order) {
  // Known first: a name that nobody has is no reason to ask where its file should go.
  if (const auto known = model::find_network(order.name); !known) return report_error(known.error());
  if (order.output.empty()) {
    return report_error(
        {ErrorKind::kUsage, "which file should it go to?", "models make",
         "name it with -o: bakeoff models make " + order.name + " -o " + order.name + ".onnx"});
  }
  const auto graph = model::make_zoo_model(order.name, order.batch, order.seed);
  if (!graph) return report_error(graph.error());
  if (const auto written = write_new(*graph, order.output); !written) return report_error(written.error());
  write_line(Stream::kErrors,
             fmt::format("{}: {} nodes, opset {}", order.output, graph->nodes.size(), graph->opset));
  return report::kExitDone;
}

struct CleanOrder {
  std::string model;
  std::string output;
};

int clean_model(const CleanOrder& order) {
  auto graph = model::read_onnx(order.model);
  if (!graph) return report_error(graph.error());
  const model::Cleaned cleaned = model::clean(std::move(*graph));
  if (const auto written = write_new(cleaned.graph, order.output); !written)
    return report_error(written.error());
  write_line(Stream::kErrors, fmt::format("{}: {} nodes, {} initializers", order.output,
                                          cleaned.graph.nodes.size(), cleaned.graph.initializers.size()));
  if (cleaned.changes.empty()) write_line(Stream::kErrors, "  nothing had to be changed");
  for (const std::string& change : cleaned.changes) write_line(Stream::kErrors, "  " + change);
  return report::kExitDone;
}

void add_clean_command(CLI::App& models, std::optional<Action>& chosen) {
  auto* const command =
      models.add_subcommand("clean", "write a model again without what slows runtimes down");
  const auto order = std::make_shared<CleanOrder>();
  command->add_option("MODEL", order->model, "the path of an .onnx file")->required();
  command->add_option("-o,--output", order->output, "the new file")->required();
  command->footer(
      "Initializers are no longer listed as inputs, Constant nodes become initializers, Identity and "
      "Dropout\n"
      "are bypassed, what no output needs is left out.\n\n"
      "Example:\n  bakeoff models clean exported.onnx -o model.onnx");
  command->callback([order, &chosen] { chosen = [order] { return clean_model(*order); }; });
}

}  // namespace

void add_models_command(CLI::App& program, std::optional<Action>& chosen) {
  auto* const models =
      program.add_subcommand("models", "the networks that bakeoff can make itself, and cleaning of others");
  models->require_subcommand(1);
  models->footer(
      "Examples:\n"
      "  bakeoff models list\n"
      "  bakeoff models make resnet-50 -o resnet-50.onnx\n"
      "  bakeoff models clean exported.onnx -o model.onnx");
  auto* const list = models->add_subcommand("list", "all of them, with their size");
  list->footer("Example:\n  bakeoff models list");
  list->callback([&chosen] { chosen = list_models; });

  auto* const make = models->add_subcommand("make", "write one as an ONNX file, with seeded weights");
  const auto order = std::make_shared<MakeOrder>();
  make->add_option("NAME", order->name, "as in 'models list'")->required();
  make->add_option("-o,--output", order->output, "the file (always to be given)");
  make->add_option("--batch", order->batch, "items an inference")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  make->add_option("--seed", order->seed, "of the weights")->capture_default_str();
  make->footer("Example:\n  bakeoff models make resnet-50 -o resnet-50.onnx --batch 8");
  make->callback([order, &chosen] { chosen = [order] { return make_model(*order); }; });
  add_clean_command(*models, chosen);
}

}  // namespace bakeoff::cli
