// What keeping a slot costs on the disk where this is run: one event, one transaction, synchronous. The
// conductor pays it between two slots.

#include <fmt/core.h>
#include <stdlib.h>

#include <algorithm>
#include <filesystem>
#include <vector>

#include "base/random.h"
#include "figure.h"
#include "judge/stats/median.h"
#include "store/study_file.h"

namespace bakeoff::bench {
namespace {

using namespace std::chrono_literals;

/// A new folder in the working directory, where study files are written too; gone with its owner.
class ScratchFolder {
 public:
  ScratchFolder() {
    std::string name = "bench-append-XXXXXX";
    if (mkdtemp(name.data()) != nullptr) path_ = std::filesystem::absolute(name);
  }
  ~ScratchFolder() {
    std::error_code error;
    if (!path_.empty()) std::filesystem::remove_all(path_, error);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

struct Kind {
  const char* name;
  std::size_t inferences;
  Nanoseconds latency;
  int repetitions;
};

// A slot of 150 ms of ResNet-50, and the fullest there is.
constexpr Kind kKinds[] = {{"typical", 5, 40ms, 200}, {"full", 65'536, 2us, 30}};

SlotTimed slot_of(const Kind& kind, Dice& dice) {
  SlotTimed slot;
  slot.begin = 1h;
  slot.untimed = kind.latency;
  for (std::size_t i = 0; i < kind.inferences; ++i) {
    slot.durations_ns.push_back(
        static_cast<std::uint64_t>(static_cast<double>(kind.latency.count()) * (1 + 0.1 * dice.uniform())));
  }
  return slot;
}

StudyRecord study() {
  CellRecord cell;
  cell.cell.model = "resnet-50";
  Candidate candidate;
  candidate.name = candidate.runtime = "onnxruntime";
  cell.candidates = {candidate};
  StudyRecord record;
  record.cells = {cell};
  return record;
}

Result<void> measure(const Kind& kind, const std::filesystem::path& folder) {
  const auto path = folder / (std::string(kind.name) + ".bakeoff");
  auto file = store::StudyFile::create(path, study());
  if (!file) return tl::unexpected(file.error());
  if (auto begun = file->begin_try(0); !begun) return begun;
  if (auto kept = file->append(0, EpochBegun{1, 1, {0}, true}); !kept) return kept;
  if (auto kept = file->append(0, RoundBegun{1, {0}}); !kept) return kept;
  const auto size_before = std::filesystem::file_size(path);
  const MonotonicClock clock;
  Dice dice{1};
  std::vector<double> milliseconds;
  for (int i = 0; i < kind.repetitions; ++i) {
    const Event event = slot_of(kind, dice);
    const Nanoseconds begin = clock.now();
    if (auto kept = file->append(0, event); !kept) return kept;
    milliseconds.push_back(to_milliseconds(clock.now() - begin));
  }
  const auto size = std::filesystem::file_size(path) - size_before;
  const auto [least, most] = std::minmax_element(milliseconds.begin(), milliseconds.end());
  print_figure(fmt::format("keeping a {} slot of {} inferences", kind.name, kind.inferences),
               fmt::format("{:.2f} ms ({:.2f} to {:.2f}), {:.1f} kB", judge::median(milliseconds), *least,
                           *most, static_cast<double>(size) / 1000 / kind.repetitions));
  return {};
}

Result<void> run() {
  const ScratchFolder folder;
  if (folder.path().empty()) return fail(ErrorKind::kInternal, "cannot make a folder here");
  for (const Kind& kind : kKinds) {
    if (auto done = measure(kind, folder.path()); !done) return done;
  }
  return {};
}

}  // namespace
}  // namespace bakeoff::bench

int main() {
  const auto done = bakeoff::bench::run();
  if (done) return 0;
  fmt::print(stderr, "bench-append: {}\n", bakeoff::to_string(done.error()));
  return 1;
}
