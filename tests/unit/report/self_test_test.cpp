#include "report/self_test.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "approved.h"

namespace bakeoff::report {
namespace {

using namespace std::chrono_literals;

SelfTest trusted() {
  SelfTest test;
  test.cost = {21.44, 38.2};
  test.rounds_asked = 400;
  test.same.ratio = 1.0003;
  test.same.interval = {0.9991, 1.0012};
  test.same.epochs = 80;
  test.same.rounds = 400;
  test.same.first_wins = 203;
  test.same.first_share = {0.4573, 0.5574};
  test.frozen.ratio = 1.001;
  test.frozen.interval = {0.997, 1.005};
  test.frozen.epochs = 12;
  test.frozen.windows = 12;
  test.frozen.frozen_cpu = 20us;
  test.running.ratio = 1.58;
  test.running.interval = {1.52, 1.63};
  test.running.epochs = 12;
  test.running.windows = 12;
  return test;
}

SelfTest troubled() {
  SelfTest test = trusted();
  test.cost.null_overhead_ns = std::nullopt;
  test.same.ratio = 1.02;
  test.same.interval = {1.01, 1.03};
  test.same.rounds = 150;
  test.same.epochs = 30;
  test.same.first_wins = 120;
  test.same.first_share = {0.7273, 0.8609};
  test.same.voided = 40;
  test.frozen.leaks = 2;
  test.frozen.frozen_cpu = 5ms;
  test.running.interval = {};
  return test;
}

TEST(SelfTestText, IsAsApproved) {
  expect_approved("self_test.txt", self_test_text(trusted(), TextStyle{}));
  expect_approved("self_test-troubled-60.txt", self_test_text(troubled(), {60, Colour::kPlain}));
}

TEST(SelfTestText, OfNothingThatRanSaysSo) {
  const std::string text = self_test_text(SelfTest{}, TextStyle{});
  EXPECT_THAT(text, testing::HasSubstr("No round counts."));
  EXPECT_THAT(text, testing::HasSubstr("Freezing does not hold"));
}

TEST(SelfTestJson, KeepsItsContract) {
  const auto document = nlohmann::json::parse(self_test_json(trusted()));
  EXPECT_EQ(document["schema"], "bakeoff/1");
  EXPECT_EQ(document["clock_read_ns"], 21.44);
  EXPECT_EQ(document["aa"]["ratio"], 1.0003);
  EXPECT_EQ(document["aa"]["interval"], (std::vector{0.9991, 1.0012}));
  EXPECT_EQ(document["aa"]["favour_first"], 203);
  EXPECT_EQ(document["aa"]["rounds"], 400);
  EXPECT_EQ(document["freezing"]["holds"], true);
  EXPECT_EQ(document["freezing"]["running"]["ratio"], 1.58);
}

TEST(SelfTestJson, WhatIsNotKnownIsNullWithItsReason) {
  const auto document = nlohmann::json::parse(self_test_json(troubled()));
  EXPECT_TRUE(document["null_overhead_ns"].is_null());
  EXPECT_EQ(document["nulls"]["null_overhead_ns"], "not measured");
  EXPECT_TRUE(document["freezing"]["running"]["interval"].is_null());
  EXPECT_EQ(document["freezing"]["holds"], false);
}

}  // namespace
}  // namespace bakeoff::report
