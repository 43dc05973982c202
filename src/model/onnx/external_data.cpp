#include "model/onnx/external_data.h"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <system_error>

#include "model/onnx/wire.h"

namespace bakeoff::model {
namespace {

namespace fs = std::filesystem;

Result<std::int64_t> parse_number(const std::map<std::string, std::string>& entries, const char* key,
                                  std::int64_t otherwise) {
  const auto entry = entries.find(key);
  if (entry == entries.end()) return otherwise;
  const std::string& text = entry->second;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 0) {
    return fail(ErrorKind::kBadInput, std::string("external data has ") + key + " " + in_quotes(text));
  }
  return value;
}

Result<std::string> read_part(const fs::path& path, std::int64_t offset, std::int64_t length) {
  std::ifstream file(path, std::ios::binary);
  std::string data(static_cast<std::size_t>(length), '\0');
  file.seekg(offset);
  file.read(data.data(), length);
  if (!file || file.gcount() != length) {
    return fail(ErrorKind::kBadInput, "cannot read " + std::to_string(length) + " bytes of " + path.string());
  }
  return data;
}

}  // namespace

std::int64_t ExternalData::default_limit() {
  const long pages = ::sysconf(_SC_PHYS_PAGES);
  const long page_size = ::sysconf(_SC_PAGESIZE);
  constexpr std::int64_t kUnknownMachine = std::int64_t{1} << 31;
  if (pages <= 0 || page_size <= 0) return kUnknownMachine;
  return static_cast<std::int64_t>(pages) / 2 * page_size;
}

Result<fs::path> ExternalData::resolve(const std::string& location) const {
  const fs::path named(location);
  if (folder_.empty()) {
    return fail(ErrorKind::kBadInput,
                "data lies in another file (" + in_quotes(location) + "), but no folder is known");
  }
  const bool climbs = std::find(named.begin(), named.end(), "..") != named.end();
  const std::string outside = "external data " + in_quotes(location) + " is not in the model's folder";
  if (location.empty() || location.find('\0') != std::string::npos || named.is_absolute() || climbs) {
    return fail(ErrorKind::kBadInput, outside, "", "only files beside the model are read");
  }
  std::error_code error;
  const fs::path folder = fs::canonical(folder_, error);
  if (error) return fail(ErrorKind::kBadInput, "cannot open the model's folder " + folder_.string());
  fs::path file = fs::canonical(folder / named, error);
  if (error || !fs::is_regular_file(file, error)) {
    return fail(ErrorKind::kBadInput, "external data " + in_quotes(location) + " is missing", "",
                "it must lie beside the model file");
  }
  const auto [unmatched, rest] = std::mismatch(folder.begin(), folder.end(), file.begin(), file.end());
  if (unmatched != folder.end()) {
    return fail(ErrorKind::kBadInput, outside, "", "a symbolic link leads out of it");
  }
  return file;
}

Result<std::string> ExternalData::read(const std::map<std::string, std::string>& entries,
                                       std::int64_t needed) {
  const auto location = entries.find("location");
  if (location == entries.end()) return fail(ErrorKind::kBadInput, "external data names no file");
  const Result<fs::path> path = resolve(location->second);
  if (!path) return tl::unexpected(path.error());
  std::error_code error;
  const std::uintmax_t raw_size = fs::file_size(*path, error);
  if (error) return fail(ErrorKind::kBadInput, "cannot read " + path->string());
  const auto size = static_cast<std::int64_t>(raw_size);
  const Result<std::int64_t> offset = parse_number(entries, "offset", 0);
  if (!offset) return tl::unexpected(offset.error());
  const Result<std::int64_t> length = parse_number(entries, "length", needed);
  if (!length) return tl::unexpected(length.error());
  if (*length != needed || *offset > size || needed > size - *offset) {
    return fail(ErrorKind::kBadInput, "external data " + in_quotes(location->second) + " has " +
                                          std::to_string(*length) + " bytes at " + std::to_string(*offset) +
                                          " of " + std::to_string(size) + ", the tensor needs " +
                                          std::to_string(needed));
  }
  if (needed > limit_ - read_so_far_) {
    return fail(ErrorKind::kUnsupported,
                "the model's external data comes to more than " + std::to_string(limit_ >> 20) +
                    " MiB, half of this machine's memory",
                "", "race it on a machine with more memory");
  }
  read_so_far_ += needed;
  return read_part(*path, *offset, needed);
}

Result<std::string> read_file(const fs::path& path, std::uintmax_t limit) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found) {
    return fail(ErrorKind::kNotFound, "no such file", path.string());
  }
  if (status.type() == fs::file_type::none) {
    return fail(ErrorKind::kBadInput, "cannot be read: " + error.message(), path.string());
  }
  if (!fs::is_regular_file(status)) return fail(ErrorKind::kBadInput, "not a regular file", path.string());
  const std::uintmax_t size = fs::file_size(path, error);
  if (error) return fail(ErrorKind::kBadInput, "cannot read: " + error.message(), path.string());
  if (size >= limit) {
    return fail(ErrorKind::kBadInput, "has " + std::to_string(size) + " bytes, more than a protobuf file can",
                path.string());
  }
  Result<std::string> data = read_part(path, 0, static_cast<std::int64_t>(size));
  if (!data) return tl::unexpected(placed(data.error(), path.string()));
  return data;
}

}  // namespace bakeoff::model
