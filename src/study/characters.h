#pragma once

#include <algorithm>
#include <string_view>

/// Which characters may stand where in an entry of --runtimes. ASCII only: these are names of packages,
/// versions and options, not prose.
namespace bakeoff::study {

constexpr bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

constexpr bool is_visible(char c) {
  return c > ' ' && c < '\x7f';
}

/// A name or key: letters, digits, '_', '-' and '.', beginning with a letter or digit.
constexpr bool is_word(std::string_view text) {
  return !text.empty() && is_alphanumeric(text.front()) && std::all_of(text.begin(), text.end(), [](char c) {
    return is_alphanumeric(c) || c == '_' || c == '-' || c == '.';
  });
}

/// A version as PEP 440 writes it: "1.32.0", "2.13.0+cpu", "1!2.0".
constexpr bool is_version(std::string_view text) {
  return !text.empty() && is_alphanumeric(text.front()) && std::all_of(text.begin(), text.end(), [](char c) {
    return is_alphanumeric(c) || c == '_' || c == '-' || c == '.' || c == '+' || c == '!';
  });
}

}  // namespace bakeoff::study
