#include "report/style.h"

namespace bakeoff::report {
namespace {

std::string_view code_of(Emphasis emphasis) {
  switch (emphasis) {
    case Emphasis::kStrong:
      return "\x1b[1m";
    case Emphasis::kGood:
      return "\x1b[1;32m";
    case Emphasis::kWarning:
      return "\x1b[1;33m";
    case Emphasis::kQuiet:
      return "\x1b[2m";
    case Emphasis::kNone:
      break;
  }
  return {};
}

}  // namespace

std::string painted(std::string_view text, Emphasis emphasis, Colour colour) {
  const std::string_view code = code_of(emphasis);
  if (colour == Colour::kPlain || code.empty() || text.empty()) return std::string(text);
  return std::string(code) + std::string(text) + "\x1b[0m";
}

}  // namespace bakeoff::report
