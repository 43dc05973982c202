#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bakeoff::model::torchscript {

/// Writes a zip file into a string: entries stored as they are, the data of each beginning at a multiple of
/// 64 bytes, as torch writes its archives and as mapping them into memory wants it. zip64 where 32 bits are
/// too few (APPNOTE.TXT 6.3.10).
class ZipWriter {
 public:
  /// Sizes and offsets of `zip64_from` or more are written as 64 bits; a test may ask for fewer.
  explicit ZipWriter(std::uint64_t zip64_from = 0xffffffff) : zip64_from_(zip64_from) {}

  void reserve(std::size_t size) { bytes_.reserve(size); }

  /// `name` is ASCII.
  void add(const std::string& name, std::string_view data);

  /// The whole file; the writer is empty afterwards.
  std::string finish();

 private:
  struct Entry {
    std::string name;
    std::uint32_t crc = 0;
    std::uint64_t size = 0;
    std::uint64_t offset = 0;  // of the local header
  };

  void add_to_directory(const Entry& entry);
  void end_directory(std::uint64_t start);

  std::uint64_t zip64_from_;
  std::string bytes_;
  std::vector<Entry> entries_;
};

}  // namespace bakeoff::model::torchscript
