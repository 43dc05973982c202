#include "model/lower/torchscript/zip.h"

#include <zlib.h>

#include <utility>

namespace bakeoff::model::torchscript {
namespace {

constexpr std::uint64_t kAlignment = 64;
constexpr std::size_t kLocalHeader = 30;
constexpr std::size_t kExtraHeader = 4;
constexpr std::uint32_t kMany = 0xffffffff;  // "see the zip64 field"
constexpr std::uint16_t kMany16 = 0xffff;
constexpr std::uint16_t kZip64Field = 0x0001;
constexpr std::uint16_t kPaddingField = 0x4246;  // "FB", as torch names it
constexpr std::uint16_t kVersion = 20;
constexpr std::uint16_t kZip64Version = 45;
constexpr std::uint16_t kFirstOfJanuary1980 = 0x21;  // the same archive whenever it is made

template <typename T>
void append(std::string& bytes, T value) {
  for (std::size_t i = 0; i < sizeof(T); ++i) {
    bytes += static_cast<char>(static_cast<std::uint64_t>(value) >> (8 * i) & 0xff);
  }
}

void append_u16(std::string& bytes, std::size_t value) {
  append(bytes, static_cast<std::uint16_t>(value));
}

// What local header and directory have in common, from "version needed" to "length of the extra field".
void append_common(std::string& bytes, std::uint32_t crc, std::uint64_t size, bool zip64,
                   std::size_t name_length, std::size_t extra_length) {
  append(bytes, zip64 ? kZip64Version : kVersion);
  append_u16(bytes, 0);  // flags
  append_u16(bytes, 0);  // stored
  append_u16(bytes, 0);  // midnight
  append(bytes, kFirstOfJanuary1980);
  append(bytes, crc);
  for (int both = 0; both < 2; ++both) append(bytes, zip64 ? kMany : static_cast<std::uint32_t>(size));
  append_u16(bytes, name_length);
  append_u16(bytes, extra_length);
}

}  // namespace

void ZipWriter::add(const std::string& name, std::string_view data) {
  Entry entry{.name = name, .crc = 0, .size = data.size(), .offset = bytes_.size()};
  entry.crc = static_cast<std::uint32_t>(
      crc32_z(crc32_z(0, nullptr, 0), reinterpret_cast<const Bytef*>(data.data()), data.size()));

  const bool zip64 = entry.size >= zip64_from_;
  const std::size_t sizes = zip64 ? kExtraHeader + 16 : 0;
  const std::uint64_t unpadded = entry.offset + kLocalHeader + name.size() + sizes + kExtraHeader;
  const std::size_t padding = (kAlignment - unpadded % kAlignment) % kAlignment;

  append<std::uint32_t>(bytes_, 0x04034b50);
  append_common(bytes_, entry.crc, entry.size, zip64, name.size(), sizes + kExtraHeader + padding);
  bytes_ += name;
  if (zip64) {
    append(bytes_, kZip64Field);
    append_u16(bytes_, 16);
    append(bytes_, entry.size);
    append(bytes_, entry.size);
  }
  append(bytes_, kPaddingField);
  append_u16(bytes_, padding);
  bytes_.append(padding, 'Z');
  bytes_.append(data);
  entries_.push_back(std::move(entry));
}

void ZipWriter::add_to_directory(const Entry& entry) {
  const bool long_size = entry.size >= zip64_from_;
  const bool far = entry.offset >= zip64_from_;
  const std::size_t content = (long_size ? 16 : 0) + (far ? 8 : 0);

  append<std::uint32_t>(bytes_, 0x02014b50);
  append(bytes_, kZip64Version);  // made by
  append_common(bytes_, entry.crc, entry.size, long_size, entry.name.size(),
                content > 0 ? kExtraHeader + content : 0);
  append_u16(bytes_, 0);             // comment
  append_u16(bytes_, 0);             // disk
  append_u16(bytes_, 0);             // internal attributes
  append<std::uint32_t>(bytes_, 0);  // external attributes
  append(bytes_, far ? kMany : static_cast<std::uint32_t>(entry.offset));
  bytes_ += entry.name;
  if (content == 0) return;
  append(bytes_, kZip64Field);
  append_u16(bytes_, content);
  if (long_size) {
    append(bytes_, entry.size);
    append(bytes_, entry.size);
  }
  if (far) append(bytes_, entry.offset);
}

void ZipWriter::end_directory(std::uint64_t start) {
  const std::uint64_t end = bytes_.size();
  const std::uint64_t count = entries_.size();
  const bool zip64 = start >= zip64_from_ || end - start >= zip64_from_ || count >= kMany16;
  if (zip64) {
    append<std::uint32_t>(bytes_, 0x06064b50);
    append<std::uint64_t>(bytes_, 44);  // what follows of this record
    append(bytes_, kZip64Version);
    append(bytes_, kZip64Version);
    append<std::uint64_t>(bytes_, 0);  // two disk numbers
    append(bytes_, count);
    append(bytes_, count);
    append(bytes_, end - start);
    append(bytes_, start);
    append<std::uint32_t>(bytes_, 0x07064b50);
    append<std::uint32_t>(bytes_, 0);
    append(bytes_, end);
    append<std::uint32_t>(bytes_, 1);
  }
  append<std::uint32_t>(bytes_, 0x06054b50);
  append<std::uint32_t>(bytes_, 0);  // two disk numbers
  for (int both = 0; both < 2; ++both) append_u16(bytes_, zip64 ? kMany16 : count);
  append(bytes_, zip64 ? kMany : static_cast<std::uint32_t>(end - start));
  append(bytes_, zip64 ? kMany : static_cast<std::uint32_t>(start));
  append_u16(bytes_, 0);  // comment
}

std::string ZipWriter::finish() {
  const std::uint64_t start = bytes_.size();
  for (const Entry& entry : entries_) add_to_directory(entry);
  end_directory(start);
  entries_.clear();
  return std::exchange(bytes_, {});
}

}  // namespace bakeoff::model::torchscript
