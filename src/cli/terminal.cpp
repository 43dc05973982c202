#include "cli/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <cstring>

#include "report/escape.h"

namespace bakeoff::cli {
namespace {

constexpr int kUsualWidth = 80;
constexpr int kNarrowest = 20;

int descriptor_of(Stream stream) {
  return stream == Stream::kOutput ? STDOUT_FILENO : STDERR_FILENO;
}

int width_of(int descriptor) {
  if (const char* const columns = std::getenv("COLUMNS")) {
    int width = 0;
    std::from_chars(columns, columns + std::strlen(columns), width);
    if (width >= kNarrowest) return width;
  }
  winsize size{};
  if (ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col >= kNarrowest) return size.ws_col;
  return kUsualWidth;
}

}  // namespace

Result<void> write(Stream stream, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor_of(stream), text.data(), text.size());
    if (written >= 0) {
      text.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EPIPE) {
      return {};
    } else if (errno != EINTR) {
      return fail_errno(errno, "cannot write",
                        stream == Stream::kOutput ? "standard output" : "standard error");
    }
  }
  return {};
}

void write_line(Stream stream, std::string_view line) {
  write(stream, report::printable(line) + "\n");
}

void write_error(const Error& error) {
  write_line(Stream::kErrors, "bakeoff: " + (error.where.empty() ? "" : error.where + ": ") + error.what);
  if (!error.hint.empty()) write_line(Stream::kErrors, "  " + error.hint);
}

bool is_terminal(Stream stream) {
  return isatty(descriptor_of(stream)) == 1;
}

report::TextStyle style_of(Stream stream) {
  const char* const term = std::getenv("TERM");
  const bool wanted =
      std::getenv("NO_COLOR") == nullptr && term != nullptr && std::string_view(term) != "dumb";
  return {width_of(descriptor_of(stream)),
          wanted && is_terminal(stream) ? report::Colour::kAnsi : report::Colour::kPlain};
}

}  // namespace bakeoff::cli
