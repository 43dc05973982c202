#include "runtimes/installed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <fstream>

#include "base/hash.h"
#include "runtimes/manifest.h"
#include "unit/runtimes/wheels.h"

namespace bakeoff::runtimes {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
namespace fs = std::filesystem;

class Installed : public testing::Test {
 protected:
  // Puts an installation of one library in its place, as install() leaves it.
  fs::path put(const std::string& name, const std::string& version) {
    fs::path place = folder_.path() / name / version;
    fs::create_directories(place);
    write_text(place / "lib.so", "library " + version);
    const Manifest manifest{.name = name,
                            .version = version,
                            .wheel = name + ".whl",
                            .wheel_sha256 = std::string(64, '0'),
                            .pinned = true,
                            .files = {{"lib.so", fs::file_size(place / "lib.so")}},
                            .library = describe_library(place, "lib.so").value()};
    EXPECT_TRUE(write_manifest(manifest, place));
    return place;
  }
  [[nodiscard]] Inventory inventory() const { return find_installed(folder_.path()).value(); }

  TemporaryFolder folder_;
};

TEST_F(Installed, ListsByNameNewestVersionFirst) {
  put("openvino", "2024.6.0");
  put("openvino", "2026.10.0");
  put("openvino", "2026.4.1");
  put("onnxruntime", "1.9.0");
  put("onnxruntime", "1.32.0");
  fs::create_directories(folder_ / "openvino/.partial-abc");
  write_text(folder_ / ".lock", "");
  std::vector<std::string> found;
  for (const auto& runtime : inventory().installed) found.push_back(runtime.name + "==" + runtime.version);
  EXPECT_THAT(found, ElementsAre("onnxruntime==1.32.0", "onnxruntime==1.9.0", "openvino==2026.10.0",
                                 "openvino==2026.4.1", "openvino==2024.6.0"));
  EXPECT_TRUE(inventory().damaged.empty());
}

TEST_F(Installed, AFolderThatIsNotThereIsEmpty) {
  const auto found = find_installed(folder_ / "missing");
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->installed.empty());
  EXPECT_TRUE(found->damaged.empty());
}

TEST_F(Installed, ADamagedOneIsListedWithItsRemedyAndHidesNoOther) {
  put("openvino", "2026.4.1");
  fs::remove(put("openvino", "1.0") / "lib.so");
  fs::resize_file(put("openvino", "1.1") / "lib.so", 3);
  write_text(put("openvino", "1.2") / "runtime.json", "{\"schema\": 1");
  fs::remove(put("openvino", "1.3") / "runtime.json");
  fs::rename(put("openvino", "1.4"), folder_ / "openvino/1.5");
  write_text(put("openvino", "1.6") / "runtime.json", "{\"schema\": 2}");
  const auto found = inventory();
  ASSERT_EQ(found.installed.size(), 1u);
  ASSERT_EQ(found.damaged.size(), 6u);
  const char* whys[] = {"another version of bakeoff", "openvino==1.4",    "no runtime.json", "cannot be read",
                        "has 3 bytes instead of 11",  "lib.so is missing"};
  for (std::size_t i = 0; i < 6; ++i) {
    EXPECT_EQ(found.damaged[i].error.kind, ErrorKind::kBadInput);
    EXPECT_THAT(found.damaged[i].error.what, HasSubstr(whys[i]));
    EXPECT_THAT(found.damaged[i].error.hint, HasSubstr("bakeoff runtimes install openvino==1."));
  }
}

TEST_F(Installed, RemovesOneVersionOrAll) {
  put("openvino", "1.0");
  put("openvino", "2.0");
  put("openvino", "3.0");
  put("onnxruntime", "1.0");
  EXPECT_THAT(remove("openvino", "2.0", folder_.path()).value(), ElementsAre("2.0"));
  EXPECT_EQ(inventory().installed.size(), 3u);
  fs::remove(folder_ / "openvino/1.0/lib.so");
  EXPECT_THAT(remove("openvino", "", folder_.path()).value(), ElementsAre("3.0", "1.0"));
  EXPECT_FALSE(fs::exists(folder_ / "openvino"));
  ASSERT_EQ(inventory().installed.size(), 1u);
  EXPECT_EQ(inventory().installed.front().name, "onnxruntime");
}

TEST_F(Installed, RemovingWhatIsNotThereSaysWhatIs) {
  put("openvino", "1.0");
  const auto version = remove("openvino", "2.0", folder_.path());
  ASSERT_FALSE(version);
  EXPECT_EQ(version.error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(version.error().hint, "there is 1.0");
  EXPECT_EQ(remove("onnxruntime", "", folder_.path()).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(remove("openvino", "", folder_ / "missing").error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(remove("..", "", folder_.path()).error().kind, ErrorKind::kUsage);
  EXPECT_EQ(remove("openvino", "../openvino/1.0", folder_.path()).error().kind, ErrorKind::kUsage);
  EXPECT_EQ(inventory().installed.size(), 1u);
}

TEST_F(Installed, LibraryHashIsNotedAndComputedAnewAfterAChange) {
  const fs::path place = put("openvino", "1.0");
  const InstalledRuntime runtime{.name = "openvino", .version = "1.0", .library_dir = place, .source = ""};
  EXPECT_EQ(library_hash(runtime).value(), sha256("library 1.0"));
  // Same size and time: the noted hash is believed.
  const auto time = fs::last_write_time(place / "lib.so");
  write_text(place / "lib.so", "LIBRARY 1.0");
  fs::last_write_time(place / "lib.so", time);
  EXPECT_EQ(library_hash(runtime).value(), sha256("library 1.0"));
  fs::last_write_time(place / "lib.so", time + std::chrono::seconds(1));
  EXPECT_EQ(library_hash(runtime).value(), sha256("LIBRARY 1.0"));
  fs::remove(place / "lib.so");
  EXPECT_FALSE(library_hash(runtime));
  EXPECT_EQ(library_hash({.name = "null", .version = "", .library_dir = {}, .source = ""}).value(), "");
}

// Restores the variable and the working directory.
class RuntimesFolder : public testing::Test {
 protected:
  RuntimesFolder() {
    if (const char* value = getenv("BAKEOFF_RUNTIMES")) before_ = value;
    unsetenv("BAKEOFF_RUNTIMES");
  }
  ~RuntimesFolder() override {
    fs::current_path(here_);
    before_.empty() ? unsetenv("BAKEOFF_RUNTIMES") : setenv("BAKEOFF_RUNTIMES", before_.c_str(), 1);
  }

  TemporaryFolder folder_;

 private:
  std::string before_;
  fs::path here_ = fs::current_path();
};

TEST_F(RuntimesFolder, IsTheVariableThenTheNearestAbove) {
  fs::create_directories(folder_ / "a/b/c");
  fs::create_directories(folder_ / "a/.runtimes");
  fs::current_path(folder_ / "a/b/c");
  EXPECT_TRUE(fs::equivalent(runtimes_folder(), folder_ / "a/.runtimes"));
  fs::create_directories(folder_ / "a/b/c/.runtimes");
  EXPECT_TRUE(fs::equivalent(runtimes_folder(), folder_ / "a/b/c/.runtimes"));
  setenv("BAKEOFF_RUNTIMES", "/elsewhere", 1);
  EXPECT_EQ(runtimes_folder(), "/elsewhere");
  setenv("BAKEOFF_RUNTIMES", "", 1);
  EXPECT_TRUE(fs::equivalent(runtimes_folder(), folder_ / "a/b/c/.runtimes"));
}

}  // namespace
}  // namespace bakeoff::runtimes
