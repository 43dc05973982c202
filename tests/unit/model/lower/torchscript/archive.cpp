#include "unit/model/lower/torchscript/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <gtest/gtest.h>

namespace bakeoff::model {

std::map<std::string, std::string> unzip(const std::string& bytes) {
  std::map<std::string, std::string> found;
  archive* reader = archive_read_new();
  archive_read_support_format_zip_seekable(reader);
  EXPECT_EQ(archive_read_open_memory(reader, bytes.data(), bytes.size()), ARCHIVE_OK);
  archive_entry* entry = nullptr;
  int status = archive_read_next_header(reader, &entry);
  for (; status == ARCHIVE_OK; status = archive_read_next_header(reader, &entry)) {
    std::string content(static_cast<std::size_t>(archive_entry_size(entry)), '\0');
    EXPECT_EQ(archive_read_data(reader, content.data(), content.size()),
              static_cast<la_ssize_t>(content.size()));
    // The end of the data is where the checksum is looked at.
    char more = 0;
    EXPECT_EQ(archive_read_data(reader, &more, 1), 0) << archive_error_string(reader);
    found[archive_entry_pathname(entry)] = content;
  }
  EXPECT_EQ(status, ARCHIVE_EOF);
  archive_read_free(reader);
  return found;
}

std::string source_in(const std::string& archive) {
  return unzip(archive)["bakeoff/code/__torch__.py"];
}

}  // namespace bakeoff::model
