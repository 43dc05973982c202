#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "study/request.h"

namespace bakeoff::cli {

/// The words of the command line that say what is asked, for `run` and `check` alike, before anything is made
/// of them.
struct RequestWords {
  std::vector<std::string> models;
  std::string runtimes;
  std::string device = "cpu";
  std::string precision = "fp32";
  bool strict = false;
  std::string batch = "1";
  std::string threads;
  std::optional<double> max_error;
  std::vector<std::string> input;
  std::vector<std::string> shape;
};

/// Adds MODEL and the options to a subcommand, the latter under the heading `group` of its help.
void add_request_options(CLI::App& command, RequestWords& words, const std::string& group);

/// The request, with default rules but max_error. Errors: kUsage with the option in `where`; kUnsupported for
/// what this version does not do.
Result<study::StudyRequest> to_request(const RequestWords& words);

/// The error with the option in `where`.
tl::unexpected<Error> bad_option(const std::string& option, Error error);

}  // namespace bakeoff::cli
