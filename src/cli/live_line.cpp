#include "cli/live_line.h"

#include "cli/terminal.h"

namespace bakeoff::cli {
namespace {

constexpr const char* kEraseLine = "\r\x1b[K";

}  // namespace

void LiveLine::show(const std::string& text) {
  write(Stream::kErrors, kEraseLine + text);
  shown_ = true;
}

void LiveLine::erase() {
  if (shown_) write(Stream::kErrors, kEraseLine);
  shown_ = false;
}

}  // namespace bakeoff::cli
