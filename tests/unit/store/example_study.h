#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "record/study_record.h"

namespace bakeoff::store {

/// A folder of a test's own; gone with the object. On a disk in memory where there is one: every append waits
/// for the disk several times.
class TestFolder {
 public:
  TestFolder() {
    const std::filesystem::path in_memory = "/dev/shm";
    const auto parent =
        access(in_memory.c_str(), W_OK) == 0 ? in_memory : std::filesystem::temp_directory_path();
    std::string name = (parent / "bakeoff-store-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) std::abort();
    path_ = name;
  }
  ~TestFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;

  [[nodiscard]] std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

inline std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

inline void write_bytes(const std::filesystem::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary) << bytes;
}

inline SlotTimed example_slot(std::uint32_t round, CandidateIndex candidate) {
  SlotTimed slot;
  slot.round = round;
  slot.candidate = candidate;
  slot.begin = Nanoseconds(1'000'000'000LL * round);
  slot.untimed = std::chrono::microseconds(600);
  for (std::uint64_t i = 0; i < 50; ++i)
    slot.durations_ns.push_back(500'000 + 1000 * i + 7 * round + candidate);
  slot.cpu = std::chrono::milliseconds(80);
  slot.foreign_cpu = std::chrono::milliseconds(10);
  return slot;
}

/// One event of every kind, as a short race has them.
inline std::vector<Event> example_events() {
  using namespace std::chrono_literals;
  WorkerFacts facts;
  facts.load = 453ms;
  facts.first_inference = 51ms;
  facts.warmup_inferences = 12;
  facts.steady = false;
  facts.memory = {Bytes{1}, Bytes{2}, Bytes{412'000'000}};
  facts.executed_precision = "fp32";
  facts.notes = {{"layout", "NCHW"}, {"layout", "again"}};
  WindowJudged window{1, 2, Disturbance::kForeignLoad, 0.1, 1.0 / 3, 5ms, 1};
  return {CandidateChecked{0, {Status::kRight, ""}, 3.1e-7, "fp64"},
          CandidateChecked{1, {Status::kWrongResult, "outputs differ"}, std::nullopt, "none"},
          EpochBegun{1, 1, {1, 0}, true},
          WorkerStarted{1, facts},
          WorkerStarted{0, {}},
          RoundBegun{1, {0, 1}},
          example_slot(1, 0),
          example_slot(1, 1),
          window,
          CandidateLeft{1, {Status::kCrashed, "SIGSEGV\n\xff\xfe not UTF-8"}},
          EpochEnded{EpochEnd::kCut},
          RaceStopped{StopCause::kInterrupted, 12s}};
}

inline CellRecord example_cell(const std::string& model) {
  CellRecord record;
  record.cell.model = model;
  record.cell.model_sha256 = "abc";
  record.cell.strict = true;
  record.cell.metric = Metric::kThroughput;
  record.cell.precision = Precision::kBf16;
  record.cell.batch = 8;
  record.cell.threads = 2;
  if (model == "resnet-50") {
    record.cell.shapes = {{"x", {1, 3, 224, 2147483647}}, {"", {}}};
    record.cell.input_files = {{"ids", "folder/ids.npy", "h3"}};
  }
  record.rules.seed = 0xffffffffffffffffULL;
  record.rules.epsilon = 0.1;
  record.rules.max_error = 1e-3;
  record.rules.evidence = Evidence::kRound;
  record.rules.voiding = false;
  record.candidates = {
      {"ort", "onnxruntime", "1.2", "default", {}, "hash", Precision::kFp32, 8},
      {"ov:x", "openvino", "2026", "x", {{"b", "2"}, {"a", "1"}}, "h2", Precision::kBf16, 16}};
  record.absent = {{{"tf", "tensorflow", "", "default", {}, "", Precision::kFp32, 1},
                    {Status::kNotInstalled, "bakeoff runtimes install tensorflow"}}};
  record.command = "bakeoff run " + model;
  return record;
}

/// Two cells: one with two tries, one still to be run; and a placebo of the first.
inline StudyRecord example_study() {
  StudyRecord study;
  study.bakeoff_version = "0.1.0";
  study.started = "2026-11-23T15:00:00Z";
  study.command = "bakeoff run 'a b' --alpha 0.05";
  study.host.facts = {{"cpu.model", "Some CPU"}, {"both", "known"}};
  study.host.unknown = {{"energy.counter", "no powercap"}, {"both", "and not"}};
  study.host.warnings = {"swap is in use", "the governor is powersave", "swap is in use"};
  study.self_cost.clock_read_ns = 21.4;
  study.cells = {example_cell("resnet-50"), example_cell("squeezenet")};
  CellRecord placebo = example_cell("resnet-50");
  placebo.rules.units = 9;
  placebo.placebo_of = PlaceboOf{0, 1, 3};
  study.cells.push_back(placebo);
  study.cells[0].tries = {example_events(), {EpochBegun{2, 1, {0, 1}, false}}, {}};
  return study;
}

inline void expect_same(const CellRecord& one, const CellRecord& other) {
  EXPECT_EQ(one.cell, other.cell);
  EXPECT_EQ(one.rules, other.rules);
  EXPECT_EQ(one.candidates, other.candidates);
  EXPECT_EQ(one.absent, other.absent);
  EXPECT_EQ(one.command, other.command);
  EXPECT_EQ(one.placebo_of, other.placebo_of);
  EXPECT_TRUE(one.tries == other.tries);
}

inline void expect_same(const StudyRecord& one, const StudyRecord& other) {
  EXPECT_EQ(one.bakeoff_version, other.bakeoff_version);
  EXPECT_EQ(one.started, other.started);
  EXPECT_EQ(one.command, other.command);
  EXPECT_EQ(one.host, other.host);
  EXPECT_EQ(one.self_cost, other.self_cost);
  ASSERT_EQ(one.cells.size(), other.cells.size());
  for (std::size_t i = 0; i < one.cells.size(); ++i) expect_same(one.cells[i], other.cells[i]);
}

}  // namespace bakeoff::store
