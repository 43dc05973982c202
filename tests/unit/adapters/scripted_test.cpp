// The null and fake adapters, whose answers are scripted.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <malloc.h>
#include <time.h>

#include <chrono>
#include <cmath>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "common/scripted_output.h"
#include "unit/adapters/driver.h"

namespace bakeoff::test {
namespace {

using ::testing::ElementsAre;
using ::testing::ExitedWithCode;
using ::testing::HasSubstr;
using ::testing::KilledBySignal;

const std::vector<std::vector<Tensor>> kSets{
    {tensor<float>("x", BAKEOFF_FLOAT32, {1}, {0})},
    {tensor<float>("x", BAKEOFF_FLOAT32, {1}, {1})},
    {tensor<float>("x", BAKEOFF_FLOAT32, {1}, {2})},
};

// "latency=5ms+spin=1", as on the command line.
Driver::OptionList parsed(const std::string& text) {
  Driver::OptionList options;
  std::istringstream parts(text);
  for (std::string part; std::getline(parts, part, '+');) {
    const std::size_t equals = part.find('=');
    options.emplace_back(part.substr(0, equals), part.substr(equals + 1));
  }
  return options;
}

// A fake, loaded with `options`, ready to run.
class Fake : public Driver {
 public:
  explicit Fake(const std::string& options, std::int64_t items = 1) : Driver("fake") {
    batch = items;
    EXPECT_EQ(open(), BAKEOFF_OK);
    EXPECT_EQ(load("ignored", kSets, parsed(options)), BAKEOFF_OK) << message();
    EXPECT_EQ(create_context(kSets), BAKEOFF_OK) << message();
  }
};

bakeoff_status load_status(const Driver::OptionList& options, std::string* message = nullptr) {
  Driver driver("fake");
  driver.open();
  const bakeoff_status status = driver.load("ignored", kSets, options);
  if (message != nullptr) *message = driver.message();
  return status;
}

TEST(ScriptedOutput, TellsSetsItemsAndElementsApart) {
  EXPECT_EQ(adapters::scripted_output(0, 0, 7), 7.0F);
  EXPECT_EQ(adapters::scripted_output(2, 3, 5), 205.75F);  // 2 * 100 + 5 + 3 / 4
  std::set<float> seen;
  for (std::size_t set = 0; set < 4; ++set) {
    for (std::int64_t item = 0; item < 4; ++item) {
      for (std::int64_t element = 0; element < 8; ++element) {
        seen.insert(adapters::scripted_output(set, item, element));
      }
    }
  }
  EXPECT_EQ(seen.size(), 4U * 4U * 8U);
}

class ScriptedTest : public ::testing::TestWithParam<const char*> {};

TEST_P(ScriptedTest, AnswersAsWritten) {
  Driver driver(GetParam());
  driver.batch = 3;
  ASSERT_EQ(driver.open(), BAKEOFF_OK);
  EXPECT_STREQ(driver.info.path, "");
  ASSERT_EQ(driver.load("ignored", kSets), BAKEOFF_OK) << driver.message();
  ASSERT_EQ(driver.create_context(kSets), BAKEOFF_OK) << driver.message();
  for (const std::size_t set : {2U, 0U, 1U, 1U}) {
    ASSERT_EQ(driver.run(set), BAKEOFF_OK) << driver.message();
    const std::vector<Tensor> outputs = driver.outputs();
    ASSERT_EQ(outputs.size(), 1U);
    EXPECT_EQ(outputs[0].name, "output");
    EXPECT_EQ(outputs[0].type, BAKEOFF_FLOAT32);
    EXPECT_THAT(outputs[0].dims, ElementsAre(3, 8));
    const std::vector<float> values = outputs[0].as<float>();
    ASSERT_EQ(values.size(), 24U);
    EXPECT_EQ(values[0], static_cast<float>(set) * 100);
    EXPECT_EQ(values[23], static_cast<float>(set) * 100 + 7.5F);
  }
}

TEST_P(ScriptedTest, DescribesItself) {
  const Driver driver(GetParam());
  EXPECT_STREQ(driver.adapter->forms[0], "onnx");
  EXPECT_STREQ(driver.adapter->devices[0], "cpu");
  EXPECT_STREQ(driver.adapter->precisions[0], "fp32");
}

INSTANTIATE_TEST_SUITE_P(Both, ScriptedTest, ::testing::Values("null", "fake"));

TEST(FakeOptions, UnknownOneIsRefusedWithTheNearest) {
  std::string message;
  EXPECT_EQ(load_status({{"latancy", "2ms"}}, &message), BAKEOFF_UNSUPPORTED);
  EXPECT_THAT(message, HasSubstr("'latancy'"));
  EXPECT_THAT(message, HasSubstr("'latency'"));
  Driver null("null");
  null.open();
  EXPECT_EQ(null.load("ignored", kSets, {{"latency", "2ms"}}), BAKEOFF_UNSUPPORTED);
}

TEST(FakeOptions, BadValuesAreRefusedWithWhatIsTaken) {
  const Driver::OptionList bad = {
      {"latency", "2"},   {"latency", "ms"}, {"latency", "-1ms"}, {"latency", "2 parsecs"},
      {"sleep", "nan s"}, {"leak", "2MiBs"}, {"work", "1T"},      {"threads-work", "0"},
      {"spike", "0.1"},   {"spike", "2:3"},  {"bimodal", "2:0s"}, {"bimodal", "2:3"},
      {"crash", ""},      {"crash", "run"},  {"crash", "run:0"},  {"crash", "run:1x"},
      {"crash", "open"},  {"wrong", "yes"},  {"wrong-at", "0"},   {"executed-precision", "int8"},
      {"drift", "fast"}};
  for (const auto& option : bad) {
    std::string message;
    EXPECT_EQ(load_status({option}, &message), BAKEOFF_UNSUPPORTED) << option.first << "=" << option.second;
    EXPECT_THAT(message, HasSubstr(option.first + "=" + option.second + ": takes "));
  }
}

TEST(FakeOptions, AreAllDescribed) {
  const Driver driver("fake");
  int count = 0;
  for (const bakeoff_option_description* row = driver.adapter->options; row->key != nullptr; ++row, ++count) {
    EXPECT_GT(std::string(row->values).size(), 2U) << row->key;
    EXPECT_GT(std::string(row->meaning).size(), 2U) << row->key;
  }
  EXPECT_EQ(count, 30);
}

TEST(Fake, GivesTheStatusThatIsAskedFor) {
  EXPECT_EQ(load_status({{"unsupported", "1"}}), BAKEOFF_UNSUPPORTED);
  EXPECT_EQ(load_status({{"no-device", "1"}}), BAKEOFF_NO_DEVICE);
  EXPECT_EQ(load_status({{"fail", "load"}}), BAKEOFF_FAILED);
  EXPECT_EQ(load_status({{"out-of-memory", "load"}}), BAKEOFF_OUT_OF_MEMORY);
  EXPECT_EQ(load_status({{"grow", "900000GB"}}), BAKEOFF_OUT_OF_MEMORY);
  EXPECT_EQ(load_status({{"unsupported", "0"}}), BAKEOFF_OK);

  Fake fake("fail=run:2+out-of-memory=run:3");
  EXPECT_EQ(fake.run(), BAKEOFF_OK);
  EXPECT_EQ(fake.run(), BAKEOFF_FAILED);
  EXPECT_THAT(fake.message(), HasSubstr("fail"));
  EXPECT_EQ(fake.run(), BAKEOFF_OUT_OF_MEMORY);
  EXPECT_EQ(fake.run(), BAKEOFF_OK);
}

TEST(Fake, AnswersWronglyWhenTold) {
  Fake wrong("wrong=1");
  ASSERT_EQ(wrong.run(1), BAKEOFF_OK);
  EXPECT_FLOAT_EQ(wrong.outputs()[0].as<float>()[0], 110.0F);

  Fake later("wrong-at=3");
  for (const float expected : {100.0F, 100.0F, 110.0F, 110.0F}) {
    ASSERT_EQ(later.run(1), BAKEOFF_OK);
    EXPECT_FLOAT_EQ(later.outputs()[0].as<float>()[0], expected);
  }

  Fake nan("nan=1");
  ASSERT_EQ(nan.run(1), BAKEOFF_OK);
  EXPECT_TRUE(std::isnan(nan.outputs()[0].as<float>()[5]));
}

TEST(Fake, SaysWhichPrecisionRan) {
  EXPECT_EQ(Fake("").facts().at("executed_precision"), "fp32");
  EXPECT_EQ(Fake("executed-precision=bf16").facts().at("executed_precision"), "bf16");
}

// The death of every kind at every moment: the child goes through a whole life.
void live(const Driver::OptionList& options) {
  Driver fake("fake");
  fake.open();
  fake.load("ignored", kSets, options);
  fake.create_context(kSets);
  for (int i = 0; i < 3; ++i) fake.run();
  std::fprintf(stderr, "ran\n");
  fake.destroy_context();
  fake.adapter->unload(fake.session);
  fake.session = nullptr;
  std::_Exit(42);
}

using FakeDeathTest = ::testing::TestWithParam<const char*>;

TEST_P(FakeDeathTest, ComesAsScripted) {
  const std::string moment = GetParam();
  const std::string survived = moment == "unload" ? "ran" : "^$";
  EXPECT_EXIT(live({{"crash", moment}}), KilledBySignal(SIGSEGV), survived);
  EXPECT_EXIT(live({{"illegal", moment}}), KilledBySignal(SIGILL), survived);
  EXPECT_EXIT(live({{"abort", moment}}), KilledBySignal(SIGABRT), survived);
  EXPECT_EXIT(live({{"exit", moment}}), ExitedWithCode(0), survived);
  // The alarm can end it only if it hangs.
  EXPECT_EXIT((alarm(1), live({{"hang", moment}})), KilledBySignal(SIGALRM), survived);
  EXPECT_EXIT((alarm(1), live({{"loop", moment}})), KilledBySignal(SIGALRM), survived);
}

INSTANTIATE_TEST_SUITE_P(Moments, FakeDeathTest,
                         ::testing::Values("load", "context", "first", "run:1", "run:3", "unload"));

TEST(FakeDeath, DoesNotComeEarlierOrLater) {
  EXPECT_EXIT(live({{"crash", "run:4"}, {"abort", "run:5"}}), ExitedWithCode(42), "ran");
}

TEST(Fake, TakesAtLeastItsTime) {
  using Clock = std::chrono::steady_clock;
  const auto time_of = [](const std::string& options, std::int64_t batch) {
    Fake fake(options, batch);
    const Clock::time_point start = Clock::now();
    EXPECT_EQ(fake.run(), BAKEOFF_OK);
    return Clock::now() - start;
  };
  EXPECT_GE(time_of("latency=20ms", 1), std::chrono::milliseconds(20));
  EXPECT_GE(time_of("latency=20ms+threads-work=3", 1), std::chrono::milliseconds(20));
  EXPECT_GE(time_of("latency=5ms+item=2500us", 4), std::chrono::milliseconds(15));
  EXPECT_GE(time_of("sleep=0.02s", 1), std::chrono::milliseconds(20));
  EXPECT_GE(time_of("latency=5ms+spike=1:4", 1), std::chrono::milliseconds(20));

  const Clock::time_point start = Clock::now();
  EXPECT_EQ(load_status({{"load-time", "20ms"}}), BAKEOFF_OK);
  EXPECT_GE(Clock::now() - start, std::chrono::milliseconds(20));
}

std::chrono::nanoseconds process_cpu_time() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
}

TEST(Fake, SpinsBetweenInferences) {
  Fake fake("spin=1");
  ASSERT_EQ(fake.run(), BAKEOFF_OK);
  const auto before = process_cpu_time();
  // This thread only sleeps: the processor time is the spinners'. Ends by the time-out of the test if there
  // are none.
  while (process_cpu_time() - before < std::chrono::milliseconds(50)) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
}

std::ptrdiff_t thread_count() {
  return std::distance(std::filesystem::directory_iterator("/proc/self/task"), {});
}

TEST(Fake, DozesWithTheThreadsOfTheSpinningOne) {
  const auto before = thread_count();
  const Fake dozing("doze=1");
  const auto between = thread_count();
  const Fake spinning("spin=1");
  EXPECT_GT(between, before);
  EXPECT_EQ(thread_count() - between, between - before);
}

std::size_t resident_bytes() {
  std::ifstream file("/proc/self/statm");
  std::size_t total = 0;
  std::size_t resident = 0;
  file >> total >> resident;
  return resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

TEST(Fake, LeaksAndGrows) {
  constexpr std::size_t kMebibyte = std::size_t{1} << 20U;
  Fake fake("leak=4MiB");
  const std::size_t before = resident_bytes();
  for (int i = 0; i < 8; ++i) ASSERT_EQ(fake.run(), BAKEOFF_OK);
  EXPECT_GE(resident_bytes(), before + 30 * kMebibyte);

  const std::size_t before_load = resident_bytes();
  const Fake grown("grow=32MiB");
  EXPECT_GE(resident_bytes(), before_load + 30 * kMebibyte);
}

TEST(Fake, FloodsBothStreams) {
  Fake fake("flood=10000");
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  EXPECT_EQ(fake.run(), BAKEOFF_OK);
  EXPECT_EQ(fake.run(), BAKEOFF_OK);
  EXPECT_EQ(testing::internal::GetCapturedStdout().size(), 20000U);
  EXPECT_EQ(testing::internal::GetCapturedStderr().size(), 20000U);
}

}  // namespace
}  // namespace bakeoff::test
