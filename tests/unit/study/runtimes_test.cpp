#include <gmock/gmock.h>

#include "study/configuration.h"
#include "study/request.h"

namespace bakeoff::study {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

TEST(ParseRuntimes, ReadsNamesVersionsAndConfigurations) {
  const auto requests = parse_runtimes("onnxruntime, openvino==2026.4.1,pytorch:channels-last");
  ASSERT_TRUE(requests);
  EXPECT_THAT(*requests, ElementsAre(RuntimeRequest{"onnxruntime", "", "default"},
                                     RuntimeRequest{"openvino", "2026.4.1", "default"},
                                     RuntimeRequest{"pytorch", "", "channels-last"}));
}

TEST(ParseRuntimes, ReadsVersionAndOptionsTogether) {
  const auto requests = parse_runtimes("pytorch==2.13.0+cpu:layout=nhwc+spin=1,fake:latency=5ms");
  ASSERT_TRUE(requests);
  EXPECT_THAT(*requests, ElementsAre(RuntimeRequest{"pytorch", "2.13.0+cpu", "layout=nhwc+spin=1"},
                                     RuntimeRequest{"fake", "", "latency=5ms"}));
}

TEST(ParseRuntimes, OptionValuesMayHoldWhatSeparatesElsewhere) {
  const auto requests = parse_runtimes("fake:mode=a:b==c");
  ASSERT_TRUE(requests);
  EXPECT_EQ(requests->front(), (RuntimeRequest{"fake", "", "mode=a:b==c"}));
}

TEST(ParseRuntimes, TheSameRuntimeMayRaceItselfInAnotherVersionOrConfiguration) {
  EXPECT_TRUE(parse_runtimes("openvino==1,openvino==2,openvino==2:no-pin,openvino"));
}

struct Refusal {
  std::string text;
  std::string what;
  std::string hint;
};

class RefusedRuntimes : public ::testing::TestWithParam<Refusal> {};

TEST_P(RefusedRuntimes, AreUsageErrorsThatShowHowToWriteIt) {
  const auto requests = parse_runtimes(GetParam().text);
  ASSERT_FALSE(requests);
  EXPECT_EQ(requests.error().kind, ErrorKind::kUsage);
  EXPECT_EQ(requests.error().where, "--runtimes");
  EXPECT_THAT(requests.error().what, HasSubstr(GetParam().what));
  EXPECT_THAT(requests.error().hint, HasSubstr(GetParam().hint));
}

INSTANTIATE_TEST_SUITE_P(
    All, RefusedRuntimes,
    ::testing::Values(Refusal{"", "is empty", "onnxruntime,openvino==2026.4.1"},
                      Refusal{" , ", "is empty", "onnxruntime,openvino==2026.4.1"},
                      Refusal{"openvino=2026", "not an exact version", "openvino==2026.4.1"},
                      Refusal{"openvino>=2026", "not an exact version", "openvino==2026.4.1"},
                      Refusal{"openvino==", "no version after ==", "for example"},
                      Refusal{"openvino==>1", "no version after ==", "for example"},
                      Refusal{"==1.2", "does not begin with the name", "for example"},
                      Refusal{"open vino", "does not begin with the name", "for example"},
                      Refusal{"-x", "does not begin with the name", "for example"},
                      Refusal{"openvino:", "no configuration after the colon", "latency=5ms"},
                      Refusal{"openvino:no pin", "no configuration after the colon", "latency=5ms"},
                      Refusal{"fake:latency=", "not an option with a value", "latency=5ms+spin=1"},
                      Refusal{"fake:latency=5ms+", "not an option with a value", "latency=5ms+spin=1"},
                      Refusal{"fake:=5ms", "not an option with a value", "latency=5ms+spin=1"},
                      Refusal{"fake:a=1+a=2", "'a' is set twice", "once"},
                      Refusal{"fake:a=\x1b[31m", "not an option with a value", "latency=5ms+spin=1"},
                      Refusal{"a,b,a", "'a' is there twice", "cannot race itself"},
                      Refusal{"f:a=1+b=2,f:b=2+a=1", "is there twice", "cannot race itself"}));

TEST(Configuration, TellsNamesFromOptions) {
  EXPECT_FALSE(sets_options("default"));
  EXPECT_FALSE(sets_options("no-pin"));
  EXPECT_TRUE(sets_options("latency=5ms"));
}

TEST(Configuration, OptionsReadBackAsWritten) {
  const auto options = parse_options("latency=5ms+spin=1");
  ASSERT_TRUE(options);
  EXPECT_THAT(*options, ElementsAre(Pair("latency", "5ms"), Pair("spin", "1")));
  EXPECT_EQ(to_configuration(*options), "latency=5ms+spin=1");
}

}  // namespace
}  // namespace bakeoff::study
