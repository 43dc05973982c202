#include "studies.h"

#include <cmath>
#include <limits>

#include "study/request.h"

namespace bakeoff::report {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::string_view kSha = "0f4c1b7a8e0d3f5a6b2c9d8e7f6a5b4c3d2e1f0a9b8c7d6e5f4a3b2c1d0e9f8a";

Candidate candidate(std::string name, std::string runtime, std::string version) {
  Candidate made;
  made.name = std::move(name);
  made.runtime = std::move(runtime);
  made.version = std::move(version);
  made.library_sha256 = kSha;
  return made;
}

WorkerFacts facts(int load_ms, double first_ms, std::uint64_t peak) {
  WorkerFacts made;
  made.load = milliseconds(load_ms);
  made.first_inference = Nanoseconds(std::llround(first_ms * 1e6));
  made.warmup_inferences = 9;
  made.memory = {Bytes{peak / 2}, Bytes{peak * 9 / 10}, Bytes{peak}};
  made.executed_precision = "fp32";
  made.notes = {{"layout", "NCHW"}, {"threads", "2"}};
  return made;
}

CandidateResult measured(double latency, std::uint32_t units) {
  CandidateResult made;
  made.survivor = true;
  made.latency_ms = latency;
  if (units >= 6) made.latency_interval_ms = {latency * 0.99, latency * 1.015};
  made.p90_ms = latency * 1.04;
  made.samples = 18 * units;
  if (made.samples >= 299) made.p99_ms = latency * 1.21;
  made.throughput_per_s = 1000 / latency;
  made.units = units;
  made.facts = facts(453, latency * 1.3, 412'300'000);
  made.cores_used = 1.98;
  made.relative_error = 3.1e-7;
  made.observed_bits = 21.6;
  made.reference = "fp64";
  return made;
}

CandidateResult ruled_out(double latency, std::uint32_t units) {
  CandidateResult made = measured(latency, units);
  made.survivor = false;
  made.left_after_unit = units;
  return made;
}

CandidateResult failed(Status status, std::string reason) {
  CandidateResult made;
  made.outcome = {status, std::move(reason)};
  return made;
}

PairResult pair(CandidateIndex faster, CandidateIndex slower, double ratio, Interval interval,
                std::uint32_t units, std::uint32_t wins) {
  return {faster, slower, ratio, interval, units, wins, 41.5};
}

CellRecord record(std::vector<Candidate> candidates) {
  CellRecord made;
  made.cell.model = "resnet-50";
  made.cell.model_sha256 = kSha;
  made.cell.threads = 2;
  made.rules.seed = 7;
  made.candidates = std::move(candidates);
  made.tries.emplace_back();
  made.command = study::command_for(made.cell, made.rules, made.candidates, made.absent);
  return made;
}

std::vector<Candidate> usual_candidates() {
  return {candidate("onnxruntime", "onnxruntime", "1.32.0"), candidate("openvino", "openvino", "2026.4.1"),
          candidate("pytorch:channels-last", "pytorch", "2.13.0+cpu")};
}

Told told(CellRecord cell, CellResult result) {
  Told made;
  made.study.bakeoff_version = "0.1.0";
  made.study.started = "2026-11-23T15:40:31Z";
  made.study.command = "bakeoff run resnet-50";
  made.study.host.facts = {{"cpu.model", "Intel(R) Xeon(R) Platinum 8370C CPU @ 2.80GHz"},
                           {"cpu.physical_cores", "2"},
                           {"cpu.governor", "performance"},
                           {"memory.total", "8.2 GB"},
                           {"system.kernel", "6.1.0-28-amd64"}};
  made.study.host.unknown = {{"temperature.celsius", "no processor sensor is shown (hwmon, thermal zones)"}};
  made.study.self_cost = {21.4, 38.2};
  made.study.cells.push_back(std::move(cell));
  made.results.push_back(std::move(result));
  return made;
}

CellResult winner_result() {
  CellResult result;
  result.verdict = Verdict::kWinner;
  result.winners = {1};
  result.survivors = {1};
  result.runner_up = 0;
  result.candidates = {ruled_out(42.02, 14), measured(40.31, 14), ruled_out(52.9, 9)};
  result.candidates[0].facts = facts(210, 49.2, 301'000'000);
  result.candidates[2].facts = facts(1320, 88.4, 1'204'000'000);
  result.candidates[2].observed_bits = 20.9;
  result.pairs = {pair(1, 0, 1.041, {1.012, 1.049}, 14, 13), pair(1, 2, 1.312, {1.28, 1.35}, 9, 9)};
  result.units = 14;
  result.voids = {73, 3, 0, false, {2, 1, 0}, 0.63};
  result.stopped = RaceStopped{StopCause::kDecided, seconds(71)};
  return result;
}

CellResult tie_result() {
  CellResult result = winner_result();
  result.verdict = Verdict::kTie;
  result.winners = {0, 1};
  result.survivors = {0, 1};
  result.leader = 1;
  result.candidates[0].survivor = true;
  result.candidates[0].left_after_unit.reset();
  result.pairs = {pair(0, 1, 0.996, {0.984, 1.008}, 38, 17), pair(1, 2, 1.312, {1.28, 1.35}, 9, 9)};
  result.units = 38;
  result.voids = {190, 0, 0, false, {0, 0, 0}, std::nullopt};
  return result;
}

CellResult unresolved_result() {
  CellResult result = tie_result();
  result.verdict = Verdict::kUnresolved;
  result.winners = {};
  result.runner_up = 0;
  result.pairs = {pair(1, 0, 1.013, {0.996, 1.029}, 18, 13), pair(1, 2, 1.312, {1.28, 1.35}, 9, 9)};
  result.units = 18;
  result.cut_epochs = 1;
  result.tie_epsilon = 0.0381;
  result.units_to_settle = 22;
  result.stopped = RaceStopped{StopCause::kBudget, seconds(120)};
  return result;
}

}  // namespace

Told winner_study() {
  return told(record(usual_candidates()), winner_result());
}

Told tie_study() {
  return told(record(usual_candidates()), tie_result());
}

Told unresolved_study() {
  return told(record(usual_candidates()), unresolved_result());
}

Told none_study() {
  CellResult result;
  result.reason = "no candidate gave a right answer";
  result.candidates = {failed(Status::kWrongResult,
                              "output 'probabilities' differs by 0.37 of its largest value, 1e-4 is allowed"),
                       failed(Status::kUnsupported, "operator Einsum (node 'attention/scores')"),
                       failed(Status::kOutOfMemory, "the kernel killed it at 6.9 GB while loading")};
  result.candidates[0].relative_error = 0.37;
  result.candidates[0].observed_bits = 1.4;
  result.candidates[0].reference = "fp64";
  result.stopped = RaceStopped{StopCause::kDecided, seconds(9)};
  return told(record(usual_candidates()), result);
}

Told crashed_study() {
  CellResult result = winner_result();
  result.candidates[0].outcome = {
      Status::kCrashed,
      "signal 11 (segmentation fault) in epoch 5; the last lines of its log: "
      "\"terminate called after throwing an instance of 'std::bad_function_call'\""};
  result.candidates[0].left_after_unit = 4;
  result.reason = "fastest of those that ran; 1 left by a fault";
  result.runner_up = 2;
  result.pairs = {pair(1, 2, 1.312, {1.28, std::nullopt}, 7, 7), pair(1, 0, 1.04, {}, 4, 4)};
  return told(record(usual_candidates()), result);
}

Told only_study() {
  CellResult result = winner_result();
  result.winners = {0};
  result.survivors = {0};
  result.runner_up.reset();
  result.reason = "only candidate";
  result.pairs.clear();
  result.voids = {60, 0, 0, false, {0}, std::nullopt};
  result.candidates = {measured(40.31, 12)};
  return told(record({candidate("openvino", "openvino", "2026.4.1")}), result);
}

Told absent_study() {
  Told study = winner_study();
  Candidate missing = candidate("tensorflow", "tensorflow", "");
  missing.library_sha256.clear();
  Candidate unsupported = candidate("tensorrt", "tensorrt", "10.1");
  study.study.cells[0].absent = {
      {missing, {Status::kNotInstalled, "bakeoff runtimes install tensorflow"}},
      {unsupported, {Status::kNoDevice, "it runs on cuda devices only, and this machine has none"}}};
  return study;
}

Told round_study() {
  Told study = unresolved_study();
  CellRecord& cell = study.study.cells[0];
  cell.rules.evidence = Evidence::kRound;
  cell.command = study::command_for(cell.cell, cell.rules, cell.candidates, cell.absent);
  cell.tries = {{}, {EpochBegun{2, 1, {0, 1, 2}, false}, RaceStopped{StopCause::kBudget, seconds(120)}}};
  CellResult& result = study.results[0];
  result.attempt = 2;
  result.units = 90;
  result.cut_epochs = 0;
  result.voids = {96, 24, 51, true, {1, 20, 3}, 0.0004};
  result.candidates[1].facts->steady = false;
  result.candidates[1].facts->executed_precision = "bf16";
  result.candidates[1].cores_used = 3.92;
  result.candidates[0].reference = "none";
  result.candidates[2].reference = "consensus";
  result.reason =
      "budget; disturbed host; disturbances fell unevenly; the workers did not fit in memory together";
  study.study.host.warnings = {
      "the governor is powersave, which changes the clock while a race runs: cpupower frequency-set -g "
      "performance"};
  return study;
}

Told placebo_study() {
  Told study = winner_study();
  study.placebos = {
      PlaceboResult{.of = 1, .ratio = 1.006, .interval = {0.985, 1.047}, .units = 14, .resolution = 0.047}};
  return study;
}

Told demoted_study() {
  Told study = winner_study();
  CellResult& result = study.results[0];
  result.verdict = Verdict::kUnresolved;
  result.winners.clear();
  result.leader = 1;
  result.voids = {80, 12, 0, false, {11, 1, 0}, 0.002};
  result.reason = "disturbances fell unevenly, and with the void rounds the verdict is another";
  return study;
}

Told contradictory_study() {
  Told study = unresolved_study();
  CellResult& result = study.results[0];
  result.reason = "contradictory: the medians run in a circle";
  result.candidates[2].survivor = true;
  result.candidates[2].left_after_unit.reset();
  result.survivors = {0, 1, 2};
  result.units_to_settle.reset();
  result.stopped = RaceStopped{StopCause::kDecided, seconds(80)};
  return study;
}

Told interrupted_study() {
  Told study = unresolved_study();
  CellResult& first = study.results[0];
  first.stopped = RaceStopped{StopCause::kInterrupted, seconds(11)};
  first.units = 0;
  first.units_to_settle.reset();
  first.tie_epsilon.reset();
  first.leader.reset();
  first.runner_up.reset();
  first.pairs.clear();
  for (CandidateResult& figures : first.candidates) {
    figures = CandidateResult{};
    figures.outcome = {Status::kTimedOut, "interrupted before its first epoch was complete"};
  }
  first.survivors = {0, 1, 2};
  CellRecord waiting = record(usual_candidates());
  waiting.cell.model = "squeezenet-1.1";
  waiting.tries.clear();
  waiting.command = study::command_for(waiting.cell, waiting.rules, waiting.candidates, waiting.absent);
  study.study.cells.push_back(waiting);
  CellResult not_run;
  not_run.reason = "not run";
  study.results.push_back(not_run);
  return study;
}

Told grid_study() {
  Told study = winner_study();
  CellRecord second = record(usual_candidates());
  second.cell.model = "squeezenet-1.1";
  second.cell.batch = 8;
  second.command = study::command_for(second.cell, second.rules, second.candidates, second.absent);
  study.study.cells.push_back(second);
  study.results.push_back(tie_result());
  CellRecord third = second;
  third.cell.metric = Metric::kThroughput;
  third.cell.precision = Precision::kBf16;
  third.cell.strict = true;
  third.command = study::command_for(third.cell, third.rules, third.candidates, third.absent);
  study.study.cells.push_back(third);
  CellResult result = winner_result();
  result.candidates[2].latency_ms = 98.4;
  result.candidates[2].throughput_per_s = 8000 / 98.4;
  result.candidates[1].throughput_per_s = 198.2;
  result.candidates[0].throughput_per_s = 190.1;
  result.pairs[1].ratio = 2.44;
  result.pairs[1].interval = {2.31, 2.6};
  study.results.push_back(result);
  study.study.cells.push_back(record(usual_candidates()));
  study.results.push_back(unresolved_result());
  return study;
}

Told hostile_study() {
  Told study = unresolved_study();
  study.study.bakeoff_version = "0.1\x1b[2J";
  study.study.started = "\x1b]0;title\x07";
  study.study.command = "bakeoff run 'a\nb'";
  study.study.host.facts["cpu.model"] = "evil\r\x1b[31m cpu";
  study.study.host.warnings = {"a warning\x1b[5m that blinks"};
  CellRecord& cell = study.study.cells[0];
  cell.cell.model =
      "net\x1b[2J\n\xff\xc3\x28 \xe2\x80\xae"
      "exe.onnx, \"quoted\"";
  cell.candidates[0].name = "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e:" + std::string(60, 'x') + "-end";
  cell.candidates[1].name =
      "\x9b"
      "31mred\x7f";
  cell.candidates[2].name = "=1+2,\"c\"";
  cell.absent = {{candidate("tab\there", "x", "1"),
                  {Status::kCrashed,
                   "log: \x1b[31mfailed\x1b[0m\nsecond line\xc2\x9b"
                   "2J"}}};
  cell.command = study::command_for(cell.cell, cell.rules, cell.candidates, cell.absent);
  CellResult& result = study.results[0];
  result.candidates[0].latency_ms = std::numeric_limits<double>::quiet_NaN();
  result.candidates[0].p90_ms = std::numeric_limits<double>::infinity();
  result.pairs[0].evidence = std::numeric_limits<double>::infinity();
  return study;
}

Told lossy_tie_study() {
  Told study = tie_study();
  CellRecord& cell = study.study.cells[0];
  for (const std::string name : {"tensorflow", "caffe2"})
    cell.candidates.push_back(candidate(name, name, "2.21"));
  CellResult& result = study.results[0];
  result.candidates.push_back(ruled_out(61.4, 2));
  result.candidates.back().outcome = {Status::kTimedOut, "no answer for 60 s, in epoch 3"};
  result.candidates.push_back(ruled_out(65, 0));
  result.candidates.back().outcome = {Status::kCrashed, "signal 4 (illegal instruction) in epoch 1"};
  result.candidates.back().latency_ms.reset();
  result.candidates.back().throughput_per_s.reset();
  result.reason = "2 left by a fault";
  return study;
}

Told sampled_study() {
  Told study = winner_study();
  CellRecord& cell = study.study.cells[0];
  cell.candidates.pop_back();
  CellResult& result = study.results[0];
  result.candidates.pop_back();
  result.pairs.pop_back();
  const auto slot = [](std::uint32_t round, CandidateIndex who, int begin,
                       std::vector<std::uint64_t> durations) {
    return SlotTimed{
        round,         who, Nanoseconds(begin), Nanoseconds(60), std::move(durations), Nanoseconds(210),
        Nanoseconds(0)};
  };
  WindowJudged disturbed{1, 1, Disturbance::kForeignLoad, 0.3, 0, Nanoseconds(0), 0};
  WindowJudged quiet{2, 2, Disturbance::kNone, 0.01, 0, Nanoseconds(0), std::nullopt};
  cell.tries = {{EpochBegun{1, 1, {0, 1}, true}, RoundBegun{1, {0, 1}}, slot(1, 0, 1000, {50, 51, 52}),
                 slot(1, 1, 2000, {70, 71}), disturbed, RoundBegun{2, {1, 0}}, slot(2, 0, 3000, {40, 41}),
                 slot(2, 1, 4000, {60}), quiet, EpochEnded{EpochEnd::kComplete},
                 EpochBegun{1, 2, {1, 0}, true}, RoundBegun{1, {0, 1}}, slot(1, 0, 9000, {45}),
                 EpochEnded{EpochEnd::kCut}, RaceStopped{StopCause::kBudget, seconds(120)}}};
  return study;
}

std::vector<NamedStudy> all_studies() {
  return {{"winner", winner_study},
          {"tie", tie_study},
          {"lossy-tie", lossy_tie_study},
          {"unresolved", unresolved_study},
          {"none", none_study},
          {"crashed", crashed_study},
          {"only", only_study},
          {"absent", absent_study},
          {"round", round_study},
          {"placebo", placebo_study},
          {"demoted", demoted_study},
          {"contradictory", contradictory_study},
          {"interrupted", interrupted_study},
          {"grid", grid_study},
          {"hostile", hostile_study}};
}

}  // namespace bakeoff::report
