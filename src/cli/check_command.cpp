#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "cli/command.h"
#include "cli/invocation.h"
#include "cli/request_words.h"
#include "cli/run/equipment.h"
#include "cli/terminal.h"
#include "cli/turn.h"
#include "cli/workplace.h"
#include "measure/conductor/check.h"
#include "model/onnx/test_data.h"
#include "model/prepare/cache_use.h"
#include "report/check_text.h"
#include "report/exit_code.h"

namespace bakeoff::cli {
namespace {

using namespace std::chrono_literals;

// Nothing is timed, so that nothing is gained by hurrying; but a runtime that hangs must not hang the check.
constexpr Nanoseconds kMostTime = 24h;
constexpr Nanoseconds kPatience = 10min;

struct Words {
  RequestWords request;
  std::string data;
  bool json = false;
  bool quiet = false;
  bool no_wait = false;
};

// A candidate that never came to run, as a result.
CheckedCandidate absent_result(const AbsentCandidate& absent, const Cell& cell) {
  return {.candidate = absent.candidate,
          .device = cell.device,
          .outcome = absent.outcome,
          .relative_error = {},
          .executed_precision = {}};
}

// DESIGN.md: 4 if any candidate is neither right nor unsupported, or none is right.
int code_of(const std::vector<CheckedModel>& models) {
  for (const CheckedModel& model : models) {
    const auto is = [](Status status) {
      return [status](const CheckedCandidate& checked) { return checked.outcome.status == status; };
    };
    const auto acceptable = [&](const CheckedCandidate& checked) {
      return is(Status::kRight)(checked) || is(Status::kUnsupported)(checked);
    };
    if (!std::all_of(model.results.begin(), model.results.end(), acceptable) ||
        std::none_of(model.results.begin(), model.results.end(), is(Status::kRight))) {
      return report::kExitNoCandidate;
    }
  }
  return report::kExitDone;
}

/// Checks cell after cell; those of one model follow one another.
class CheckRun {
 public:
  CheckRun(const Words& words, Workplace workplace, const std::filesystem::path& cache)
      : words_(words),
        workplace_(std::move(workplace)),
        equipment_(workplace_.program, workplace_.cpus, cache, workplace_.signals,
                   [this](const std::string& line) { say(line); }) {}

  Result<int> run() {
    auto request = to_request(words_.request);
    if (!request) return tl::unexpected(request.error());
    request->rules.budget = kMostTime;
    if (!words_.data.empty()) {
      if (auto read = read_data(); !read) return tl::unexpected(read.error());
    }
    auto plan = plan_cells(*request, {}, workplace_.program, workplace_.cpus);
    if (!plan) return tl::unexpected(plan.error());
    for (const std::string& remark : plan->remarks) say(remark);
    // What a check does is load for whoever measures meanwhile.
    const auto turn = take_turn(words_.no_wait ? IfBusy::kRefuse : IfBusy::kWait, workplace_.signals,
                                [this](const std::string& line) { say(line); });
    if (!turn) return tl::unexpected(turn.error());
    for (PlannedCell& planned : plan->cells) {
      if (auto done = check_cell(planned); !done) return tl::unexpected(done.error());
    }
    tell_last();
    if (words_.json) {
      if (auto told = write(Stream::kOutput, report::check_json(models_)); !told)
        return tl::unexpected(told.error());
    }
    return code_of(models_);
  }

 private:
  void say(const std::string& line) const {
    if (!words_.quiet) write_line(Stream::kErrors, "bakeoff: " + line);
  }

  Result<void> read_data() {
    if (words_.request.models.size() != 1 || !words_.request.input.empty() || !words_.request.shape.empty() ||
        words_.request.batch != "1") {
      return fail(ErrorKind::kUsage, "the data say inputs, shapes and batch of one model", "--data",
                  "bakeoff check model.onnx --data FOLDER, without --batch, --shape and --input");
    }
    auto data = model::read_test_data(words_.data);
    if (!data) return tl::unexpected(data.error());
    equipment_.use(std::move(*data));
    return {};
  }

  Result<void> check_cell(PlannedCell& planned) {
    const Cell& cell = planned.record.cell;
    if (models_.empty() || models_.back().model != cell.model) {
      tell_last();
      models_.push_back({cell.model, {}});
    }
    if (auto equipped = equipment_.equip(planned); !equipped) return equipped;
    auto job = equipment_.job(planned);
    if (!job) return tl::unexpected(job.error());
    job->patience = kPatience;
    const auto results = measure::check(*job, workplace_.signals, [&](const std::string& name) {
      say(fmt::format("{} {} b{}: checking {}", cell.model, to_string(cell.precision), cell.batch, name));
    });
    if (!results) return tl::unexpected(results.error());
    auto& all = models_.back().results;
    all.insert(all.end(), results->begin(), results->end());
    for (const AbsentCandidate& absent : planned.record.absent) all.push_back(absent_result(absent, cell));
    return {};
  }

  // A model's table, once all its cells are there.
  void tell_last() const {
    if (words_.json || models_.empty()) return;
    write(Stream::kOutput, report::check_text(models_.back(), style_of(Stream::kOutput)) + "\n");
  }

  const Words& words_;
  Workplace workplace_;
  Equipment equipment_;
  std::vector<CheckedModel> models_;
};

int check(const Words& words) {
  if (words.request.models.empty()) {
    return report_error(
        {ErrorKind::kUsage, "which model?", "check",
         "name one of 'bakeoff models list' or the path of an .onnx file: bakeoff check resnet-50"});
  }
  auto workplace = open_workplace();
  if (!workplace) return report_error(workplace.error());
  const auto cache = model::use_default_cache();
  if (!cache) return report_error(cache.error());
  CheckRun run(words, std::move(*workplace), cache->folder());
  const auto code = run.run();
  return code ? *code : report_error(code.error());
}

}  // namespace

void add_check_command(CLI::App& program, std::optional<Action>& chosen) {
  auto* const command = program.add_subcommand(
      "check", "hold the outputs of every runtime against the reference; nothing is timed");
  const auto words = std::make_shared<Words>();
  add_request_options(*command, words->request, "Check");
  command
      ->add_option(
          "--data", words->data,
          "inputs and right outputs: a folder of input_N.pb and output_N.pb, as of ONNX's backend tests")
      ->group("Check");
  command->add_flag("--json", words->json, "results as JSON on standard output")->group("Output");
  command->add_flag("--quiet", words->quiet, "no progress")->group("Output");
  command
      ->add_flag("--no-wait", words->no_wait,
                 "end at once (exit 2) while another bakeoff measures on this machine")
      ->group("Output");
  command->footer(
      "Examples:\n"
      "  bakeoff check resnet-50 --precision fp32,fp16,bf16\n"
      "  bakeoff check my-model.onnx --runtimes onnxruntime==1.20.1,onnxruntime\n"
      "  bakeoff check net/model.onnx --data net/test_data_set_0\n"
      "\nExit codes: 0 all are right or unsupported, 2 bad input, 4 some are neither, or none is right,\n"
      "130 interrupted.");
  command->callback([words, &chosen] { chosen = [words] { return check(*words); }; });
}

}  // namespace bakeoff::cli
