#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bakeoff::report {

/// The text as it may stand in HTML and XML, in content and in attributes: first made printable, then the
/// characters that mean something there written as references.
std::string escaped(std::string_view text);

/// Writes HTML and SVG that are well-formed XML, whatever the texts hold: every text and attribute is
/// escaped, every element closed in its order.
class Markup {
 public:
  using Attributes = std::initializer_list<std::pair<std::string_view, std::string_view>>;

  Markup& open(std::string_view tag, Attributes attributes = {});
  Markup& close();

  /// An element without content: "<br/>".
  Markup& leaf(std::string_view tag, Attributes attributes = {});

  Markup& text(std::string_view content);

  /// An element with only a text in it.
  Markup& element(std::string_view tag, std::string_view content, Attributes attributes = {});

  /// Markup made elsewhere, as it is: of ours only, never anything from a file.
  Markup& raw(std::string_view markup);

  /// All of it, what is still open closed.
  std::string take();

 private:
  void begin(std::string_view tag, Attributes attributes);

  std::string text_;
  std::vector<std::string> open_;
};

}  // namespace bakeoff::report
