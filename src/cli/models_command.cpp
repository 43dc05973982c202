#include <fmt/format.h>

#include <filesystem>
#include <memory>

#include "cli/command.h"
#include "cli/invocation.h"
#include "cli/terminal.h"
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

int make_model(const MakeOrder& order) {
  const auto graph = model::make_zoo_model(order.name, order.batch, order.seed);
  if (!graph) return report_error(graph.error());
  if (std::filesystem::exists(order.output)) {
    return report_error(
        {ErrorKind::kUsage, "the file exists already", order.output, "name another one with -o"});
  }
  if (const auto written = model::write_onnx(*graph, order.output); !written)
    return report_error(written.error());
  write(Stream::kErrors,
        fmt::format("{}: {} nodes, opset {}\n", order.output, graph->nodes.size(), graph->opset));
  return report::kExitDone;
}

}  // namespace

void add_models_command(CLI::App& program, std::optional<Action>& chosen) {
  auto* const models = program.add_subcommand("models", "the networks that bakeoff can make itself");
  models->require_subcommand(1);
  models->add_subcommand("list", "all of them, with their size")->callback([&chosen] {
    chosen = list_models;
  });

  auto* const make = models->add_subcommand("make", "write one as an ONNX file, with seeded weights");
  const auto order = std::make_shared<MakeOrder>();
  make->add_option("NAME", order->name, "as in 'models list'")->required();
  make->add_option("-o,--output", order->output, "the file")->required();
  make->add_option("--batch", order->batch, "items an inference")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  make->add_option("--seed", order->seed, "of the weights")->capture_default_str();
  make->footer("Example:\n  bakeoff models make resnet-50 -o resnet-50.onnx --batch 8");
  make->callback([order, &chosen] { chosen = [order] { return make_model(*order); }; });
}

}  // namespace bakeoff::cli
