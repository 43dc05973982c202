#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/error.h"

namespace bakeoff::runtimes {

/// How a program ended: by `code`, or by `signal` when that is not 0.
struct Exit {
  int code = 0;
  int signal = 0;
  [[nodiscard]] bool success() const { return code == 0 && signal == 0; }
};

/// Runs a program found in PATH, without a shell, with no standard input and with all it prints in the file
/// `log`, and waits for its end. Fails with kNotFound when there is no such program.
Result<Exit> run_program(const std::vector<std::string>& arguments, const std::filesystem::path& log);

/// The first line of a compiler's output that tells of an error; its last line if none does.
std::string first_error(const std::filesystem::path& file);

/// The last `lines` non-empty lines of a file, joined by "; "; empty when it cannot be read.
std::string last_lines(const std::filesystem::path& file, std::size_t lines);

}  // namespace bakeoff::runtimes
