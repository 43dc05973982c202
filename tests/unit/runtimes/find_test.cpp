#include "runtimes/find.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bakeoff::runtimes {
namespace {

using testing::HasSubstr;

const Inventory& inventory() {
  static const Inventory kInventory{.installed = {{"openvino", "2026.4.1", "/r/openvino/2026.4.1", "w"},
                                                  {"openvino", "2024.6.0", "/r/openvino/2024.6.0", "w"},
                                                  {"others-own", "1.0", "/r/others-own/1.0", "w"}},
                                    .damaged = {}};
  return kInventory;
}

TEST(Choose, TakesTheNewestOrTheOneThatIsNamed) {
  EXPECT_EQ(choose(inventory(), "openvino", "")->version, "2026.4.1");
  EXPECT_EQ(choose(inventory(), "openvino", "2024.6.0")->library_dir, "/r/openvino/2024.6.0");
  EXPECT_EQ(choose(inventory(), "others-own", "")->version, "1.0");
  Inventory reversed = inventory();
  std::swap(reversed.installed[0], reversed.installed[1]);
  EXPECT_EQ(choose(reversed, "openvino", "")->version, "2026.4.1");
}

TEST(Choose, NullAndFakeAreAlwaysThere) {
  for (const char* name : {"null", "fake"}) {
    const auto runtime = choose({}, name, "");
    ASSERT_TRUE(runtime);
    EXPECT_EQ(runtime->source, "built in");
    EXPECT_TRUE(runtime->library_dir.empty());
    EXPECT_TRUE(choose({}, name, runtime->version));
    EXPECT_FALSE(choose({}, name, "99"));
  }
}

TEST(Choose, SaysHowToGetWhatIsMissing) {
  const auto missing = choose(inventory(), "onnxruntime", "");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(missing.error().what, "onnxruntime is not installed");
  EXPECT_EQ(missing.error().hint, "bakeoff runtimes install onnxruntime");

  const auto version = choose(inventory(), "openvino", "2023.1.0");
  ASSERT_FALSE(version);
  EXPECT_THAT(version.error().what, HasSubstr("there is 2026.4.1, 2024.6.0"));
  EXPECT_EQ(version.error().hint, "bakeoff runtimes install openvino==2023.1.0");

  const auto unknown = choose(inventory(), "openvinno", "");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().hint, "did you mean openvino?");
}

TEST(Choose, SaysWhatIsWrongWithADamagedOne) {
  Inventory some = inventory();
  some.damaged = {{"openvino", "2025.1.0", {ErrorKind::kBadInput, "openvino==2025.1.0 is damaged", "", ""}},
                  {"relu", "1.0", {ErrorKind::kBadInput, "relu==1.0 is damaged", "", ""}}};
  EXPECT_EQ(choose(some, "openvino", "")->version, "2026.4.1") << "a whole one is there";
  EXPECT_EQ(choose(some, "openvino", "2025.1.0").error().what, "openvino==2025.1.0 is damaged");
  EXPECT_EQ(choose(some, "relu", "").error().what, "relu==1.0 is damaged") << "of a third party";
  EXPECT_EQ(choose(some, "relu", "2.0").error().kind, ErrorKind::kNotFound);
}

}  // namespace
}  // namespace bakeoff::runtimes
