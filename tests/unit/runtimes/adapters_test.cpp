// What the catalogue says about an adapter is what the adapter says about itself.
#include <dlfcn.h>
#include <gtest/gtest.h>

#include <set>

#include <bakeoff/adapter.h>

#include "runtimes/catalogue.h"
#include "runtimes/find.h"
#include "runtimes/installed.h"

namespace bakeoff::runtimes {
namespace {

TEST(Catalogue, NamesAdaptersAndOptionsThatExist) {
  const auto inventory = find_installed(runtimes_folder());
  ASSERT_TRUE(inventory) << to_string(inventory.error());
  for (const auto& entry : catalogue()) {
    std::string path = BAKEOFF_BINARY_DIR "/adapters/" + entry.adapter + ".so";
    if (entry.build) {
      const auto installed = choose(*inventory, entry.name, "");
      if (!installed) continue;  // its adapter is built where it is installed
      path = installed->adapter.string();
    }
    void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    ASSERT_NE(library, nullptr) << dlerror();
    const auto get = reinterpret_cast<decltype(&bakeoff_adapter_get)>(dlsym(library, "bakeoff_adapter_get"));
    ASSERT_NE(get, nullptr) << path;
    const bakeoff_adapter* adapter = get();
    EXPECT_EQ(adapter->name, entry.name);
    EXPECT_EQ(adapter->title, entry.title);
    std::set<std::string> keys;
    for (const auto* option = adapter->options; option && option->key; ++option) keys.insert(option->key);
    for (const auto& configuration : entry.configurations) {
      for (const auto& [key, value] : configuration.options) {
        // "env.NAME" is the worker's own option: a variable of its environment.
        EXPECT_TRUE(keys.contains(key) || key.starts_with("env."))
            << entry.name << ":" << configuration.name << " has the option " << key;
      }
    }
    dlclose(library);
  }
}

}  // namespace
}  // namespace bakeoff::runtimes
