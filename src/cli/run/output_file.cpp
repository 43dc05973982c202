#include "cli/run/output_file.h"

#include <algorithm>
#include <ctime>
#include <system_error>

#include "judge/cell.h"
#include "judge/placebo.h"

namespace bakeoff::cli {
namespace {

// Rules under which a race may go on: a fresh budget is granted, and the dice are those it began with.
bool same_terms(Rules a, Rules b) {
  a.budget = b.budget;
  a.seed = b.seed;
  return a == b;
}

bool same_question(const CellRecord& a, const CellRecord& b) {
  if (a.placebo_of || b.placebo_of) return false;
  const auto names = [](const CellRecord& cell) {
    std::vector<std::string> all;
    for (const Candidate& candidate : cell.candidates) all.push_back(candidate.name);
    return all;
  };
  return a.cell == b.cell && same_terms(a.rules, b.rules) && names(a) == names(b);
}

Result<void> check_same_machine(const HostFacts& then, const HostFacts& now) {
  for (const char* const fact : {"system.fingerprint", "cpu.model", "cpu.allowed"}) {
    const auto before = then.facts.find(fact);
    const auto today = now.facts.find(fact);
    if (before == then.facts.end() || today == now.facts.end() || before->second == today->second) continue;
    return fail(ErrorKind::kUsage,
                "this study was begun on another machine (" + std::string(fact) + " was '" + before->second +
                    "' and is '" + today->second + "')",
                "--resume", "give -o the name of a new file: runs of different machines cannot be one race");
  }
  return {};
}

// "resnet-50-20261123-161500": the first model's name and the local time.
std::string default_stem(const std::string& model) {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  char date[32];
  const std::size_t size = std::strftime(date, sizeof date, "-%Y%m%d-%H%M%S", &local);
  const std::filesystem::path path(model);
  const auto name =
      path.extension() == ".onnx" ? path.stem() : path.filename();  // "squeezenet-1.1" has no extension
  return name.string() + std::string(date, size);
}

}  // namespace

Result<Output> make_output(const std::string& model, const StudyRecord& header) {
  constexpr int kMostOfOneSecond = 1000;
  const std::string stem = default_stem(model);
  for (int number = 1;; ++number) {
    const std::filesystem::path path = stem + (number == 1 ? "" : "-" + std::to_string(number)) + ".bakeoff";
    auto file = store::StudyFile::create(path, header);
    if (file) return Output{path, std::move(*file), {}};
    // What create() makes and cannot fill it removes: one that is there is somebody else's.
    std::error_code error;
    const bool taken = std::filesystem::exists(std::filesystem::symlink_status(path, error));
    if (!taken || number == kMostOfOneSecond) return tl::unexpected(file.error());
  }
}

Result<Output> open_output(const std::filesystem::path& path, IfExists if_exists, const StudyRecord& header) {
  std::error_code error;
  const bool exists = std::filesystem::exists(path, error);
  if (!exists && if_exists == IfExists::kResume) {
    return fail(ErrorKind::kNotFound, "there is no such study file to resume", path.string(),
                "leave --resume away to begin it");
  }
  if (exists && if_exists == IfExists::kRefuse) {
    return fail(ErrorKind::kUsage, "the file exists already", path.string(),
                "--resume goes on with it, --overwrite begins new tries in it (the old ones are kept)");
  }
  auto file = exists ? store::StudyFile::open(path) : store::StudyFile::create(path, header);
  if (!file) return tl::unexpected(file.error());
  auto stored = file->read();
  if (!stored) return tl::unexpected(stored.error());
  if (auto same = check_same_machine(stored->host, header.host); !same) return tl::unexpected(same.error());
  return Output{path, std::move(*file), std::move(stored->cells)};
}

Result<CellPlace> place_cell(Output& output, CellRecord& cell, IfExists if_exists) {
  const auto found = std::find_if(output.cells.begin(), output.cells.end(),
                                  [&](const CellRecord& other) { return same_question(cell, other); });
  const bool same_libraries = found != output.cells.end() && found->candidates == cell.candidates;
  if (found == output.cells.end() || (if_exists == IfExists::kOverwrite && !same_libraries)) {
    const auto index = output.file.add_cell(cell);
    if (!index) return tl::unexpected(index.error());
    return CellPlace{.index = *index};
  }
  CellPlace place{.index = static_cast<std::size_t>(found - output.cells.begin())};
  if (!same_libraries) {
    return fail(ErrorKind::kUsage, "the library of a candidate is not the one this race began with",
                cell.cell.model, "--overwrite begins a new race in this file with what is installed now");
  }
  const Nanoseconds budget = cell.rules.budget;
  cell.tries = found->tries;
  cell.rules = found->rules;
  cell.rules.budget = budget;
  place.placebos = static_cast<std::uint64_t>(std::count_if(
      output.cells.begin(), output.cells.end(),
      [&](const CellRecord& other) { return other.placebo_of && other.placebo_of->cell == place.index; }));
  if (cell.tries.empty()) return place;
  for (const Event& event : judge::closing_events(cell.tries.back())) {
    if (auto kept = output.file.append(place.index, event); !kept) return tl::unexpected(kept.error());
    cell.tries.back().push_back(event);
  }
  const auto* const stopped =
      cell.tries.back().empty() ? nullptr : std::get_if<RaceStopped>(&cell.tries.back().back());
  place.decided =
      if_exists == IfExists::kResume && stopped != nullptr && stopped->cause == StopCause::kDecided;
  if (place.decided) place.placebo = judge::latest_placebo(output.cells, place.index);
  return place;
}

}  // namespace bakeoff::cli
