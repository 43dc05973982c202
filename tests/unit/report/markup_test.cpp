#include "report/markup.h"

#include <gmock/gmock.h>

namespace bakeoff::report {
namespace {

TEST(Escaped, NothingFromOutsideIsMarkup) {
  EXPECT_EQ(escaped("<script>alert('x')</script>"), "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;");
  EXPECT_EQ(escaped("a\" onload=\"b"), "a&quot; onload=&quot;b");
  EXPECT_EQ(escaped("&amp;"), "&amp;amp;") << "shown as it was written";
  EXPECT_EQ(escaped("]]>"), "]]&gt;");
}

TEST(Escaped, WhatXmlForbidsBecomesVisible) {
  EXPECT_EQ(escaped(std::string_view("\0\x1b\x7f", 3)), "\\x00\\x1b\\x7f");
  EXPECT_EQ(escaped("\xff\xc3("), "\\xff\\xc3(");
  EXPECT_EQ(escaped("\xef\xbf\xbe\xef\xbf\xbf"), "\\u{fffe}\\u{ffff}");
  EXPECT_EQ(escaped("\xed\xa0\x80"), "\\xed\\xa0\\x80") << "half a surrogate pair";
  EXPECT_EQ(escaped("\xe2\x80\xae"), "\\u{202e}");
  EXPECT_EQ(escaped("日本 · é"), "日本 · é");
}

TEST(Markup, ClosesWhatItOpened) {
  Markup page;
  page.open("a", {{"href", "#<"}}).leaf("br").element("b", "1 < 2", {{"class", "x\"y"}}).open("i").text("&");
  EXPECT_EQ(page.take(), "<a href=\"#&lt;\"><br/><b class=\"x&quot;y\">1 &lt; 2</b><i>&amp;</i></a>");
}

TEST(Markup, ClosingTooOftenHasNoEffect) {
  Markup page;
  page.open("p").close().close();
  EXPECT_EQ(page.take(), "<p></p>");
}

}  // namespace
}  // namespace bakeoff::report
