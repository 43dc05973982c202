// Makes a study file of the size that bakeoff must cope with: bench-study FILE [CELLS [SAMPLES]], 1,000 cells
// with 5 million samples in all. scale.sh times what is told from it.

#include <fmt/core.h>

#include <cstdlib>
#include <string>

#include "base/random.h"
#include "judge/race/race.h"
#include "store/study_file.h"

namespace bakeoff::bench {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kCandidates = 4;

/// Answers what a race asks for, in place of a conductor: events without processes, a clock that only adds
/// up.
class Simulation {
 public:
  Simulation(const CellRecord& cell, std::uint32_t inferences, std::uint64_t seed)
      : race_(cell.rules, cell.cell.metric, cell.candidates.size(), cell.cell.batch),
        dice_{seed},
        inferences_(inferences) {}

  std::vector<Event> run(std::uint32_t epochs) {
    while (epochs_ < epochs || race_.epoch_open()) {
      const judge::Step step = race_.next();
      if (std::holds_alternative<judge::Finish>(step)) {
        emit(RaceStopped{StopCause::kDecided, now_});
        return events_;
      }
      std::visit([this](const auto& asked) { answer(asked); }, step);
    }
    emit(RaceStopped{StopCause::kBudget, now_});
    return events_;
  }

 private:
  void emit(const Event& event) {
    race_.apply(event);
    events_.push_back(event);
  }

  void answer(const judge::CheckCandidates&) {
    for (CandidateIndex i = 0; i < kCandidates; ++i) {
      emit(CandidateChecked{i, {Status::kRight, ""}, 3e-7, "fp64"});
    }
  }

  void answer(const judge::BeginEpoch& asked) {
    ++epochs_;
    emit(EpochBegun{asked.attempt, asked.epoch, asked.order, true});
    for (const CandidateIndex i : asked.order) {
      WorkerFacts facts;
      facts.load = 400ms;
      facts.first_inference = 50ms;
      facts.memory = {Bytes{200'000'000}, Bytes{300'000'000}, Bytes{400'000'000}};
      emit(WorkerStarted{i, facts});
      now_ += 500ms;
    }
  }

  void answer(const judge::RunRound& asked) {
    emit(RoundBegun{asked.round, asked.order});
    for (const CandidateIndex i : asked.order) {
      SlotTimed slot;
      slot.round = asked.round;
      slot.candidate = i;
      slot.begin = now_;
      const double usual = 4e6 * (1 + 0.01 * i) * (1 + 0.05 * dice_.uniform());
      for (std::uint32_t k = 0; k < inferences_; ++k) {
        slot.durations_ns.push_back(static_cast<std::uint64_t>(usual * (1 + 0.1 * dice_.uniform())));
        now_ += Nanoseconds(static_cast<std::int64_t>(slot.durations_ns.back()));
      }
      emit(slot);
    }
  }

  void answer(const judge::JudgeWindow& asked) {
    WindowJudged window;
    window.first_round = asked.first_round;
    window.last_round = asked.last_round;
    constexpr double kDisturbed = 0.03;
    if (dice_.uniform() < kDisturbed) window.disturbance = Disturbance::kForeignLoad;
    emit(window);
  }

  void answer(const judge::EndEpoch&) { emit(EpochEnded{EpochEnd::kComplete}); }
  void answer(const judge::Finish&) {}

  judge::Race race_;
  Dice dice_;
  std::uint32_t inferences_;
  std::uint32_t epochs_ = 0;
  Nanoseconds now_{1h};
  std::vector<Event> events_;
};

StudyRecord study_of(std::size_t cells, std::size_t samples) {
  constexpr std::uint32_t kEpochs = 8;
  constexpr std::size_t kSlots = kEpochs * 5 * kCandidates;
  const auto inferences = static_cast<std::uint32_t>(std::max<std::size_t>(1, samples / cells / kSlots + 1));
  StudyRecord study;
  study.command = "bench-study";
  study.started = "2026-01-01T00:00:00Z";
  for (std::size_t i = 0; i < cells; ++i) {
    CellRecord& cell = study.cells.emplace_back();
    cell.cell.model = "network-" + std::to_string(i / 10);
    cell.cell.batch = 1 << (i % 10);
    cell.cell.threads = 2;
    for (const char* const name : {"onnxruntime", "openvino", "pytorch", "tensorflow"}) {
      Candidate& candidate = cell.candidates.emplace_back();
      candidate.name = candidate.runtime = name;
      candidate.version = "1.0";
    }
    cell.tries = {Simulation(cell, inferences, i).run(kEpochs)};
  }
  return study;
}

Result<void> make(const std::string& file, std::size_t cells, std::size_t samples) {
  const auto made = store::StudyFile::create(file, study_of(cells, samples));
  if (!made) return tl::unexpected(made.error());
  return {};
}

}  // namespace
}  // namespace bakeoff::bench

int main(int count, char** words) {
  if (count < 2 || count > 4) {
    fmt::print(stderr, "bench-study FILE [CELLS [SAMPLES]]\n");
    return 2;
  }
  const std::size_t cells = count > 2 ? std::strtoul(words[2], nullptr, 10) : 1'000;
  const std::size_t samples = count > 3 ? std::strtoul(words[3], nullptr, 10) : 5'000'000;
  const auto done = bakeoff::bench::make(words[1], std::max<std::size_t>(1, cells), samples);
  if (done) return 0;
  fmt::print(stderr, "bench-study: {}\n", bakeoff::to_string(done.error()));
  return 1;
}
