#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "approved.h"
#include "report/host_json.h"
#include "report/host_text.h"

namespace bakeoff::report {
namespace {

HostFacts host() {
  HostFacts facts;
  facts.facts = {{"cpu.model", "Intel(R) Xeon(R) Platinum 8370C CPU @ 2.80GHz"},
                 {"cpu.physical_cores", "2"},
                 {"cpu.isa", "avx avx2 avx512f avx512_vnni amx_bf16 f16c fma sse4_1 sse4_2 ssse3 avx512bw"},
                 {"memory.available", "7.1 GB"},
                 {"system.kernel", "6.1.0-28-amd64"},
                 {"clock.source", "tsc"},
                 {"evil.\x1b[2J", "a\nb"}};
  facts.unknown = {
      {"temperature.celsius", "no processor sensor is shown (hwmon, thermal zones)"},
      {"cpu.governor", "no frequency driver tells of it, as in most virtual machines and containers"}};
  facts.warnings = {
      "other processes use 31 % of the processors: stop them, or expect void rounds and a longer race"};
  return facts;
}

TEST(HostText, IsAsApproved) {
  expect_approved("host.txt", host_text(host(), TextStyle{}));
  expect_approved("host-60.txt", host_text(host(), {60, Colour::kPlain}));
}

TEST(HostText, SaysThatNothingDisturbs) {
  EXPECT_EQ(host_text(HostFacts{}, TextStyle{}),
            "what would disturb a measurement\n  nothing that was found\n");
}

TEST(HostJson, UnknownFactsAreNullWithTheirReason) {
  const auto document = nlohmann::json::parse(host_json(host()));
  EXPECT_EQ(document["schema"], "bakeoff/1");
  EXPECT_EQ(document["host"]["cpu.model"], "Intel(R) Xeon(R) Platinum 8370C CPU @ 2.80GHz");
  EXPECT_TRUE(document["host"]["cpu.governor"].is_null());
  EXPECT_EQ(document["host"]["nulls"]["temperature.celsius"],
            "no processor sensor is shown (hwmon, thermal zones)");
  EXPECT_EQ(document["host"]["warnings"].size(), 1);
}

}  // namespace
}  // namespace bakeoff::report
