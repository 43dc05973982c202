#include "runtimes/catalogue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace bakeoff::runtimes {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

TEST(Catalogue, EveryEntryIsComplete) {
  std::set<std::string> names;
  for (const auto& entry : catalogue()) {
    EXPECT_TRUE(names.insert(entry.name).second) << entry.name;
    EXPECT_FALSE(entry.title.empty());
    EXPECT_FALSE(entry.adapter.empty());
    ASSERT_FALSE(entry.configurations.empty());
    EXPECT_EQ(entry.configurations.front().name, "default");
    EXPECT_TRUE(entry.configurations.front().options.empty());
    for (const auto& configuration : entry.configurations) EXPECT_FALSE(configuration.meaning.empty());
    EXPECT_EQ(entry.built_in(), entry.default_version.empty()) << entry.name;
    EXPECT_EQ(entry.built_in(), entry.library.empty());
    EXPECT_EQ(entry.built_in(), entry.keep.empty());
  }
  for (const auto& name : default_runtimes()) EXPECT_TRUE(names.contains(name)) << name;
}

TEST(FindRuntime, SuggestsTheNearestName) {
  EXPECT_EQ(find_runtime("openvino")->title, "OpenVINO");
  const auto near = find_runtime("openvno");
  ASSERT_FALSE(near);
  EXPECT_EQ(near.error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(near.error().hint, "did you mean openvino?");
  const auto far = find_runtime("zzzzzzzzzzzzzzzz");
  ASSERT_FALSE(far);
  EXPECT_THAT(far.error().hint, HasSubstr("onnxruntime openvino"));
}

TEST(OptionsOf, ResolvesNamesAndWrittenOutOptions) {
  const auto runtime = find_runtime("onnxruntime").value();
  EXPECT_TRUE(options_of(runtime, "default")->empty());
  EXPECT_THAT(options_of(runtime, "no-spin").value(), ElementsAre(Pair("allow-spinning", "0")));
  EXPECT_THAT(options_of(runtime, "latency=5ms+spin=1").value(),
              ElementsAre(Pair("latency", "5ms"), Pair("spin", "1")));
  EXPECT_THAT(options_of(runtime, "a=b=c").value(), ElementsAre(Pair("a", "b=c")));
}

TEST(OptionsOf, RefusesWhatIsNeither) {
  const auto runtime = find_runtime("onnxruntime").value();
  const auto near = options_of(runtime, "nospin");
  ASSERT_FALSE(near);
  EXPECT_EQ(near.error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(near.error().hint, "did you mean onnxruntime:no-spin?");
  EXPECT_EQ(options_of(runtime, "spin=1+fast").error().kind, ErrorKind::kUsage);
  EXPECT_EQ(options_of(runtime, "=1").error().kind, ErrorKind::kUsage);
}

}  // namespace
}  // namespace bakeoff::runtimes
