#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include <bakeoff/adapter.h>

#include "common/failure.h"

namespace bakeoff::adapters {

/// Edit distance (Levenshtein), for naming the word that was meant.
inline std::size_t edit_distance(const std::string& a, const std::string& b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j < row.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({substituted, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

/// The options of one load request, read against the adapter's own table. Every function throws Failure
/// (BAKEOFF_UNSUPPORTED) that names the option and what it takes.
class Options {
 public:
  /// Refuses a key that the table lacks, naming the nearest that it has.
  Options(const bakeoff_load_request& request, const bakeoff_option_description* table) : table_(table) {
    for (std::size_t i = 0; i < request.option_count; ++i) {
      const std::string key = request.options[i].key;
      if (describe(key) == nullptr) {
        throw Failure(BAKEOFF_UNSUPPORTED, "there is no option '" + key + "'" + suggestion(key));
      }
      values_.emplace_back(key, request.options[i].value);
    }
  }

  /// The value as text, the last one if the key comes twice; `otherwise` without the option.
  std::string text(const std::string& key, const std::string& otherwise = {}) const {
    std::string found = otherwise;
    for (const auto& value : values_) {
      if (value.first == key) found = value.second;
    }
    return found;
  }

  bool has(const std::string& key) const {
    return std::any_of(values_.begin(), values_.end(), [&](const auto& value) { return value.first == key; });
  }

  bool flag(const std::string& key) const { return choice(key, {"0", "1"}, "0") == "1"; }

  std::string choice(const std::string& key, std::initializer_list<const char*> words,
                     const std::string& otherwise) const {
    std::string value = text(key, otherwise);
    for (const char* word : words) {
      if (value == word) return value;
    }
    refuse(key, value);
  }

  /// A number of at least `least`.
  double number(const std::string& key, double otherwise, double least) const {
    if (!has(key)) return otherwise;
    const std::string value = text(key);
    char* end = nullptr;
    const double parsed = std::strtod(value.c_str(), &end);
    if (end == value.c_str() || *end != '\0' || !(parsed >= least) || !(parsed <= 1e18)) refuse(key, value);
    return parsed;
  }

  [[noreturn]] void refuse(const std::string& key, const std::string& value) const {
    const bakeoff_option_description* description = describe(key);
    throw Failure(BAKEOFF_UNSUPPORTED, key + "=" + value + ": takes " +
                                           (description != nullptr ? description->values : "no value"));
  }

 private:
  const bakeoff_option_description* describe(const std::string& key) const {
    for (const bakeoff_option_description* row = table_; row->key != nullptr; ++row) {
      if (key == row->key) return row;
    }
    return nullptr;
  }

  std::string suggestion(const std::string& key) const {
    const bakeoff_option_description* nearest = nullptr;
    std::size_t distance = 0;
    for (const bakeoff_option_description* row = table_; row->key != nullptr; ++row) {
      const std::size_t to_row = edit_distance(key, row->key);
      if (nearest == nullptr || to_row < distance) {
        nearest = row;
        distance = to_row;
      }
    }
    return nearest == nullptr ? "; this runtime has none"
                              : "; the nearest is '" + std::string(nearest->key) + "'";
  }

  const bakeoff_option_description* table_;
  std::vector<std::pair<std::string, std::string>> values_;
};

/// Throws Failure unless `word` is in a list that ends with NULL.
inline void require_one_of(const char* what, const char* word, const char* const* list) {
  std::string known;
  for (; *list != nullptr; ++list) {
    if (std::strcmp(word, *list) == 0) return;
    known += known.empty() ? *list : std::string(", ") + *list;
  }
  throw Failure(BAKEOFF_UNSUPPORTED, std::string(what) + " '" + word + "' is not one of: " + known);
}

}  // namespace bakeoff::adapters
