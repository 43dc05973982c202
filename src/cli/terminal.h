#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "report/style.h"

namespace bakeoff::cli {

enum class Stream { kOutput, kErrors };

/// Writes text to standard output or standard error, whole. A reader that has gone away ("bakeoff ... |
/// head") is no error: what there is to keep is in the study file. kInternal where a disk is full, for those
/// who give what is kept nowhere else.
Result<void> write(Stream stream, std::string_view text);

/// One line; what names in it would do to a terminal is shown instead.
void write_line(Stream stream, std::string_view line);

/// "bakeoff: WHERE: WHAT" and the hint on a line of its own, to standard error.
void write_error(const Error& error);

/// How text should look on this stream: the terminal's width ($COLUMNS first, 80 where nothing is known) and
/// colours only on a terminal that wants them ($NO_COLOR, $TERM=dumb).
report::TextStyle style_of(Stream stream);

[[nodiscard]] bool is_terminal(Stream stream);

}  // namespace bakeoff::cli
