#pragma once

#include <string>

#include "base/error.h"

namespace bakeoff::cli {

/// The command line of this process as it could be typed again, quoted for a POSIX shell.
std::string command_line();

/// Writes the error and gives the exit code it stands for.
int report_error(const Error& error);

}  // namespace bakeoff::cli
