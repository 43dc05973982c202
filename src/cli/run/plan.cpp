#include "cli/run/plan.h"

#include <fmt/format.h>

#include <algorithm>

#include "runtimes/catalogue.h"
#include "runtimes/find.h"
#include "runtimes/installed.h"
#include "store/study_file.h"
#include "study/candidates.h"
#include "study/validate.h"

namespace bakeoff::cli {
namespace {

// The candidates of a study as they are on this machine.
struct Lineup {
  std::vector<measure::Contender> contenders;
  std::vector<AbsentCandidate> absent;
};

// What is raced when nobody is named: of every installed runtime the newest version, which is listed first.
// One that a later bakeoff has installed beside is not this one's business.
std::vector<study::RuntimeRequest> newest_of_each(const runtimes::Inventory& inventory) {
  std::vector<study::RuntimeRequest> requests;
  for (const auto& runtime : inventory.installed) {
    const bool seen = std::any_of(requests.begin(), requests.end(),
                                  [&](const auto& other) { return other.runtime == runtime.name; });
    if (!seen && runtimes::find_runtime(runtime.name)) requests.push_back({runtime.name, "", "default"});
  }
  return requests;
}

std::string sentence(const Error& error) {
  return error.hint.empty() ? error.what : error.what + ": " + error.hint;
}

Result<void> add(const study::RuntimeRequest& asked, const runtimes::Inventory& inventory,
                 const Program& program, Lineup& lineup) {
  Candidate candidate;
  candidate.runtime = asked.runtime;
  candidate.version = asked.version;
  candidate.configuration = asked.configuration;
  const auto entry = runtimes::find_runtime(asked.runtime);
  if (!entry) {
    // A third party's is known by its own manifest alone.
    const auto* damaged = runtimes::damaged_one(inventory, asked.runtime, asked.version);
    if (damaged == nullptr) return tl::unexpected(entry.error());
    lineup.absent.push_back({candidate, {Status::kNotInstalled, sentence(damaged->error)}});
    return {};
  }
  const auto options = runtimes::options_of(*entry, asked.configuration);
  if (!options) return tl::unexpected(options.error());
  candidate.options = *options;
  const auto installed = runtimes::choose(inventory, asked.runtime, asked.version);
  if (!installed) {
    lineup.absent.push_back({candidate, {Status::kNotInstalled, sentence(installed.error())}});
    return {};
  }
  candidate.version = installed->version;
  if (!entry->built_in()) {
    const auto hash = runtimes::library_hash(*installed);
    if (!hash) {
      lineup.absent.push_back({candidate, {Status::kNotInstalled, sentence(hash.error())}});
      return {};
    }
    candidate.library_sha256 = *hash;
  }
  lineup.contenders.push_back(
      {.candidate = candidate,
       .adapter = installed->adapter.empty() ? program.adapter(entry->adapter) : installed->adapter,
       .library_dir = installed->library_dir,
       .form = entry->form,
       .scripted = entry->built_in()});
  return {};
}

// Names are given to all at once, so that they are unique in the whole study.
Result<void> give_names(Lineup& lineup) {
  std::vector<Candidate> all;
  for (const auto& contender : lineup.contenders) all.push_back(contender.candidate);
  for (const auto& absent : lineup.absent) all.push_back(absent.candidate);
  if (auto distinct = study::check_distinct(all); !distinct) return distinct;
  study::name_candidates(all);
  auto named = all.begin();
  for (auto& contender : lineup.contenders) contender.candidate.name = (named++)->name;
  for (auto& absent : lineup.absent) absent.candidate.name = (named++)->name;
  return {};
}

// Finds what was asked for among what is installed. An error for names that nobody knows; a known runtime
// that is not there is an absent candidate.
Result<Lineup> find_lineup(const std::vector<study::RuntimeRequest>& asked,
                           const runtimes::Inventory& inventory, const Program& program) {
  Lineup lineup;
  for (const auto& one : asked) {
    if (auto added = add(one, inventory, program, lineup); !added) return tl::unexpected(added.error());
  }
  if (auto named = give_names(lineup); !named) return tl::unexpected(named.error());
  return lineup;
}

PlannedCell plan_cell(const Cell& cell, const Rules& rules, const Lineup& lineup) {
  PlannedCell planned{{}, lineup.contenders};
  CellRecord& record = planned.record;
  record.cell = cell;
  record.rules = rules;
  record.absent = lineup.absent;
  for (auto& contender : planned.contenders) {
    contender.candidate.precision = cell.precision;
    contender.candidate.batch = cell.batch;
    record.candidates.push_back(contender.candidate);
  }
  for (AbsentCandidate& absent : record.absent) {
    absent.candidate.precision = cell.precision;
    absent.candidate.batch = cell.batch;
  }
  record.command = study::command_for(cell, record.rules, record.candidates, record.absent);
  return planned;
}

std::vector<study::RuntimeRequest> requests_of(const CellRecord& cell) {
  std::vector<study::RuntimeRequest> requests;
  const auto add = [&](const Candidate& candidate) {
    requests.push_back({candidate.runtime, candidate.version, candidate.configuration});
  };
  for (const Candidate& candidate : cell.candidates) add(candidate);
  for (const AbsentCandidate& absent : cell.absent) add(absent.candidate);
  return requests;
}

// The cells of a study file, to be asked again: with its terms, but the budget of today.
Result<Plan> plan_from_file(const std::filesystem::path& path, Nanoseconds budget, const Program& program,
                            const runtimes::Inventory& inventory) {
  const auto study = store::read_study(path);
  if (!study) return tl::unexpected(study.error());
  Plan plan;
  for (const CellRecord& cell : study->cells) {
    if (cell.placebo_of) continue;
    const auto lineup = find_lineup(requests_of(cell), inventory, program);
    if (!lineup) return tl::unexpected(lineup.error());
    Rules rules = cell.rules;
    rules.budget = budget;
    plan.cells.push_back(plan_cell(cell.cell, rules, *lineup));
  }
  if (plan.cells.empty()) return fail(ErrorKind::kBadInput, "the study file holds no cells", path.string());
  return plan;
}

// More threads than processors are a question like any, but seldom the one that was meant.
void remark_on_threads(const measure::CpuSet& cpus, Plan& plan) {
  const auto processors = cpus.cpus.size();
  int most = 0;
  for (const PlannedCell& planned : plan.cells) most = std::max(most, planned.record.cell.threads);
  if (most <= 0 || static_cast<std::size_t>(most) <= processors) return;
  plan.remarks.push_back(
      fmt::format("--threads {}: more than the {} {} that bakeoff may use here; they take turns, "
                  "which slows every runtime down",
                  most, processors, processors == 1 ? "processor" : "processors"));
}

}  // namespace

Result<Plan> plan_cells(const study::StudyRequest& request, const std::filesystem::path& output,
                        const Program& program, const measure::CpuSet& cpus) {
  const auto folder = runtimes::runtimes_folder();
  const auto inventory = runtimes::find_installed(folder);
  if (!inventory) return tl::unexpected(inventory.error());
  Plan plan;
  if (request.models.empty()) {
    auto from_file = plan_from_file(output, request.rules.budget, program, *inventory);
    if (!from_file) return from_file;
    plan = std::move(*from_file);
  } else {
    study::StudyRequest grid = request;
    if (grid.threads.empty()) grid.threads = {cpus.physical_cores};
    if (auto valid = study::validate(grid); !valid) return tl::unexpected(valid.error());
    const auto asked = grid.runtimes.empty() ? newest_of_each(*inventory) : grid.runtimes;
    if (asked.empty()) {
      return fail(ErrorKind::kNotFound, "no runtime is installed", folder.string(),
                  "install some: bakeoff runtimes install onnxruntime openvino");
    }
    const auto lineup = find_lineup(asked, *inventory, program);
    if (!lineup) return tl::unexpected(lineup.error());
    for (const Cell& cell : study::expand(grid)) plan.cells.push_back(plan_cell(cell, grid.rules, *lineup));
  }
  remark_on_threads(cpus, plan);
  for (const auto& damaged : inventory->damaged) plan.remarks.push_back(to_string(damaged.error));
  return plan;
}

}  // namespace bakeoff::cli
