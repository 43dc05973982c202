#include <memory>
#include <vector>

#include "base/random.h"
#include "cli/command.h"
#include "cli/invocation.h"
#include "cli/run/run_study.h"
#include "cli/terminal.h"
#include "study/request.h"

namespace bakeoff::cli {
namespace {

// The words of the command line, before anything is made of them.
struct Words {
  std::vector<std::string> models;
  std::string runtimes;
  std::string device = "cpu";
  std::string precision = "fp32";
  std::string batch = "1";
  std::string threads;
  std::string metric = "latency";
  std::string budget = "120s";
  std::string evidence = "process";
  double alpha = Rules{}.alpha;
  double epsilon = Rules{}.epsilon;
  std::optional<double> max_error;
  std::optional<std::uint64_t> seed;
  std::string output;
  bool resume = false;
  bool overwrite = false;
  bool dry = false;
  bool json = false;
  bool quiet = false;
  bool no_freezing = false;
  std::vector<std::string> input;
  std::vector<std::string> shape;
  // Of DESIGN.md's command line, but not of this version.
  bool strict = false;
  bool placebo = false;
};

tl::unexpected<Error> bad_option(const std::string& option, Error error) {
  error.where = option;
  return tl::unexpected(std::move(error));
}

Result<void> refuse_not_yet(const Words& words) {
  const auto refuse = [](const std::string& option, const std::string& instead) {
    return fail(ErrorKind::kUnsupported, "not yet in this version", option, instead);
  };
  if (words.precision != "fp32") return refuse("--precision " + words.precision, "only fp32 is raced so far");
  if (words.batch == "best") return refuse("--batch best", "name batch sizes instead, such as --batch 1-64");
  if (words.strict) return refuse("--strict", "fp32 is always exact, so that nothing is lost without it");
  if (words.placebo) return refuse("--placebo", "");
  if (words.device != "cpu") return refuse("--device " + words.device, "only cpu is raced so far");
  return {};
}

Result<study::StudyRequest> to_request(const Words& words) {
  if (auto possible = refuse_not_yet(words); !possible) return tl::unexpected(possible.error());
  study::StudyRequest request;
  request.models = words.models;
  request.device = words.device;
  if (!words.runtimes.empty()) {
    auto runtimes = study::parse_runtimes(words.runtimes);
    if (!runtimes) return bad_option("--runtimes", runtimes.error());
    request.runtimes = std::move(*runtimes);
  }
  auto batches = parse_counts(words.batch);
  if (!batches) return bad_option("--batch", batches.error());
  request.batches = std::move(*batches);
  if (!words.threads.empty()) {
    auto threads = parse_counts(words.threads);
    if (!threads) return bad_option("--threads", threads.error());
    request.threads = std::move(*threads);
  }
  for (const std::string& text : words.shape) {
    auto shape = study::parse_input_shape(text);
    if (!shape) return tl::unexpected(shape.error());
    request.shapes.push_back(std::move(*shape));
  }
  for (const std::string& text : words.input) {
    auto file = study::parse_input_file(text);
    if (!file) return tl::unexpected(file.error());
    request.input_files.push_back(std::move(*file));
  }
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
  rules.max_error = words.max_error;
  rules.seed = words.seed ? *words.seed : system_seed() >> 11U;  // fits a double: JSON readers keep it whole
  rules.voiding = rules.freezing = !words.no_freezing;
  return request;
}

Result<RunOrder> to_order(const Words& words, std::string command) {
  if (words.models.empty() && !words.resume) {
    return fail(ErrorKind::kUsage, "which model?", "run",
                "name one of 'bakeoff models list' or the path of an .onnx file: bakeoff run resnet-50");
  }
  auto request = to_request(words);
  if (!request) return tl::unexpected(request.error());
  RunOrder order;
  order.request = std::move(*request);
  order.output = words.output;
  order.command = std::move(command);
  if (words.resume && words.output.empty()) {
    return fail(ErrorKind::kUsage, "which file should be resumed?", "--resume", "name it with -o FILE");
  }
  if (words.resume) order.if_exists = IfExists::kResume;
  if (words.overwrite) order.if_exists = IfExists::kOverwrite;
  if (words.json) order.format = Format::kJson;
  if (words.quiet) order.chatter = Chatter::kQuiet;
  return order;
}

int run(const Words& words) {
  const auto order = to_order(words, command_line());
  if (!order) return report_error(order.error());
  const auto code = words.dry ? dry_run(*order) : run_study(*order);
  return code ? *code : report_error(code.error());
}

void add_race_options(CLI::App& command, Words& words) {
  command
      .add_option("--runtimes", words.runtimes,
                  "who takes part: a,b==1.2,c:configuration (default: all installed)")
      ->group("Race");
  command.add_option("--batch", words.batch, "items an inference: 1 or 1,8,64 or 1-512 (powers of two)")
      ->group("Race")
      ->capture_default_str();
  command.add_option("--threads", words.threads, "threads of every runtime: N,... (default: physical cores)")
      ->group("Race");
  command.add_option("--metric", words.metric, "latency or throughput")->group("Race")->capture_default_str();
  command.add_option("--budget", words.budget, "most time for a cell, from the first worker's start")
      ->group("Race")
      ->capture_default_str();
  command.add_option("--evidence", words.evidence, "process (fresh processes) or round (these processes)")
      ->group("Race")
      ->capture_default_str();
  command.add_option("--alpha", words.alpha, "most races that may end in a wrong verdict")
      ->group("Race")
      ->capture_default_str();
  command.add_option("--epsilon", words.epsilon, "gaps below this are a tie")
      ->group("Race")
      ->capture_default_str();
  command
      .add_option("--max-error", words.max_error, "largest relative error of a right output (default 1e-3)")
      ->group("Race");
  command.add_option("--shape", words.shape, "shape of an input, the batch first: NAME=1x3x224x224")
      ->group("Race")
      ->allow_extra_args(false);
  command.add_option("--input", words.input, "values of an input: NAME=FILE.npy (default: from the seed)")
      ->group("Race")
      ->allow_extra_args(false);
  command.add_option("--seed", words.seed, "of all random orders (default: from the system)")->group("Race");
  command.add_option("--device", words.device, "where to run")->group("Race")->capture_default_str();
  command.add_option("--precision", words.precision, "fp32 (others: not yet)")
      ->group("Race")
      ->capture_default_str();
  for (auto [name, flag] : {std::pair{"--strict", &words.strict}, std::pair{"--placebo", &words.placebo},
                            std::pair{"--test-no-freezing", &words.no_freezing}}) {
    command.add_flag(name, *flag)->group("");  // hidden: not yet, or for tests only
  }
}

void add_output_options(CLI::App& command, Words& words) {
  command.add_option("-o,--output", words.output, "the study file (default: MODEL-DATE-TIME.bakeoff here)")
      ->group("Output");
  auto* const resume =
      command.add_flag("--resume", words.resume, "go on with the races of that file")->group("Output");
  command.add_flag("--overwrite", words.overwrite, "begin new tries in that file; old ones are kept")
      ->group("Output")
      ->excludes(resume);
  command.add_flag("--dry-run", words.dry, "only say what would be run")->group("Output");
  command.add_flag("--json", words.json, "results as JSON on standard output")->group("Output");
  command.add_flag("--quiet", words.quiet, "no progress")->group("Output");
}

}  // namespace

void add_run_command(CLI::App& program, std::optional<Action>& chosen) {
  auto* const command =
      program.add_subcommand("run", "race the runtimes on one or more models and name the winner");
  const auto words = std::make_shared<Words>();
  command->add_option("MODEL", words->models, "zoo names (bakeoff models list) or paths of .onnx files");
  add_race_options(*command, *words);
  add_output_options(*command, *words);
  command->footer(
      "Examples:\n"
      "  bakeoff run resnet-50\n"
      "  bakeoff run my-model.onnx --runtimes onnxruntime,openvino --threads 1,2\n"
      "  bakeoff run resnet-50 --batch 1-64 --metric throughput -o grid.bakeoff\n"
      "  bakeoff run --resume -o grid.bakeoff --budget 10min\n"
      "\nExit codes: 0 done, 2 bad input, 3 done but a cell is unresolved, 4 a cell has no valid candidate,\n"
      "130 interrupted (the file is valid; --resume goes on).");
  command->callback([words, &chosen] { chosen = [words] { return run(*words); }; });
}

}  // namespace bakeoff::cli
