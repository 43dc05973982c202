#include <memory>

#include "cli/command.h"
#include "cli/invocation.h"
#include "cli/terminal.h"
#include "cli/write_file.h"
#include "report/exit_code.h"
#include "report/html/page.h"
#include "store/study_file.h"

namespace bakeoff::cli {
namespace {

struct ReportOrder {
  std::vector<std::string> files;
  std::string output = "report.html";
};

int make_report(const ReportOrder& order) {
  std::vector<report::ReportedStudy> studies;
  for (const std::string& file : order.files) {
    auto study = store::read_study(file);
    if (!study) return report_error(study.error());
    studies.push_back({file, report::told_of(std::move(*study))});
  }
  if (const auto written = write_file(order.output, report::report_page(studies)); !written) {
    return report_error(written.error());
  }
  write_line(Stream::kOutput, "report: " + order.output);
  return report::kExitDone;
}

}  // namespace

void add_report_command(CLI::App& program, std::optional<Action>& chosen) {
  auto* const command =
      program.add_subcommand("report", "study files as one HTML page that needs nothing else");
  const auto order = std::make_shared<ReportOrder>();
  command->add_option("FILE", order->files, "the study files")->required();
  command->add_option("-o,--output", order->output, "where to")->capture_default_str();
  command->footer("Example:\n  bakeoff report resnet-50.bakeoff -o resnet-50.html");
  command->callback([order, &chosen] { chosen = [order] { return make_report(*order); }; });
}

}  // namespace bakeoff::cli
