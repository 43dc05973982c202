#include <fmt/format.h>

#include <filesystem>
#include <map>
#include <memory>

#include "cli/command.h"
#include "cli/invocation.h"
#include "cli/terminal.h"
#include "cli/write_file.h"
#include "report/cell_figures.h"
#include "report/exit_code.h"
#include "report/figure_names.h"
#include "report/told.h"
#include "store/study_file.h"

namespace bakeoff::cli {
namespace {

struct FiguresOrder {
  std::vector<std::string> files;
  std::string folder;
};

Result<void> make_folder(const std::string& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return fail(ErrorKind::kUsage, "cannot make the folder: " + error.message(), folder);
  return {};
}

int make_figures(const FiguresOrder& order) {
  if (const auto made = make_folder(order.folder); !made) return report_error(made.error());
  std::size_t count = 0;
  std::size_t number = 0;
  for (const std::string& file : order.files) {
    auto study = store::read_study(file);
    if (!study) return report_error(study.error());
    const report::Told told = report::told_of(std::move(*study));
    for (const report::NamedFigure& named : report::named_figures(told, ++number)) {
      const auto path = std::filesystem::path(order.folder) / named.file;
      if (const auto written = write_file(path.string(), report::figure_file(named.figure)); !written) {
        return report_error(written.error());
      }
      ++count;
    }
  }
  write_line(Stream::kOutput, fmt::format("{} figures: {}", count, order.folder));
  return report::kExitDone;
}

}  // namespace

void add_figures_command(CLI::App& program, std::optional<Action>& chosen) {
  auto* const command = program.add_subcommand("figures", "the figures of the report as SVG files");
  const auto order = std::make_shared<FiguresOrder>();
  command->add_option("FILE", order->files, "the study files")->required();
  command->add_option("-o,--output", order->folder, "the folder they go to")->required();
  command->footer("Example:\n  bakeoff figures resnet-50.bakeoff -o figures");
  command->callback([order, &chosen] { chosen = [order] { return make_figures(*order); }; });
}

}  // namespace bakeoff::cli
