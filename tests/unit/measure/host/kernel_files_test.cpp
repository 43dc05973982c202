#include "measure/host/kernel_files.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <set>

#include "unit/measure/host/fake_root.h"

namespace bakeoff::measure {
namespace {

TEST(KernelFiles, SaysWhatIsMissing) {
  const FakeRoot root;
  const auto text = read_kernel_file(root.path() / "proc/nothing");
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().kind, ErrorKind::kNotFound);
  EXPECT_NE(text.error().where.find("proc/nothing"), std::string::npos);
}

TEST(KernelFiles, FolderInPlaceOfFileIsAnError) {
  const FakeRoot root;
  root.put("proc/stat/oddity", "");
  EXPECT_FALSE(read_kernel_file(root.path() / "proc/stat"));
}

TEST(KernelFiles, ReadsMoreThanOneBuffer) {
  const FakeRoot root;
  root.put("long", std::string(100'000, 'x'));
  EXPECT_EQ(read_kernel_file(root.path() / "long").value().size(), 100'000U);
}

TEST(KernelFiles, NumbersAreWhole) {
  const FakeRoot root;
  root.put("good", " 42\n");
  root.put("bad", "42 kB\n");
  EXPECT_EQ(read_kernel_number(root.path() / "good").value(), 42U);
  EXPECT_EQ(read_kernel_number(root.path() / "bad").error().kind, ErrorKind::kBadInput);
  EXPECT_EQ(number_from("18446744073709551615"), 18446744073709551615U);
  for (const char* const text : {"", "-1", "+1", "1.5", "18446744073709551616", "0x10", "max"}) {
    EXPECT_EQ(number_from(text), std::nullopt) << text;
  }
  EXPECT_EQ(signed_number_from("-1"), -1);
}

TEST(KernelFiles, FieldsAreFoundByTheirWholeKey) {
  constexpr std::string_view kText = "VmHWMx: 1 kB\nVmHWM:\t 1780 kB\nmodel name\t: A: B\nempty:\noom_kill 3";
  EXPECT_EQ(field_of(kText, "VmHWM"), "1780 kB");
  EXPECT_EQ(field_of(kText, "model name"), "A: B");
  EXPECT_EQ(field_of(kText, "empty"), "");
  EXPECT_EQ(field_of(kText, "oom_kill"), "3");
  EXPECT_EQ(field_of(kText, "oom"), std::nullopt);
}

TEST(KernelFiles, CpuListsAsTheKernelWritesThem) {
  EXPECT_EQ(cpu_list_from("0-3,8\n"), (std::vector<int>{0, 1, 2, 3, 8}));
  EXPECT_EQ(cpu_list_from("5"), std::vector<int>{5});
  for (const char* const text : {"", "\n", "a", "3-1", "-1", "0-", "0-4000000000", "1,,2", "0-99999999"}) {
    EXPECT_EQ(cpu_list_from(text), std::nullopt) << text;
  }
  EXPECT_EQ(cpu_list_text({0, 1, 2, 3, 8}), "0-3,8");
  EXPECT_EQ(cpu_list_text({}), "");
}

TEST(KernelFiles, CpuListsComeBack) {
  EXPECT_TRUE(rc::check([](const std::set<std::uint8_t>& some) {
    RC_PRE(!some.empty());
    const std::vector<int> cpus(some.begin(), some.end());
    RC_ASSERT(cpu_list_from(cpu_list_text(cpus)) == cpus);
  }));
}

TEST(KernelFiles, AnyTextIsTaken) {
  EXPECT_TRUE(rc::check([](const std::string& text) {
    const auto lines = lines_of(text);
    RC_ASSERT(lines.size() <= text.size());
    for (const std::string_view word : words_of(text)) RC_ASSERT(trimmed(word) == word && !word.empty());
    field_of(text, "a");
    const auto cpus = cpu_list_from(text);
    RC_ASSERT((!cpus ||
               std::is_sorted(cpus->begin(), cpus->end())));  // doubled: the macro would evaluate both sides
  }));
}

}  // namespace
}  // namespace bakeoff::measure
