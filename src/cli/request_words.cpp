#include "cli/request_words.h"

#include "base/units.h"

namespace bakeoff::cli {
namespace {

Result<void> refuse_not_yet(const RequestWords& words) {
  const auto refuse = [](const std::string& option, const std::string& instead) {
    return fail(ErrorKind::kUnsupported, "not yet in this version", option, instead);
  };
  if (words.precision == "best") {
    return refuse("--precision best", "name the precisions instead, such as --precision fp32,bf16");
  }
  if (words.batch == "best") return refuse("--batch best", "name batch sizes instead, such as --batch 1-64");
  if (words.device != "cpu") return refuse("--device " + words.device, "only cpu is raced so far");
  return {};
}

Result<std::vector<Precision>> parse_precisions(const std::string& text) {
  constexpr const char* kKnown = "fp32, fp16 or bf16";
  std::vector<Precision> precisions;
  for (const std::string& word : split_list(text)) {
    const auto precision = precision_from(word);
    if (!precision) return fail(ErrorKind::kUsage, "'" + word + "' is no precision", "", kKnown);
    precisions.push_back(*precision);
  }
  if (precisions.empty()) return fail(ErrorKind::kUsage, "names no precision", "", kKnown);
  return precisions;
}

}  // namespace

tl::unexpected<Error> bad_option(const std::string& option, Error error) {
  error.where = option;
  return tl::unexpected(std::move(error));
}

Result<study::StudyRequest> to_request(const RequestWords& words) {
  if (auto possible = refuse_not_yet(words); !possible) return tl::unexpected(possible.error());
  study::StudyRequest request;
  request.models = words.models;
  request.device = words.device;
  request.strict = words.strict;
  request.rules.max_error = words.max_error;
  if (!words.runtimes.empty()) {
    auto runtimes = study::parse_runtimes(words.runtimes);
    if (!runtimes) return bad_option("--runtimes", runtimes.error());
    request.runtimes = std::move(*runtimes);
  }
  auto precisions = parse_precisions(words.precision);
  if (!precisions) return bad_option("--precision", precisions.error());
  request.precisions = std::move(*precisions);
  auto batches = parse_counts(words.batch);
  if (!batches) return bad_option("--batch", batches.error());
  request.batches = std::move(*batches);
  if (!words.threads.empty()) {
    auto threads = parse_counts(words.threads);
    if (!threads) return bad_option("--threads", threads.error());
    request.threads = std::move(*threads);
  }
  for (const std::string& text : words.shape) {
    auto shape = study::parse_input_shape(text);
    if (!shape) return tl::unexpected(shape.error());
    request.shapes.push_back(std::move(*shape));
  }
  for (const std::string& text : words.input) {
    auto file = study::parse_input_file(text);
    if (!file) return tl::unexpected(file.error());
    request.input_files.push_back(std::move(*file));
  }
  return request;
}

void add_request_options(CLI::App& command, RequestWords& words, const std::string& group) {
  command.add_option("MODEL", words.models, "zoo names (bakeoff models list) or paths of .onnx files");
  command
      .add_option("--runtimes", words.runtimes,
                  "who takes part: a,b==1.2,c:configuration (default: all installed); configurations and "
                  "options: bakeoff runtimes show NAME")
      ->group(group);
  command.add_option("--device", words.device, "where to run")->group(group)->capture_default_str();
  command
      .add_option("--precision", words.precision,
                  "fp32, fp16, bf16: at least that many bits; each of several makes cells of its own")
      ->group(group)
      ->capture_default_str();
  command.add_flag("--strict", words.strict, "every layer in exactly that precision")->group(group);
  command.add_option("--batch", words.batch, "items an inference: 1 or 1,8,64 or 1-512 (powers of two)")
      ->group(group)
      ->capture_default_str();
  command.add_option("--threads", words.threads, "threads of every runtime: N,... (default: physical cores)")
      ->group(group);
  command
      .add_option("--max-error", words.max_error,
                  "largest relative error of a right output (default: by precision)")
      ->group(group);
  command.add_option("--shape", words.shape, "shape of an input, the batch first: NAME=1x3x224x224")
      ->group(group)
      ->allow_extra_args(false);
  command.add_option("--input", words.input, "values of an input: NAME=FILE.npy (default: from the seed)")
      ->group(group)
      ->allow_extra_args(false);
}

}  // namespace bakeoff::cli
