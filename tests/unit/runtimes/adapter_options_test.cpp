#include "runtimes/adapter_options.h"

#include <gmock/gmock.h>

#include <string>

#include "unit/runtimes/wheels.h"

namespace bakeoff::runtimes {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

// A worker that only repeats what an adapter says; what the real one does is tested end to end.
class AdapterOptions : public testing::Test {
 protected:
  Result<std::vector<AdapterOption>> told(const std::string& answer) {
    const fs::path worker = folder_ / "worker";
    write_text(worker, "#!/bin/sh\n[ \"$1 $2\" = '--options mine.so' ] && echo '" + answer + "' > \"$3\"\n");
    fs::permissions(worker, fs::perms::owner_all);
    return options_known_by("mine.so", worker);
  }

  TemporaryFolder folder_;
};

TEST_F(AdapterOptions, AreWhatTheAdapterSays) {
  const auto options = told(R"({"options":[{"key":"spin","values":"0|1","meaning":"threads spin"},)"
                            R"({"key":"streams","values":"a number","meaning":""}]})");
  ASSERT_TRUE(options) << to_string(options.error());
  ASSERT_EQ(options->size(), 2U);
  EXPECT_EQ(options->front().key, "spin");
  EXPECT_EQ(options->front().values, "0|1");
  EXPECT_EQ(options->front().meaning, "threads spin");
  EXPECT_EQ(options->back().key, "streams");
}

TEST_F(AdapterOptions, WhatIsNoAnswerIsSaid) {
  EXPECT_THAT(told(R"({"error":"exports no bakeoff_adapter_get"})").error().what, HasSubstr("exports no"));
  EXPECT_THAT(told(R"({"error":7})").error().what, HasSubstr("7"));
  for (const char* const broken : {"[broken", "[]", "{}", R"({"options":[{"key":"spin"}]})"}) {
    const auto options = told(broken);
    ASSERT_FALSE(options) << broken;
    EXPECT_EQ(options.error().kind, ErrorKind::kBadInput);
    EXPECT_THAT(options.error().what, HasSubstr("not whole")) << broken;
    EXPECT_EQ(options.error().where, "mine.so");
  }
  EXPECT_THAT(told("'; kill -SEGV $$; echo '").error().what, HasSubstr("signal 11"));
}

}  // namespace
}  // namespace bakeoff::runtimes
