#include "report/layout.h"

#include <gmock/gmock.h>
#include <rapidcheck.h>

#include "report/command_text.h"
#include "report/escape.h"
#include "report/number.h"
#include "report/table.h"
#include "report/utf8.h"

namespace bakeoff::report {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(DisplayWidth, CountsColumnsNotBytes) {
  EXPECT_EQ(display_width("batch"), 5);
  EXPECT_EQ(display_width("µs · é"), 6);
  EXPECT_EQ(display_width("日本"), 4);
  EXPECT_EQ(display_width("e\xcc\x81"), 1) << "e and a combining accent";
  EXPECT_EQ(display_width("\xff"), 1) << "not UTF-8: a column a byte";
}

TEST(Shortened, CutsInTheMiddle) {
  EXPECT_EQ(shortened("openvino", 8), "openvino");
  EXPECT_EQ(shortened("openvino==2026.4.1:no-pin", 18), "openvino=…1:no-pin");
  EXPECT_EQ(shortened("日本語日本語", 5), "日…語");
  EXPECT_EQ(shortened("abc", 1), "…");
  EXPECT_EQ(shortened("abc", 0), "");
}

TEST(Wrapped, KeepsNumbersWithWhatTheyCount) {
  EXPECT_EQ(wrapped("it took 14 epochs, 4.9 % more", 12), "it took\n14 epochs,\n4.9 % more\n");
  EXPECT_EQ(wrapped("rounds, seed 7", 10), "rounds,\nseed 7\n");
  EXPECT_EQ(wrapped("a bb ccc", 7, "- "), "- a bb\n  ccc\n");
  EXPECT_EQ(wrapped("", 10), "\n");
  EXPECT_EQ(wrapped("far-too-long-a-word x", 5), "far-too-long-a-word\nx\n");
}

TEST(Printable, MakesControlsVisible) {
  EXPECT_EQ(printable("plain · text"), "plain · text");
  EXPECT_EQ(printable("a\nb\tc"), "a\\nb\\tc");
  EXPECT_EQ(printable("\x1b[31m"), "\\x1b[31m");
  EXPECT_EQ(printable(std::string_view("\0", 1)), "\\x00");
  EXPECT_EQ(printable("\x7f"), "\\x7f");
  EXPECT_EQ(printable("\xc2\x9b"), "\\u{9b}") << "the one-character form of ESC [";
  EXPECT_EQ(printable("\xe2\x80\xae"), "\\u{202e}") << "right-to-left override";
  EXPECT_EQ(printable("\xe2\x80\xa8"), "\\u{2028}") << "line separator";
  EXPECT_EQ(printable("\xff\xc0\x80"), "\\xff\\xc0\\x80") << "never UTF-8, overlong NUL";
  EXPECT_EQ(printable("\xed\xa0\x80"), "\\xed\\xa0\\x80") << "a surrogate";
  EXPECT_EQ(printable("\xe6\x97"), "\\xe6\\x97") << "cut short";
  EXPECT_EQ(printable("\xf4\x90\x80\x80"), "\\xf4\\x90\\x80\\x80") << "past U+10FFFF";
}

TEST(Printable, AnyBytesBecomeOneLineOfValidText) {
  rc::check([](const std::string& bytes) {
    const std::string text = printable(bytes);
    for (std::size_t at = 0; at < text.size();) {
      const Glyph glyph = decode(text, at);
      RC_ASSERT(glyph.valid && glyph.code >= 0x20 && (glyph.code < 0x7f || glyph.code > 0x9f));
      at += glyph.length;
    }
  });
}

TEST(AsciiOnly, HasAFormForOurSigns) {
  EXPECT_EQ(ascii_only("a · b 1–2 ── x…"), "a | b 1-2 -- x...");
  EXPECT_EQ(ascii_only("日\xff"), "??");
}

TEST(Numbers, AreToldToAPurpose) {
  EXPECT_EQ(fixed(40.31, decimals_for(40.31)), "40.3");
  EXPECT_EQ(fixed(10.04, decimals_for(10.04)), "10.04");
  EXPECT_EQ(fixed(0.0421, decimals_for(0.0421)), "0.0421");
  EXPECT_EQ(fixed(4530, decimals_for(4530)), "4530");
  EXPECT_EQ(three_digits(0.421), "0.42");
  EXPECT_EQ(three_digits(52.44), "52.4");
  EXPECT_EQ(three_digits(1320.4), "1320");
}

TEST(Numbers, PercentAsChosenAndAsMeasured) {
  EXPECT_EQ(chosen_percent(0.05), "5 %");
  EXPECT_EQ(chosen_percent(0.001), "0.1 %");
  EXPECT_EQ(measured_percent(0.0412), "4.1 %");
  EXPECT_EQ(measured_percent(0.314), "31 %");
  EXPECT_EQ(measured_percent(0.0004), "0.04 %");
  EXPECT_EQ(measured_percent(-0.004), "-0.4 %");
  EXPECT_EQ(measured_percent(-0.00001), "0.0 %") << "never minus zero";
}

TEST(Numbers, ABoundIsRoundedUp) {
  EXPECT_EQ(percent_at_most(0.039), "3.9 %");
  EXPECT_EQ(percent_at_most(0.03901), "4.0 %");
  EXPECT_EQ(percent_at_most(0.121), "13 %");
  EXPECT_EQ(percent_at_most(0.0), "0.0 %");
}

TEST(Numbers, GapsFromTwoOnAreTimes) {
  EXPECT_EQ(gap_text(1.041), "4.1 %");
  EXPECT_EQ(gap_text(2.44), "2.4 times");
  EXPECT_EQ(gap_text(123.4), "123 times");
  EXPECT_EQ(gap_interval_text(1.041, {1.012, 1.049}), "1.2 % to 4.9 %");
  EXPECT_EQ(gap_interval_text(1.041, {1.012, std::nullopt}), "at least 1.2 %");
  EXPECT_EQ(gap_interval_text(2.44, {2.31, 2.6}), "2.3 to 2.6 times");
  EXPECT_EQ(gap_interval_text(1.041, {}), "");
}

TEST(Numbers, ANarrowIntervalIsToldWithMoreDigits) {
  EXPECT_EQ(gap_text(1.4012, {1.3999, 1.4021}), "40.1 %");
  EXPECT_EQ(gap_interval_text(1.4012, {1.3999, 1.4021}), "40.0 % to 40.2 %");
  EXPECT_EQ(gap_interval_text(2.5, {2.48, 2.53}), "2.48 to 2.53 times");
}

TEST(Numbers, DurationsAsAPersonSaysThem) {
  EXPECT_EQ(duration_text(milliseconds(420)), "0.4 s");
  EXPECT_EQ(duration_text(seconds(38)), "38 s");
  EXPECT_EQ(duration_text(milliseconds(59'700)), "1 min");
  EXPECT_EQ(duration_text(seconds(150)), "2 min 30 s");
  EXPECT_EQ(duration_text(milliseconds(3'599'700)), "1 h");
  EXPECT_EQ(duration_text(seconds(3900)), "1 h 5 min");
}

Table models() {
  Table table;
  table.columns = {{{"model"}, Align::kLeft, 0, 0},
                   {{"parameters", "million"}, Align::kRight, 1, 0},
                   {{"unused"}, Align::kLeft, 0, 0},
                   {{"about"}, Align::kLeft, 2, 0}};
  table.rows = {{"resnet-50", "25.6", "", "residual network"},
                {"squeezenet-1.1", "1.2", "", "fire\x1b modules"}};
  return table;
}

TEST(Table, AlignsAndLeavesEmptyColumnsOut) {
  EXPECT_EQ(render(models(), TextStyle{}),
            "model           parameters  about\n"
            "                   million\n"
            "resnet-50             25.6  residual network\n"
            "squeezenet-1.1         1.2  fire\\x1b modules\n");
}

TEST(Table, LeavesOutColumnsThenShortensEntries) {
  EXPECT_EQ(render(models(), {30, Colour::kPlain}),
            "model           parameters\n"
            "                   million\n"
            "resnet-50             25.6\n"
            "squeezenet-1.1         1.2\n");
  EXPECT_EQ(render(models(), {12, Colour::kPlain}),
            "model\n"
            "resnet-50\n"
            "squeez…t-1.1\n");
}

TEST(Table, WithoutRowsIsNothing) {
  Table table = models();
  table.rows.clear();
  EXPECT_EQ(render(table, TextStyle{}), "");
}

TEST(WrappedCommand, BreaksBetweenOptionsOnly) {
  EXPECT_EQ(wrapped_command("bakeoff run 'my net' --batch 1 --seed 7", 24),
            "  bakeoff run 'my net' \\\n"
            "      --batch 1 \\\n"
            "      --seed 7\n");
}

TEST(WrappedCommand, SeesThroughQuotes) {
  EXPECT_EQ(wrapped_command("run 'it'\\''s a long name here' -x", 10),
            "  run \\\n"
            "      'it'\\''s a long name here' \\\n"
            "      -x\n");
}

}  // namespace
}  // namespace bakeoff::report
