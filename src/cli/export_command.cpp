#include <memory>

#include "cli/command.h"
#include "cli/invocation.h"
#include "cli/terminal.h"
#include "cli/write_file.h"
#include "report/csv.h"
#include "report/exit_code.h"
#include "report/json.h"
#include "store/study_file.h"

namespace bakeoff::cli {
namespace {

struct ExportOrder {
  std::string file;
  std::string format = "json";
  std::string output;
  bool samples = false;
};

int export_study(const ExportOrder& order) {
  auto study = store::read_study(order.file);
  if (!study) return report_error(study.error());
  const report::Told told = report::told_of(std::move(*study));
  const auto samples = order.samples ? report::Samples::kInclude : report::Samples::kLeaveOut;
  const std::string text =
      order.format == "csv" ? report::study_csv(told, samples) : report::study_json(told, samples);
  const auto written = order.output.empty() ? write(Stream::kOutput, text) : write_file(order.output, text);
  if (!written) return report_error(written.error());
  return report::kExitDone;
}

}  // namespace

void add_export_command(CLI::App& program, std::optional<Action>& chosen) {
  auto* const command = program.add_subcommand("export", "a study file as JSON or CSV");
  const auto order = std::make_shared<ExportOrder>();
  command->add_option("FILE", order->file, "the study file")->required();
  command->add_option("--format", order->format, "json or csv")
      ->check(CLI::IsMember({"json", "csv"}))
      ->capture_default_str();
  command->add_flag("--samples", order->samples, "every timed inference too");
  command->add_option("-o,--output", order->output, "where to (default: standard output)");
  command->footer("Example:\n  bakeoff export resnet-50.bakeoff --format csv -o resnet-50.csv");
  command->callback([order, &chosen] { chosen = [order] { return export_study(*order); }; });
}

}  // namespace bakeoff::cli
