#include "report/host_text.h"

#include <algorithm>

#include "report/escape.h"
#include "report/host_groups.h"
#include "report/number.h"

namespace bakeoff::report {
namespace {

// "label   value", values of a block under one another, labels two columns in.
std::string block(const HostGroup& group, int width) {
  int label_width = 0;
  for (const auto& [label, value] : group.facts) label_width = std::max(label_width, display_width(label));
  std::string text;
  for (const auto& [label, value] : group.facts) {
    text += wrapped(value, width, "  " + padded(label, label_width, Align::kLeft) + "  ");
  }
  return text;
}

}  // namespace

std::string host_text(const HostFacts& host, const TextStyle& style) {
  std::string text;
  const auto heading = [&](const std::string& title) {
    text += painted(title, Emphasis::kStrong, style.colour) + "\n";
  };
  for (const HostGroup& group : host_groups(host)) {
    heading(group.title);
    text += block(group, style.width);
  }
  heading("what would disturb a measurement");
  if (host.warnings.empty()) text += wrapped("nothing that was found", style.width, "  ");
  for (const std::string& warning : host.warnings) text += wrapped(printable(warning), style.width, "  - ");
  return text;
}

}  // namespace bakeoff::report
