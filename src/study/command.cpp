#include <algorithm>
#include <array>
#include <charconv>

#include "study/characters.h"
#include "study/request.h"
#include "study/shell.h"

namespace bakeoff::study {
namespace {

// The shortest digits that read back as the same number.
std::string exact(double value) {
  std::array<char, 32> digits{};
  const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), value);
  return error == std::errc() ? std::string(digits.data(), end) : std::to_string(value);
}

// In the largest unit that divides it, so that it reads back exactly.
std::string exact(Nanoseconds duration) {
  const auto count = duration.count();
  if (count % 1'000'000'000 == 0) return std::to_string(count / 1'000'000'000) + "s";
  if (count % 1'000'000 == 0) return std::to_string(count / 1'000'000) + "ms";
  return std::to_string(count) + "ns";
}

// The absent behind the others, whose places in the race are part of its dice.
std::string runtimes_of(const std::vector<Candidate>& candidates,
                        const std::vector<AbsentCandidate>& absent) {
  std::string list;
  const auto add = [&](const Candidate& candidate) {
    if (!list.empty()) list += ',';
    list += candidate.runtime;
    if (!candidate.version.empty()) list += "==" + candidate.version;
    if (candidate.configuration != "default") list += ":" + candidate.configuration;
  };
  for (const Candidate& candidate : candidates) add(candidate);
  for (const AbsentCandidate& one : absent) add(one.candidate);
  return list;
}

std::string to_text(const InputShape& shape) {
  std::string text = shape.input;
  for (std::size_t i = 0; i < shape.dims.size(); ++i) {
    text += (i == 0 ? "=" : "x") + std::to_string(shape.dims[i]);
  }
  return text;
}

class Words {
 public:
  void add(std::string_view word) {
    if (!line_.empty()) line_ += ' ';
    line_ += shell_quoted(word);
  }
  void option(std::string_view name, std::string_view value) {
    add(name);
    add(value);
  }
  void rules(const Rules& rules) {
    const Rules usual;
    if (rules.alpha != usual.alpha) option("--alpha", exact(rules.alpha));
    if (rules.epsilon != usual.epsilon) option("--epsilon", exact(rules.epsilon));
    if (rules.budget != usual.budget) option("--budget", exact(rules.budget));
    if (rules.evidence != usual.evidence) option("--evidence", to_string(rules.evidence));
    if (rules.max_error) option("--max-error", exact(*rules.max_error));
    option("--seed", std::to_string(rules.seed));
  }
  [[nodiscard]] std::string take() { return std::move(line_); }

 private:
  std::string line_;
};

}  // namespace

std::string shell_quoted(std::string_view text) {
  constexpr std::string_view kPlain = "_-.,:=+/@%";
  const bool plain = !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    return is_alphanumeric(c) || kPlain.find(c) != std::string_view::npos;
  });
  if (plain) return std::string(text);
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\'') {
      quoted += "'\\''";
    } else {
      quoted += c;
    }
  }
  return quoted + "'";
}

std::string command_for(const Cell& cell, const Rules& rules, const std::vector<Candidate>& candidates,
                        const std::vector<AbsentCandidate>& absent) {
  const Cell usual;
  Words words;
  words.add("bakeoff");
  words.add("run");
  // A file whose name begins with a dash would be taken for an option.
  words.add(cell.model.starts_with('-') ? "./" + cell.model : cell.model);
  const std::string runtimes = runtimes_of(candidates, absent);
  if (!runtimes.empty()) words.option("--runtimes", runtimes);
  if (cell.device != usual.device) words.option("--device", cell.device);
  if (cell.precision != usual.precision) words.option("--precision", to_string(cell.precision));
  if (cell.strict) words.add("--strict");
  for (const InputShape& shape : cell.shapes) words.option("--shape", to_text(shape));
  for (const InputFile& file : cell.input_files) words.option("--input", file.input + "=" + file.file);
  words.option("--batch", std::to_string(cell.batch));
  words.option("--threads", std::to_string(cell.threads));
  if (cell.metric != usual.metric) words.option("--metric", to_string(cell.metric));
  words.rules(rules);
  return words.take();
}

}  // namespace bakeoff::study
