#include "runtimes/find.h"

#include <algorithm>
#include <string>

#include "runtimes/catalogue.h"
#include "runtimes/version.h"

namespace bakeoff::runtimes {
namespace {

Result<InstalledRuntime> choose_built_in(const RuntimeEntry& entry, std::string_view version) {
  if (!version.empty() && version != BAKEOFF_VERSION) {
    return fail(ErrorKind::kNotFound, entry.name + " is built in and has only the version " BAKEOFF_VERSION,
                entry.name + "==" + std::string(version));
  }
  return InstalledRuntime{
      .name = entry.name, .version = BAKEOFF_VERSION, .library_dir = {}, .source = "built in"};
}

}  // namespace

Result<InstalledRuntime> choose(const Inventory& inventory, std::string_view name, std::string_view version) {
  const auto entry = find_runtime(name);
  if (entry && entry->built_in()) return choose_built_in(*entry, version);

  const InstalledRuntime* best = nullptr;
  std::string others;
  for (const auto& runtime : inventory.installed) {
    if (runtime.name != name) continue;
    others += (others.empty() ? "" : ", ") + runtime.version;
    if (!version.empty() && runtime.version != version) continue;
    if (!best || compare_versions(best->version, runtime.version) < 0) best = &runtime;
  }
  if (best) return *best;
  if (const auto* damaged = damaged_one(inventory, name, version)) return tl::unexpected(damaged->error);
  // A runtime of a third party may be installed without being in the catalogue.
  if (!entry && others.empty()) return tl::unexpected(entry.error());

  const std::string wanted = std::string(name) + (version.empty() ? "" : "==" + std::string(version));
  return fail(ErrorKind::kNotFound,
              wanted + " is not installed" + (others.empty() ? "" : "; there is " + others), {},
              "bakeoff runtimes install " + wanted);
}

const DamagedRuntime* damaged_one(const Inventory& inventory, std::string_view name,
                                  std::string_view version) {
  const auto meant = [&](const DamagedRuntime& one) {
    return one.name == name && (version.empty() || one.version.empty() || one.version == version);
  };
  const auto found = std::find_if(inventory.damaged.begin(), inventory.damaged.end(), meant);
  return found == inventory.damaged.end() ? nullptr : &*found;
}

}  // namespace bakeoff::runtimes
