#include "runtimes/lock.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "runtimes/catalogue.h"
#include "runtimes/wheel_name.h"
#include "unit/runtimes/wheels.h"

namespace bakeoff::runtimes {
namespace {

using testing::HasSubstr;

TEST(EmbeddedLock, IsTheLockFile) {
  const std::string file = read_text(BAKEOFF_SOURCE_DIR "/src/runtimes/runtimes.lock.toml");
  EXPECT_FALSE(file.empty());
  EXPECT_EQ(embedded_lock_text(), file);
}

TEST(EmbeddedLock, PinsEachDefaultRuntimeOnBothArchitectures) {
  const auto lock = parse_lock(embedded_lock_text());
  ASSERT_TRUE(lock) << to_string(lock.error());
  for (const auto& name : default_runtimes()) {
    const auto version = lock->defaults.find(name);
    ASSERT_NE(version, lock->defaults.end()) << name;
    for (const char* machine : {"x86_64", "aarch64"}) {
      EXPECT_TRUE(lock->find(machine, name, version->second)) << name << " on " << machine;
    }
  }
}

void expect_tags(const PinnedWheel& wheel, const std::string& project) {
  const auto name = parse_wheel_name(wheel.file);
  ASSERT_TRUE(name) << wheel.file;
  EXPECT_TRUE(is_wheel_of(*name, project, wheel.version)) << wheel.file;
  EXPECT_TRUE(runs_on(*name, wheel.architecture)) << wheel.file;
  EXPECT_EQ(name->python, wheel.python);
  EXPECT_EQ(name->abi, wheel.abi);
  EXPECT_EQ(name->platform, wheel.platform);
}

TEST(EmbeddedLock, TagsAreThoseOfTheFileName) {
  for (const auto& wheel : embedded_lock().wheels) {
    expect_tags(wheel, find_runtime(wheel.name).value().wheel);
    for (const auto& companion : wheel.with) expect_tags(companion, companion.project);
  }
}

std::string wheel_with(const std::string& replaced, const std::string& by) {
  std::string text =
      "schema = 1\n[[x86_64.toy]]\nversion = '1'\nfile = 'f'\npython = 'p'\nabi = 'a'\nplatform = 'l'\n"
      "sha256 = '" +
      std::string(64, 'a') + "'\nsize = 7\n";
  const auto place = text.find(replaced);
  EXPECT_NE(place, std::string::npos);
  return text.replace(place, replaced.size(), by);
}

std::string companion_with(const std::string& replaced, const std::string& by) {
  std::string text =
      "[[x86_64.toy.with]]\nproject = 'friend'\nversion = '2'\nfile = 'g'\npython = 'p'\n"
      "abi = 'a'\nplatform = 'l'\nsha256 = '" +
      std::string(64, 'b') + "'\nsize = 9\n";
  const auto place = text.find(replaced);
  EXPECT_NE(place, std::string::npos);
  return wheel_with("size", "size") + text.replace(place, replaced.size(), by);
}

TEST(ParseLock, ReadsWhatIsInstalledBesideAWheel) {
  const auto lock = parse_lock(companion_with("size", "size"));
  ASSERT_TRUE(lock) << to_string(lock.error());
  ASSERT_EQ(lock->wheels.size(), 1U);
  ASSERT_EQ(lock->wheels[0].with.size(), 1U);
  const PinnedWheel& companion = lock->wheels[0].with[0];
  EXPECT_EQ(companion.project, "friend");
  EXPECT_EQ(companion.version, "2");
  EXPECT_EQ(companion.file, "g");
  EXPECT_EQ(companion.size, 9U);
}

TEST(ParseLock, SaysWhatIsWrong) {
  EXPECT_TRUE(parse_lock(wheel_with("size = 7", "size = 7")));
  const std::pair<std::string, std::string> cases[] = {
      {wheel_with("schema = 1", "schema = 2"), "schema"},
      {wheel_with("file = 'f'", ""), "'file' is missing"},
      {wheel_with("size = 7", "size = 0"), "'size'"},
      {wheel_with("aaaa", "AAAA"), "'sha256'"},
      {wheel_with("version = '1'", "version = ''"), "'version'"},
      {wheel_with("[[x86_64.toy]]", "[x86_64.toy]"), "not a list"},
      {companion_with("project = 'friend'", ""), "'project' is missing in 'with'"},
      {companion_with("size = 9", "size = 0"), "'size'"},
      {wheel_with("size = 7", "size = 7\nwith = [3]"), "'with' is not a list of tables"},
      {"schema = 1\nx86_64 = 3\n", "not a table"},
      {"schema = 1\nx86_64 = {\n", "line 2"},
  };
  for (const auto& [text, words] : cases) {
    const auto lock = parse_lock(text);
    ASSERT_FALSE(lock) << text;
    EXPECT_EQ(lock.error().kind, ErrorKind::kBadInput);
    EXPECT_THAT(to_string(lock.error()), HasSubstr(words));
  }
}

}  // namespace
}  // namespace bakeoff::runtimes
