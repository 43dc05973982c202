#include "runtimes/third_party.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "runtimes/manifest.h"
#include "unit/runtimes/wheels.h"

namespace bakeoff::runtimes {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
namespace fs = std::filesystem;

// What an adapter says, and a worker that only repeats it: what the real one does is tested end to end.
std::string told(const std::string& version) {
  return R"({"name":"mine","title":"Mine )" + version + R"(","version":")" + version +
         R"(","forms":["torchscript","onnx"],"devices":["cpu"],"precisions":["fp32"]})";
}

class ThirdParty : public testing::Test {
 protected:
  AddRequest request(const std::string& description) {
    write_text(folder_ / "mine.so", "the adapter");
    write_text(folder_ / "weights.bin", "beside it");
    const fs::path worker = folder_ / "worker";
    write_text(worker, "#!/bin/sh\necho '" + description + "' > \"$3\"\n");
    fs::permissions(worker, fs::perms::owner_all);
    return {.adapter = folder_ / "mine.so",
            .beside = {folder_ / "weights.bin"},
            .worker = worker,
            .folder = folder_ / "runtimes"};
  }

  TemporaryFolder folder_;
};

TEST_F(ThirdParty, IsARuntimeLikeAnyOtherOnceItIsAdded) {
  const auto added = add_adapter(request(told("2.1")));
  ASSERT_TRUE(added) << to_string(added.error());
  const fs::path place = folder_ / "runtimes" / "mine" / "2.1";
  EXPECT_EQ(added->library_dir, place);
  EXPECT_EQ(added->adapter, place / "mine.so");
  EXPECT_EQ(read_text(place / "weights.bin"), "beside it");

  const auto inventory = find_installed(folder_ / "runtimes");
  ASSERT_TRUE(inventory);
  ASSERT_EQ(inventory->installed.size(), 1U);
  EXPECT_TRUE(inventory->damaged.empty());
  EXPECT_EQ(inventory->installed.front().adapter, place / "mine.so");
  EXPECT_EQ(library_hash(*added).value().size(), 64U);

  const auto entries = third_party_entries(folder_ / "runtimes");
  ASSERT_EQ(entries.size(), 1U);
  EXPECT_EQ(entries.front().title, "Mine 2.1");
  EXPECT_EQ(entries.front().form, "torchscript");
  EXPECT_FALSE(entries.front().built_in());
}

TEST_F(ThirdParty, ItsNewestVersionSpeaksForIt) {
  for (const char* version : {"2.1", "2.10", "2.9"}) ASSERT_TRUE(add_adapter(request(told(version))));
  const auto entries = third_party_entries(folder_ / "runtimes");
  ASSERT_EQ(entries.size(), 1U);
  EXPECT_EQ(entries.front().title, "Mine 2.10");
}

TEST_F(ThirdParty, TheSameVersionAgainReplacesIt) {
  ASSERT_TRUE(add_adapter(request(told("2.1"))));
  AddRequest again = request(told("2.1"));
  write_text(again.adapter, "another build");
  ASSERT_TRUE(add_adapter(again));
  EXPECT_EQ(read_text(folder_ / "runtimes" / "mine" / "2.1" / "mine.so"), "another build");
}

TEST_F(ThirdParty, WhatCannotBeUsedLeavesNothingBehind) {
  const std::vector<std::pair<std::string, std::string>> refused = {
      {R"({"error":"exports no bakeoff_adapter_get"})", "exports no bakeoff_adapter_get"},
      {R"({"name":"null","title":"","version":"1","forms":["onnx"],"devices":[],"precisions":[]})",
       "itself has a runtime 'null'"},
      {R"({"name":"../evil","title":"","version":"1","forms":["onnx"],"devices":[],"precisions":[]})",
       "no usable"},
      {R"({"name":"mine","title":"","version":"","forms":["onnx"],"devices":[],"precisions":[]})",
       "no usable"},
      {R"({"name":"mine","title":"","version":"1","forms":[],"devices":[],"precisions":[]})", "no usable"},
      {R"({"name":"mine"})", "not whole"},
      {"[broken", "not whole"},
      {R"({"name":"mine"}'; kill -SEGV $$; echo ')", "signal 11"}};
  for (const auto& [description, reason] : refused) {
    const auto added = add_adapter(request(description));
    ASSERT_FALSE(added) << description;
    EXPECT_THAT(added.error().what, HasSubstr(reason));
    EXPECT_TRUE(third_party_entries(folder_ / "runtimes").empty());
    std::vector<std::string> left;
    for (const auto& entry : fs::directory_iterator(folder_ / "runtimes")) {
      left.push_back(entry.path().filename().string());
    }
    EXPECT_THAT(left, ElementsAre(".lock"));
  }
}

}  // namespace
}  // namespace bakeoff::runtimes
