#include "runtimes/install.h"

#include <cstdlib>
#include <system_error>
#include <utility>

#include "runtimes/adapter_build.h"
#include "runtimes/assemble.h"
#include "runtimes/disk.h"
#include "runtimes/file_lock.h"
#include "runtimes/find.h"
#include "runtimes/manifest.h"
#include "runtimes/place.h"
#include "runtimes/wheel_cache.h"

namespace bakeoff::runtimes {
namespace fs = std::filesystem;
namespace {

using Kind = InstallStep::Kind;

// A request with its defaults filled in, and what is known about its runtime.
struct Order {
  InstallRequest request;
  const RuntimeEntry& entry;
  const Lock& lock;
  fs::path target;
};

// Removes the folder an installation is prepared in, whatever the way out.
class Scratch {
 public:
  explicit Scratch(fs::path folder) : folder_(std::move(folder)) {}
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  [[nodiscard]] fs::path at(std::string_view name) const { return folder_ / name; }

 private:
  fs::path folder_;
};

std::string default_python() {
  const char* python = std::getenv("PYTHON");
  return python && *python ? python : "python3";
}

Result<Order> complete(InstallRequest request, const RuntimeEntry& entry, const Lock& lock) {
  if (request.version.empty()) {
    const auto found = lock.defaults.find(entry.name);
    if (found == lock.defaults.end()) {
      return fail(ErrorKind::kUsage, "no version is pinned for " + entry.name, {},
                  "name one: " + entry.name + "==VERSION");
    }
    request.version = found->second;
  }
  if (!is_folder_name(request.version)) {
    return fail(ErrorKind::kUsage, "'" + request.version + "' is not a version", entry.name);
  }
  if (request.folder.empty()) request.folder = runtimes_folder();
  if (request.wheel_cache.empty()) request.wheel_cache = wheel_cache_folder();
  if (request.python.empty()) request.python = default_python();
  auto target = place_of(request.folder, entry.name, request.version);
  return Order{std::move(request), entry, lock, std::move(target)};
}

// The adapter, where each version has one of its own.
Result<void> build(const Order& order, const fs::path& installation, InstallObserver& observer) {
  if (!order.entry.build) return {};
  const AdapterOrder adapter = adapter_order(order.entry);
  observer.tell({Kind::kBuilding, order.entry.name, order.request.version, adapter.compiler});
  return build_adapter(adapter, installation);
}

// Everything that can fail, done in `scratch`; on success `scratch`/files is a whole installation.
Result<Manifest> prepare(const Order& order, const Scratch& scratch, InstallObserver& observer) {
  const auto& [request, entry, lock, target] = order;
  const fs::path files = scratch.at("files");
  if (auto made = make_folder(files); !made) return tl::unexpected(made.error());
  auto manifest = assemble({.entry = entry,
                            .version = request.version,
                            .lock = lock,
                            .python = request.python,
                            .from_dir = request.from_dir,
                            .wheel_cache = request.wheel_cache,
                            .retry_pause = request.retry_pause,
                            .scratch = scratch.at("download"),
                            .files = files},
                           observer);
  if (!manifest) return manifest;
  if (auto built = build(order, files, observer); !built) return tl::unexpected(built.error());
  if (auto written = write_manifest(*manifest, files); !written) return tl::unexpected(written.error());
  if (auto synced = sync_path(files); !synced) return tl::unexpected(synced.error());
  return manifest;
}

// Puts the prepared installation in its place; a damaged one there goes with the scratch folder.
Result<void> publish(const Order& order, const Scratch& scratch) {
  std::error_code error;
  if (fs::exists(fs::symlink_status(order.target, error))) {
    fs::rename(order.target, scratch.at("replaced"), error);
    if (error) return fail_write(error.value(), "replace", order.target);
  }
  fs::rename(scratch.at("files"), order.target, error);
  if (error) return fail_write(error.value(), "make", order.target);
  return sync_path(order.target.parent_path());
}

Result<InstalledRuntime> install_locked(const Order& order, InstallObserver& observer) {
  const fs::path parent = order.target.parent_path();
  remove_leftovers(parent, kScratchPrefix);
  const auto made = make_scratch(parent, kScratchPrefix);
  if (!made) return tl::unexpected(made.error());
  const Scratch scratch(*made);
  const auto manifest = prepare(order, scratch, observer);
  if (!manifest) return tl::unexpected(manifest.error());
  if (auto published = publish(order, scratch); !published) return tl::unexpected(published.error());
  observer.tell({Kind::kInstalled, manifest->name, manifest->version, order.target.string()});
  return installed_from(*manifest, order.target, &order.entry);
}

// The complete installation in the place of `order`, if there is one.
Result<InstalledRuntime> find_complete(const Order& order, InstallObserver& observer) {
  auto found = inspect(order.target, order.entry.name, order.request.version, &order.entry);
  if (found) {
    observer.tell({Kind::kAlreadyInstalled, found->name, found->version, found->library_dir.string()});
  }
  return found;
}

}  // namespace

Result<InstalledRuntime> install(const InstallRequest& request, InstallObserver& observer) {
  const auto entry = find_runtime(request.name);
  if (!entry) return tl::unexpected(entry.error());
  if (entry->built_in()) {
    auto runtime = choose({}, request.name, request.version);
    if (runtime) observer.tell({Kind::kAlreadyInstalled, runtime->name, runtime->version, runtime->source});
    return runtime;
  }
  if (entry->third_party) {
    return fail(ErrorKind::kUsage, entry->name + " is no runtime of PyPI: its adapter came as a file", {},
                "bakeoff runtimes add FILE.so");
  }
  return install(request, *entry, embedded_lock(), observer);
}

Result<InstalledRuntime> install(const InstallRequest& request, const RuntimeEntry& entry, const Lock& lock,
                                 InstallObserver& observer) {
  const auto order = complete(request, entry, lock);
  if (!order) return tl::unexpected(order.error());
  // Without the lock first: a finished installation in a folder that may only be read is as good as any.
  if (auto found = find_complete(*order, observer)) return found;

  const fs::path& folder = order->request.folder;
  if (auto made = make_folder(folder); !made) return tl::unexpected(made.error());
  const fs::path lock_file = folder / kLockName;
  const auto held = FileLock::acquire(lock_file, [&] {
    observer.tell({Kind::kWaiting, entry.name, order->request.version, lock_file.string()});
  });
  if (!held) return tl::unexpected(held.error());
  // Another process may have finished it meanwhile.
  auto found = find_complete(*order, observer);
  if (found) return found;
  // All is there but the adapter that this program would make: nothing needs to be downloaded for it.
  if (entry.build && inspect(order->target, entry.name, order->request.version, nullptr)) {
    if (auto built = build(*order, order->target, observer); !built) return tl::unexpected(built.error());
    return find_complete(*order, observer);
  }
  if (std::error_code error; fs::exists(order->target, error)) {
    observer.tell({Kind::kReplacing, entry.name, order->request.version, to_string(found.error())});
  }
  return install_locked(*order, observer);
}

}  // namespace bakeoff::runtimes
