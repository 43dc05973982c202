#include "runtimes/unpack.h"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <functional>
#include <memory>
#include <span>
#include <string_view>

#include "runtimes/disk.h"

namespace bakeoff::runtimes {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kBlock = 1 << 18;

struct CloseArchive {
  void operator()(archive* reader) const { archive_read_free(reader); }
};
using Reader = std::unique_ptr<archive, CloseArchive>;

tl::unexpected<Error> damaged(const fs::path& wheel, const std::string& why) {
  return fail(ErrorKind::kBadInput, "the wheel cannot be unpacked: " + why, wheel.string(),
              "remove it and get it again");
}

std::string reason(archive* reader) {
  const char* text = archive_error_string(reader);
  return text ? text : "unknown reason";
}

// Relative, every component an ordinary name. A backslash is a separator elsewhere, and in no honest wheel.
bool is_safe(std::string_view path) {
  if (path.ends_with('/')) path.remove_suffix(1);
  if (path.find('\\') != std::string_view::npos) return false;
  while (true) {
    const auto slash = path.find('/');
    const std::string_view component = path.substr(0, slash);
    if (component.empty() || component == "." || component == "..") return false;
    if (slash == std::string_view::npos) return true;
    path.remove_prefix(slash + 1);
  }
}

bool is_kept(const std::string& path, const std::vector<std::string>& keep) {
  return std::any_of(keep.begin(), keep.end(), [&](const std::string& pattern) {
    return fnmatch(pattern.c_str(), path.c_str(), 0) == 0;
  });
}

using Visit = std::function<Result<void>(archive* reader, archive_entry* entry, const std::string& path)>;

// Calls `visit` for each file of the wheel; all names and types are checked on the way.
Result<void> walk(const fs::path& wheel, const Visit& visit) {
  const Reader reader(archive_read_new());
  archive_read_support_format_zip_seekable(reader.get());
  if (archive_read_open_filename(reader.get(), wheel.c_str(), kBlock) != ARCHIVE_OK) {
    return damaged(wheel, reason(reader.get()));
  }
  while (true) {
    archive_entry* entry = nullptr;
    const int status = archive_read_next_header(reader.get(), &entry);
    if (status == ARCHIVE_EOF) return {};
    if (status < ARCHIVE_WARN) return damaged(wheel, reason(reader.get()));
    const char* name = archive_entry_pathname(entry);
    if (!name) name = archive_entry_pathname_utf8(entry);
    const std::string path = name ? name : "";
    if (!is_safe(path)) return damaged(wheel, "an entry has the unsafe name '" + path + "'");
    const auto type = archive_entry_filetype(entry);
    if (type == AE_IFDIR) continue;
    if (type != AE_IFREG) return damaged(wheel, "'" + path + "' is not an ordinary file");
    if (auto visited = visit(reader.get(), entry, path); !visited) return visited;
  }
}

Result<void> write_all(int file, std::span<const char> bytes, const fs::path& target) {
  while (!bytes.empty()) {
    const ssize_t written = write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return fail_write(errno, "write", target);
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return {};
}

Result<std::uint64_t> copy_data(archive* reader, int file, const fs::path& wheel, const fs::path& target) {
  std::vector<char> block(kBlock);
  std::uint64_t size = 0;
  while (true) {
    const la_ssize_t got = archive_read_data(reader, block.data(), block.size());
    if (got == 0) break;
    if (got < 0) return damaged(wheel, target.filename().string() + ": " + reason(reader));
    const auto bytes = std::span<const char>(block).first(static_cast<std::size_t>(got));
    if (auto written = write_all(file, bytes, target); !written) return tl::unexpected(written.error());
    size += bytes.size();
  }
  return size;
}

Result<std::uint64_t> extract(archive* reader, const fs::path& wheel, const fs::path& target) {
  if (auto made = make_folder(target.parent_path()); !made) return tl::unexpected(made.error());
  // O_EXCL: a name that comes twice is refused, not overwritten.
  const int file = open(target.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
  if (file < 0 && errno == EEXIST) return damaged(wheel, target.filename().string() + " is there twice");
  if (file < 0) return fail_write(errno, "make", target);
  auto size = copy_data(reader, file, wheel, target);
  if (close(file) != 0 && size) return fail_write(errno, "write", target);
  return size;
}

}  // namespace

Result<std::vector<InstalledFile>> unpack(const fs::path& wheel, const std::vector<std::string>& keep,
                                          const fs::path& destination) {
  std::uint64_t needed = 0;
  auto walked = walk(wheel, [&](archive*, archive_entry* entry, const std::string& path) -> Result<void> {
    if (is_kept(path, keep))
      needed += static_cast<std::uint64_t>(std::max<la_int64_t>(0, archive_entry_size(entry)));
    return {};
  });
  if (!walked) return tl::unexpected(walked.error());
  if (auto room = check_space(destination, needed); !room) return tl::unexpected(room.error());

  std::vector<InstalledFile> files;
  walked = walk(wheel, [&](archive* reader, archive_entry*, const std::string& path) -> Result<void> {
    if (!is_kept(path, keep)) return {};
    const auto size = extract(reader, wheel, destination / path);
    if (!size) return tl::unexpected(size.error());
    files.push_back({path, *size});
    return {};
  });
  if (!walked) return tl::unexpected(walked.error());
  if (auto synced = sync_all(destination); !synced) return tl::unexpected(synced.error());
  return files;
}

}  // namespace bakeoff::runtimes
