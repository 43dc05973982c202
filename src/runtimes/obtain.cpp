#include "runtimes/obtain.h"

#include <system_error>
#include <vector>

#include "base/hash.h"
#include "runtimes/version.h"
#include "runtimes/wheel_cache.h"
#include "runtimes/wheel_name.h"

namespace bakeoff::runtimes {
namespace fs = std::filesystem;
namespace {

Result<Wheel> verify(const fs::path& path, const std::optional<PinnedWheel>& pinned) {
  const auto sha256 = sha256_of_file(path);
  if (!sha256) return tl::unexpected(sha256.error());
  if (pinned && *sha256 != pinned->sha256) {
    return fail(ErrorKind::kBadInput,
                "the wheel has the SHA-256 " + *sha256 + " instead of " + pinned->sha256 +
                    ", so it is damaged or not the one that was published",
                path.string(), "remove it and get it again");
  }
  return Wheel{path, path.filename().string(), *sha256};
}

// The wheel in `folder` that fits: the pinned one by its name, else the one for this architecture that sorts
// last, which is the one for the newest Python; the libraries in them are the same.
Result<fs::path> find_in_folder(const fs::path& folder, const PipOrder& order) {
  std::error_code error;
  fs::path best;
  for (fs::directory_iterator entry(folder, error), end; entry != end; entry.increment(error)) {
    const std::string file = entry->path().filename().string();
    if (order.pinned) {
      if (file == order.pinned->file) return entry->path();
      continue;
    }
    const auto name = parse_wheel_name(file);
    if (!name || !is_wheel_of(*name, order.project, order.version) || !runs_on(*name, architecture()))
      continue;
    if (best.empty() || compare_versions(best.filename().string(), file) < 0) best = entry->path();
  }
  if (error) {
    return fail(ErrorKind::kNotFound, "cannot list the folder: " + error.message(), folder.string());
  }
  if (!best.empty()) return best;
  const std::string wanted =
      order.pinned ? order.pinned->file
                   : order.project + "-" + order.version + "-*_" + std::string(architecture()) + ".whl";
  return fail(ErrorKind::kNotFound, "there is no " + wanted, folder.string(), offline_hint(order));
}

Result<Wheel> from_pip(const WheelSources& sources, InstallObserver& observer) {
  const auto path = download_wheel(sources.order, observer);
  if (!path) return tl::unexpected(path.error());
  auto wheel = verify(*path, sources.order.pinned);
  if (!wheel || !sources.order.pinned) return wheel;
  // A cache that cannot be written costs the next installation a download, this one nothing.
  if (auto kept = move_to_cache(sources.cache, *sources.order.pinned, *path)) wheel->path = *std::move(kept);
  return wheel;
}

}  // namespace

Result<Wheel> obtain_wheel(const WheelSources& sources, InstallObserver& observer) {
  const auto& order = sources.order;
  const auto tell = [&](InstallStep::Kind kind, std::string detail) {
    observer.tell({kind, order.project, order.version, std::move(detail)});
  };
  if (!sources.from_dir.empty()) {
    const auto path = find_in_folder(sources.from_dir, order);
    if (!path) return tl::unexpected(path.error());
    tell(InstallStep::Kind::kUsingWheel, path->string());
    return verify(*path, order.pinned);
  }
  if (order.pinned) {
    const auto cached = find_cached(sources.cache, *order.pinned);
    if (cached) {
      tell(InstallStep::Kind::kUsingWheel, cached->string());
      return Wheel{*cached, order.pinned->file, order.pinned->sha256};
    }
    if (cached.error().kind == ErrorKind::kBadInput)
      tell(InstallStep::Kind::kCacheDamaged, to_string(cached.error()));
  }
  return from_pip(sources, observer);
}

}  // namespace bakeoff::runtimes
