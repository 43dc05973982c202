#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

#include "base/error.h"

namespace bakeoff::model {

/// Reads the bytes of tensors that a model keeps in files of their own (TensorProto.external_data). Only
/// regular files in the model's folder or below it are opened, symbolic links resolved first: a model from
/// the network must not be able to read the rest of the disk. All of a model's external data may come to
/// `limit` bytes, however often the same bytes are named.
class ExternalData {
 public:
  /// Half of this machine's memory: the rest is for the runtime.
  static std::int64_t default_limit();

  /// An empty folder: the model has no place on disk, and external data is an error.
  explicit ExternalData(std::filesystem::path folder, std::int64_t limit = default_limit())
      : folder_(std::move(folder)), limit_(limit) {}

  /// The `needed` bytes that the entries (location, offset, length) name. Errors: kBadInput;
  /// kUnsupported past the limit.
  Result<std::string> read(const std::map<std::string, std::string>& entries, std::int64_t needed);

 private:
  [[nodiscard]] Result<std::filesystem::path> resolve(const std::string& location) const;

  std::filesystem::path folder_;
  std::int64_t limit_;
  std::int64_t read_so_far_ = 0;
};

/// A whole file. Errors: kNotFound; kBadInput if it is not a regular file or has `limit` bytes or more.
Result<std::string> read_file(const std::filesystem::path& path, std::uintmax_t limit);

}  // namespace bakeoff::model
