#include "measure/conductor/worker_process.h"

#include <gtest/gtest.h>

#include <thread>

#include "measure/conductor/inputs_region.h"
#include "record/cell.h"

namespace bakeoff::measure {
namespace {

using namespace std::chrono_literals;

const std::filesystem::path kBuild = BAKEOFF_BINARY_DIR;

class WorkerProcessTest : public testing::Test {
 protected:
  void SetUp() override {
    model_.inputs = {{"input", model::ElementType::kFloat, {1}}};
    model_.sets.assign(2, {std::string(4, '\0')});
    auto inputs = share_inputs(model_);
    ASSERT_TRUE(inputs);
    inputs_ = std::move(*inputs);
    supervision_.signals = &*signals_;
    supervision_.time = &time_;
    supervision_.budget = 60s;
    supervision_.memory_limit = Bytes{512U << 20U};
    auto worker = WorkerProcess::start(kBuild / "bakeoff-worker", *allowed_cpus(),
                                       inputs_.memory.descriptor(), supervision_);
    ASSERT_TRUE(worker) << to_string(worker.error());
    worker_ = std::move(*worker);
  }

  Answer<protocol::LoadReply> load(Options options = {}, Nanoseconds deadline = 10s) {
    protocol::LoadCommand command;
    command.adapter = kBuild / "adapters" / "fake.so";
    command.form = "onnx";
    command.device = "cpu";
    command.precision = "fp32";
    command.threads = 2;
    command.options = std::move(options);
    command.sets = inputs_.sets.front();
    return worker_->ask<protocol::LoadReply>(command, deadline, "loading the model");
  }

  Answer<protocol::SlotReply> slot(Nanoseconds deadline = 10s) {
    return worker_->ask<protocol::SlotReply>(protocol::SlotCommand{20'000'000}, deadline, "being timed");
  }

  // How a slot of this fake ends.
  Outcome outcome_of_slot(Options options, Nanoseconds deadline = 10s) {
    const auto loaded = load(std::move(options));
    if (!loaded) return fault(loaded.error());
    const auto timed = slot(deadline);
    return timed ? Outcome{} : fault(timed.error());
  }

  static Outcome fault(const Trouble& trouble) {
    const auto* const outcome = std::get_if<Outcome>(&trouble);
    return outcome == nullptr ? Outcome{Status::kNotInstalled, "not a fault of the candidate"} : *outcome;
  }

  MonotonicClock clock_;
  RaceTime time_{clock_};
  Result<SignalWatch> signals_ = SignalWatch::open();
  Supervision supervision_;
  model::PreparedModel model_;
  InputsRegion inputs_;
  std::unique_ptr<WorkerProcess> worker_;
};

TEST_F(WorkerProcessTest, LoadsRunsAndIsTimed) {
  ASSERT_TRUE(load({{"latency", "1ms"}}));
  const auto outputs = worker_->ask<protocol::OutputsReply>(protocol::OutputsCommand{1}, 10s, "running");
  ASSERT_TRUE(outputs);
  ASSERT_EQ(outputs->outputs.size(), 1U);
  const auto bytes = worker_->output_bytes(outputs->outputs[0]);
  ASSERT_TRUE(bytes);
  EXPECT_EQ(bytes->size(), 8 * sizeof(float));
  const auto timed = slot();
  ASSERT_TRUE(timed);
  EXPECT_GE(timed->inferences, 5U);
  EXPECT_GE(worker_->stamps()[timed->inferences] - worker_->stamps()[0], 20'000'000U);
}

TEST_F(WorkerProcessTest, AFrozenWorkerUsesNoCpuHoweverItSpins) {
  ASSERT_TRUE(load({{"latency", "1ms"}, {"spin", "1"}}));
  ASSERT_TRUE(slot());
  const auto before = worker_->cpu_time();
  std::this_thread::sleep_for(50ms);
  EXPECT_GT(worker_->cpu_time() - before, 10ms) << "this fake should spin while it is not asked";
  ASSERT_TRUE(worker_->freeze());
  EXPECT_TRUE(worker_->frozen());
  std::this_thread::sleep_for(50ms);
  EXPECT_EQ(worker_->frozen_cpu(), 0ns);
  worker_->thaw();
  EXPECT_TRUE(slot());
}

TEST_F(WorkerProcessTest, ACrashNamesTheSignal) {
  const auto outcome = outcome_of_slot({{"crash", "run:2"}});
  EXPECT_EQ(outcome.status, Status::kCrashed);
  EXPECT_NE(outcome.reason.find("being timed"), std::string::npos) << outcome.reason;
}

TEST_F(WorkerProcessTest, AKilledWorkerIsACrash) {
  ASSERT_TRUE(load());
  ::kill(worker_->process(), SIGKILL);
  const auto timed = slot();
  ASSERT_FALSE(timed);
  EXPECT_EQ(fault(timed.error()).status, Status::kCrashed);
  EXPECT_NE(fault(timed.error()).reason.find("signal 9"), std::string::npos) << fault(timed.error()).reason;
}

TEST_F(WorkerProcessTest, AHangRunsIntoTheDeadline) {
  const auto outcome = outcome_of_slot({{"hang", "run:2"}}, 300ms);
  EXPECT_EQ(outcome.status, Status::kTimedOut);
  EXPECT_NE(outcome.reason.find("no answer within 0.3 s while being timed"), std::string::npos)
      << outcome.reason;
}

TEST_F(WorkerProcessTest, EatingMemoryIsOverTheLimit) {
  supervision_.memory_limit = Bytes{100U << 20U};  // watched; the hard limit of 512 MiB was set at the start
  const auto loaded = load({{"grow", "200MiB"}});
  ASSERT_FALSE(loaded);
  EXPECT_EQ(fault(loaded.error()).status, Status::kOverLimit) << fault(loaded.error()).reason;
}

TEST_F(WorkerProcessTest, AnAllocationThatFailsIsOutOfMemory) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "under a sanitizer a worker has no hard limit (spawn.cpp)";
#endif
  const auto loaded = load({{"grow", "2GiB"}});  // beyond the hard limit
  ASSERT_FALSE(loaded);
  EXPECT_EQ(fault(loaded.error()).status, Status::kOutOfMemory) << fault(loaded.error()).reason;
}

TEST_F(WorkerProcessTest, FloodingTheLogIsOverTheLimit) {
  supervision_.log_limit = Bytes{64U << 10U};
  ASSERT_TRUE(load({{"flood", "64KiB"}, {"latency", "30ms"}}));
  Answer<protocol::SlotReply> timed = slot();
  for (int i = 0; i < 20 && timed; ++i) timed = slot();
  ASSERT_FALSE(timed);
  EXPECT_EQ(fault(timed.error()).status, Status::kOverLimit) << fault(timed.error()).reason;
}

TEST_F(WorkerProcessTest, UnsupportedSaysWhat) {
  const auto outcome = outcome_of_slot({{"unsupported", "1"}});
  EXPECT_EQ(outcome.status, Status::kUnsupported);
  EXPECT_FALSE(outcome.reason.empty());
}

TEST_F(WorkerProcessTest, TheBudgetEndsAWait) {
  supervision_.budget = time_.elapsed() + 200ms;
  const auto loaded = load({{"hang", "load"}});
  ASSERT_FALSE(loaded);
  ASSERT_TRUE(std::holds_alternative<StopCause>(loaded.error()));
  EXPECT_EQ(std::get<StopCause>(loaded.error()), StopCause::kBudget);
}

TEST_F(WorkerProcessTest, AnInterruptionEndsAWait) {
  raise(SIGINT);
  const auto loaded = load({{"hang", "load"}});
  ASSERT_FALSE(loaded);
  ASSERT_TRUE(std::holds_alternative<StopCause>(loaded.error()));
  EXPECT_EQ(std::get<StopCause>(loaded.error()), StopCause::kInterrupted);
}

TEST_F(WorkerProcessTest, AMissingAdapterSaysSo) {
  protocol::LoadCommand command;
  command.adapter = "/nowhere/none.so";
  const auto loaded = worker_->ask<protocol::LoadReply>(command, 10s, "loading the model");
  ASSERT_FALSE(loaded);
  EXPECT_EQ(fault(loaded.error()).status, Status::kCrashed);
  EXPECT_NE(fault(loaded.error()).reason.find("none.so"), std::string::npos);
}

TEST(WorkerStart, AMissingProgramIsOurError) {
  MonotonicClock clock;
  RaceTime time(clock);
  auto signals = SignalWatch::open();
  Supervision supervision;
  supervision.signals = &*signals;
  supervision.time = &time;
  supervision.budget = 1s;
  const auto worker = WorkerProcess::start("/nowhere/worker", *allowed_cpus(), 0, supervision);
  ASSERT_FALSE(worker);
  EXPECT_EQ(worker.error().where, "/nowhere/worker");
}

}  // namespace
}  // namespace bakeoff::measure
