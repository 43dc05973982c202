#include "runtimes/adapter_build.h"

#include <dlfcn.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "unit/runtimes/wheels.h"

namespace bakeoff::runtimes {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
namespace fs = std::filesystem;

constexpr SourceFile kSources[] = {
    {"include/bakeoff/adapter.h", "#define ANSWER 42\n"},
    {"adapters/common/half.h", "constexpr int half(int n) { return n / 2; }\n"},
    {"adapters/toy/toy.cpp",
     "#include <bakeoff/adapter.h>\n#include <toy.h>\n#include \"common/half.h\"\n"
     "extern \"C\" __attribute__((visibility(\"default\"))) int answer() { return toy() + half(ANSWER); }\n"},
    {"adapters/other/other.cpp", "#error another adapter\n"}};

// An installation with one header and one library, which needs a second one.
class BuildAdapter : public testing::Test {
 protected:
  BuildAdapter() {
    for (const char* folder : {"toy/include", "toy/lib", "friend/lib"})
      fs::create_directories(installation_ / folder);
    write_text(installation_ / "toy/include/toy.h",
               "#include <string>\nint toy();\nvoid named(std::string);\n");
    write_text(folder_ / "friend.cpp", "int friendly() { return 100; }\n");
    write_text(
        folder_ / "toy.cpp",
        "#include <toy.h>\nint friendly();\nint toy() { return friendly(); }\nvoid named(std::string) {}\n");
    shell("c++ -shared -fPIC -o '" + installation_.string() + "/friend/lib/libfriend.so' '" +
          (folder_ / "friend.cpp").string() + "'");
    shell("c++ -shared -fPIC -D_GLIBCXX_USE_CXX11_ABI=0 -I'" + installation_.string() + "/toy/include' -o '" +
          installation_.string() + "/toy/lib/libtoy.so' '" + (folder_ / "toy.cpp").string() + "' -L'" +
          installation_.string() + "/friend/lib' -lfriend -Wl,-rpath,'$ORIGIN/../../friend/lib'");
    order_.name = "toy";
    order_.build = {.include = {"toy/include"},
                    .library_folder = "toy/lib",
                    .libraries = {"toy"},
                    .abi_library = "toy/lib/libtoy.so",
                    .new_abi_symbol = "_Z5namedNSt7__cxx11"};
    order_.sources = kSources;
    order_.compiler = "c++";
  }

  static void shell(const std::string& command) { ASSERT_EQ(std::system(command.c_str()), 0) << command; }

  // A compiler that leaves its arguments behind.
  void record_compiler(const std::string& script) {
    order_.compiler = (folder_ / "compiler").string();
    write_text(order_.compiler,
               "#!/bin/sh\nprintf '%s\\n' \"$@\" > '" + (folder_ / "said").string() + "'\n" + script);
    fs::permissions(order_.compiler, fs::perms::owner_all);
  }

  TemporaryFolder folder_;
  fs::path installation_ = folder_ / "installation";
  AdapterOrder order_;
};

TEST_F(BuildAdapter, MakesALibraryThatRuns) {
  const auto built = build_adapter(order_, installation_);
  ASSERT_TRUE(built) << to_string(built.error());
  void* library = dlopen(adapter_place(order_, installation_).c_str(), RTLD_NOW | RTLD_LOCAL);
  ASSERT_NE(library, nullptr) << dlerror();
  EXPECT_EQ(reinterpret_cast<int (*)()>(dlsym(library, "answer"))(), 121);
  dlclose(library);
  EXPECT_THAT(files_below(installation_ / "adapter").size(), 1U) << "nothing else is left behind";
}

TEST_F(BuildAdapter, UsesTheAbiOfTheLibrary) {
  record_compiler("exit 1");
  EXPECT_FALSE(build_adapter(order_, installation_));
  EXPECT_THAT(read_text(folder_ / "said"), HasSubstr("-D_GLIBCXX_USE_CXX11_ABI=0\n"));
  write_text(installation_ / "toy/lib/libtoy.so", "... _Z5namedNSt7__cxx1112basic_string ...");
  EXPECT_FALSE(build_adapter(order_, installation_));
  EXPECT_THAT(read_text(folder_ / "said"), HasSubstr("-D_GLIBCXX_USE_CXX11_ABI=1\n"));
}

TEST_F(BuildAdapter, SaysWhenThereIsNoCompiler) {
  order_.compiler = "no-such-compiler";
  const auto built = build_adapter(order_, installation_);
  ASSERT_FALSE(built);
  EXPECT_EQ(built.error().kind, ErrorKind::kNotFound);
  EXPECT_THAT(to_string(built.error()),
              AllOf(HasSubstr("no-such-compiler"), HasSubstr("apt-get install g++")));
}

TEST_F(BuildAdapter, SaysWhatTheCompilerSaid) {
  fs::remove(installation_ / "toy/include/toy.h");
  const auto built = build_adapter(order_, installation_);
  ASSERT_FALSE(built);
  EXPECT_THAT(to_string(built.error()), HasSubstr("toy.h: No such file or directory"));
  EXPECT_THAT(files_below(installation_ / "adapter"), IsEmpty());
}

TEST_F(BuildAdapter, FailsWhereALibraryIsMissingThatAnotherNeeds) {
  fs::remove(installation_ / "friend/lib/libfriend.so");
  const auto built = build_adapter(order_, installation_);
  ASSERT_FALSE(built);
  EXPECT_THAT(to_string(built.error()), HasSubstr("libfriend.so"));
}

TEST_F(BuildAdapter, ItsPlaceTellsWhatItIsMadeOf) {
  const fs::path before = adapter_place(order_, installation_);
  EXPECT_EQ(before.filename(), "toy.so");
  std::vector<SourceFile> sources(std::begin(kSources), std::end(kSources));
  order_.sources = sources;
  EXPECT_EQ(adapter_place(order_, installation_), before);
  sources[3].text = "another adapter changes";
  EXPECT_EQ(adapter_place(order_, installation_), before);
  sources[0].text = "#define ANSWER 43\n";
  EXPECT_NE(adapter_place(order_, installation_), before);
}

TEST(AdapterSources, HoldPytorchsAdapter) {
  std::vector<std::string> paths;
  for (const SourceFile& file : adapter_sources()) {
    paths.emplace_back(file.path);
    EXPECT_EQ(file.text, read_text(std::string(BAKEOFF_SOURCE_DIR "/") + std::string(file.path)))
        << file.path;
  }
  EXPECT_THAT(paths, Contains("adapters/pytorch/model.cpp"));
  EXPECT_THAT(paths, Contains("include/bakeoff/adapter.h"));
}

}  // namespace
}  // namespace bakeoff::runtimes
