#include "runtimes/companions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bakeoff::runtimes {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::vector<std::string> kPrefixes{"nvidia-cuda-runtime", "nvidia-cuda-cupti"};

TEST(ExactRequirements, ReadsBothWaysOfWritingThem) {
  // Lines of torch 2.10.0 and of torch 2.0.1.
  EXPECT_THAT(
      exact_requirements("Name: torch\nRequires-Dist: sympy>=1.13.3\n"
                         "Requires-Dist: nvidia-cuda-runtime-cu12==12.8.90; platform_system == \"Linux\"\n"
                         "Requires-Dist: nvidia-cuda-cupti-cu11 (==11.7.101) ; platform_system == \"Linux\"\n"
                         "Requires-Dist: nvidia-cudnn-cu12==9.10.2.21\n",
                         kPrefixes),
      ElementsAre(Requirement{"nvidia-cuda-runtime-cu12", "12.8.90"},
                  Requirement{"nvidia-cuda-cupti-cu11", "11.7.101"}));
}

TEST(ExactRequirements, LeavesOutWhatIsNotExact) {
  EXPECT_THAT(exact_requirements("Requires-Dist: nvidia-cuda-runtime>=13\n"
                                 "Requires-Dist: nvidia-cuda-runtime==13.2.*\n"
                                 "Requires-Dist: cuda-toolkit[cudart]==13.2.2; platform_system == \"Linux\"\n"
                                 "nvidia-cuda-runtime==13.2.86\n",
                                 kPrefixes),
              IsEmpty());
  EXPECT_THAT(exact_requirements("", kPrefixes), IsEmpty());
}

TEST(NewestCompanions, AreThoseOfTheNewestVersionOnThatArchitecture) {
  const auto wheel = [](const char* machine, const char* version, const char* companion) {
    PinnedWheel made;
    made.architecture = machine;
    made.name = "toy";
    made.version = version;
    made.with.emplace_back().project = companion;
    return made;
  };
  const Lock lock{.defaults = {},
                  .wheels = {wheel("x86_64", "2.9", "old"), wheel("x86_64", "2.10", "new"),
                             wheel("aarch64", "3.0", "other")}};
  const auto found = newest_companions(lock, "x86_64", "toy");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].project, "new");
  EXPECT_THAT(newest_companions(lock, "x86_64", "toys"), IsEmpty());
}

}  // namespace
}  // namespace bakeoff::runtimes
