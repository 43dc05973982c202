#include <fmt/format.h>

#include <memory>
#include <vector>

#include "base/random.h"
#include "cli/command.h"
#include "cli/invocation.h"
#include "cli/request_words.h"
#include "cli/run/run_study.h"
#include "cli/terminal.h"
#include "study/request.h"
#include "study/shell.h"

namespace bakeoff::cli {
namespace {

constexpr const char* kTermsGroup = "Race";

// All words of the command line, before anything is made of them.
struct Words {
  RequestWords request;
  std::vector<std::string> terms;  // the options among them that say what is raced
  std::string metric = "latency";
  std::string budget = "120s";
  std::string evidence = "process";
  double alpha = Rules{}.alpha;
  double epsilon = Rules{}.epsilon;
  std::optional<std::uint64_t> seed;
  std::string output;
  bool resume = false;
  bool overwrite = false;
  bool dry = false;
  bool json = false;
  bool quiet = false;
  bool no_wait = false;
  bool no_freezing = false;
  bool placebo = false;
};

// The terms of the races: `rules` holds the defaults, and what else the request says.
Result<void> read_terms(const Words& words, study::StudyRequest& request) {
  const auto budget = parse_duration(words.budget);
  if (!budget) return bad_option("--budget", budget.error());
  const auto metric = metric_from(words.metric);
  const auto evidence = evidence_from(words.evidence);
  if (!metric)
    return fail(ErrorKind::kUsage, "'" + words.metric + "' is no metric", "--metric",
                "latency or throughput");
  if (!evidence) {
    return fail(ErrorKind::kUsage, "'" + words.evidence + "' is no kind of evidence", "--evidence",
                "process or round");
  }
  request.metric = *metric;
  request.seed = words.seed;
  Rules& rules = request.rules;
  rules.alpha = words.alpha;
  rules.epsilon = words.epsilon;
  rules.evidence = *evidence;
  rules.budget = *budget;
  rules.seed = words.seed ? *words.seed : system_seed() >> 11U;  // fits a double: JSON readers keep it whole
  rules.voiding = rules.freezing = !words.no_freezing;
  return {};
}

// Those given on the command line; a fresh budget and a placebo are granted to any race.
std::vector<std::string> terms_among(const CLI::App& command) {
  std::vector<std::string> terms;
  for (const CLI::Option* const option : command.get_options()) {
    const std::string name = option->get_name();
    if (option->get_group() != kTermsGroup || option->count() == 0) continue;
    if (name != "--budget" && name != "--placebo") terms.push_back(name);
  }
  return terms;
}

// What would be left unheard is an error.
Result<void> check_file_use(const Words& words) {
  const bool names_a_model = !words.request.models.empty();
  if (!names_a_model && !words.resume) {
    return fail(ErrorKind::kUsage, "which model?", "run",
                "name one of 'bakeoff models list' or the path of an .onnx file: bakeoff run resnet-50");
  }
  if (words.output.empty() && (words.resume || words.overwrite)) {
    return fail(ErrorKind::kUsage, "in which file?", words.resume ? "--resume" : "--overwrite",
                "name it with -o FILE");
  }
  if (names_a_model || words.terms.empty()) return {};
  return fail(
      ErrorKind::kUsage, "the races of a file that is resumed keep the terms they began with",
      fmt::format("{}", fmt::join(words.terms, ", ")),
      fmt::format("leave it away, or name a model to add a race to that file: bakeoff run MODEL {} ... "
                  "--resume -o {}",
                  words.terms.front(), study::shell_quoted(words.output)));
}

Result<RunOrder> to_order(const Words& words, std::string command) {
  if (auto usable = check_file_use(words); !usable) return tl::unexpected(usable.error());
  auto request = to_request(words.request);
  if (!request) return tl::unexpected(request.error());
  if (auto terms = read_terms(words, *request); !terms) return tl::unexpected(terms.error());
  RunOrder order;
  order.request = std::move(*request);
  order.output = words.output;
  order.placebo = words.placebo;
  order.command = std::move(command);
  if (words.resume) order.if_exists = IfExists::kResume;
  if (words.overwrite) order.if_exists = IfExists::kOverwrite;
  if (words.json) order.format = Format::kJson;
  if (words.quiet) order.chatter = Chatter::kQuiet;
  if (words.no_wait) order.if_busy = IfBusy::kRefuse;
  return order;
}

int run(const Words& words) {
  const auto order = to_order(words, command_line());
  if (!order) return report_error(order.error());
  const auto code = words.dry ? dry_run(*order) : run_study(*order);
  return code ? *code : report_error(code.error());
}

void add_race_options(CLI::App& command, Words& words) {
  command.add_option("--metric", words.metric, "latency or throughput")
      ->group(kTermsGroup)
      ->capture_default_str();
  command.add_option("--budget", words.budget, "most time for a cell, from the first worker's start")
      ->group(kTermsGroup)
      ->capture_default_str();
  command.add_option("--evidence", words.evidence, "process (fresh processes) or round (these processes)")
      ->group(kTermsGroup)
      ->capture_default_str();
  command.add_option("--alpha", words.alpha, "largest share of races that may end in a wrong verdict")
      ->group(kTermsGroup)
      ->capture_default_str();
  command
      .add_option("--epsilon", words.epsilon,
                  "a tie is named once every gap is shown to be below this; a winner may win by any")
      ->group(kTermsGroup)
      ->capture_default_str();
  command.add_option("--seed", words.seed, "of all random orders of a new race (default: from the system)")
      ->group(kTermsGroup);
  command
      .add_flag("--placebo", words.placebo,
                "then race the winner against a copy of itself: what this machine can tell")
      ->group(kTermsGroup);
  command.add_flag("--test-no-freezing", words.no_freezing)->group("");  // hidden: for tests only
}

void add_output_options(CLI::App& command, Words& words) {
  command.add_option("-o,--output", words.output, "the study file (default: MODEL-DATE-TIME.bakeoff here)")
      ->group("Output");
  auto* const resume =
      command
          .add_flag("--resume", words.resume,
                    "go on in that file with all its races, or with those of MODEL; what it lacks is added")
          ->group("Output");
  command
      .add_flag(
          "--overwrite", words.overwrite,
          "in that file, begin a new try of each race of MODEL (old tries are kept); what it lacks is added")
      ->group("Output")
      ->excludes(resume);
  command.add_flag("--dry-run", words.dry, "only say what would be run")->group("Output");
  command.add_flag("--json", words.json, "results as JSON on standard output")->group("Output");
  command.add_flag("--quiet", words.quiet, "no progress")->group("Output");
  command
      .add_flag("--no-wait", words.no_wait,
                "end at once (exit 2) while another bakeoff measures on this machine")
      ->group("Output");
}

}  // namespace

void add_run_command(CLI::App& program, std::optional<Action>& chosen) {
  auto* const command =
      program.add_subcommand("run", "race the runtimes on one or more models and name the winner");
  const auto words = std::make_shared<Words>();
  add_request_options(*command, words->request, kTermsGroup);
  add_race_options(*command, *words);
  add_output_options(*command, *words);
  command->footer(
      "Examples:\n"
      "  bakeoff run resnet-50\n"
      "  bakeoff run my-model.onnx --runtimes onnxruntime,openvino --threads 1,2\n"
      "  bakeoff run resnet-50 --batch 1-64 --metric throughput -o grid.bakeoff\n"
      "  bakeoff run --resume -o grid.bakeoff --budget 10min\n"
      "  bakeoff run squeezenet-1.1 --resume -o grid.bakeoff\n"
      "\nExit codes: 0 done, 2 bad input, 3 done but a cell is unresolved, 4 a cell has no valid candidate,\n"
      "130 interrupted (the file is valid; --resume goes on).");
  command->callback([words, command, &chosen] {
    words->terms = terms_among(*command);
    chosen = [words] { return run(*words); };
  });
}

}  // namespace bakeoff::cli
