#include "pytorch/words.h"

#include <initializer_list>

#include "common/failure.h"

namespace bakeoff::adapters::pytorch {
namespace {

bool contains_any(const std::string& text, std::initializer_list<const char*> parts) {
  for (const char* part : parts) {
    if (text.find(part) != std::string::npos) return true;
  }
  return false;
}

int mantissa_bits(const std::string& precision) {
  if (precision == "bf16") return 7;
  return precision == "fp16" ? 10 : 23;
}

}  // namespace

std::string configured(const std::string& config, const std::string& key) {
  const auto begin = config.find(key);
  if (begin == std::string::npos) return {};
  const auto from = begin + key.size();
  return config.substr(from, config.find_first_of(",\n", from) - from);
}

std::string plain(const std::string& message) {
  std::string sentence = message;
  for (const std::string mark : {"RuntimeError: ", "IndexError: "}) {
    const auto at = sentence.rfind(mark);
    if (at != std::string::npos) sentence.erase(0, at + mark.size());
  }
  while (!sentence.empty() && sentence.back() == '\n') sentence.pop_back();
  return sentence;
}

bakeoff_status classify(const std::string& message) {
  if (contains_any(message, {"can't allocate memory", "not enough memory", "bad_alloc"})) {
    return BAKEOFF_OUT_OF_MEMORY;
  }
  // "\"avg_pool2d_out_frame\" not implemented for 'Half'", operators and file formats of newer versions
  // and, of oneDNN's graph compiler, types like fp16
  if (contains_any(message,
                   {"not implemented for", "Could not run '", "Unknown builtin op",
                    "supported file format version", "not supported on", "could not add op to the graph"})) {
    return BAKEOFF_UNSUPPORTED;
  }
  return BAKEOFF_FAILED;
}

std::string check_precision(const std::set<std::string>& weights, const std::string& asked, bool strict) {
  std::string runs;
  for (const std::string& precision : weights) {
    if (runs.empty() || mantissa_bits(precision) < mantissa_bits(runs)) runs = precision;
    if (strict && precision != asked) {
      throw Failure(BAKEOFF_UNSUPPORTED, "strict " + asked + ": the model has weights in " + precision);
    }
  }
  if (!runs.empty() && mantissa_bits(runs) < mantissa_bits(asked)) {
    throw Failure(BAKEOFF_UNSUPPORTED, asked + " asked, " + runs + " ran");
  }
  return runs;
}

}  // namespace bakeoff::adapters::pytorch
