#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "measure/host/reading.h"
#include "unit/measure/host/fake_root.h"

namespace bakeoff::measure {

/// A machine that is put together file by file, and what one reader says of it.
class Facts : public testing::Test {
 protected:
  HostFacts read(void (*reader)(Reading&)) {
    HostFacts facts;
    Reading reading(set, root.path(), facts);
    reader(reading);
    return facts;
  }
  void put_cpu(int cpu, std::string_view file, std::string_view text) const {
    root.put("sys/devices/system/cpu/cpu" + std::to_string(cpu) + "/" + std::string(file), text);
  }

  FakeRoot root;                // NOLINT(misc-non-private-member-variables-in-classes)
  CpuSet set{{0, 1, 2, 3}, 2};  // NOLINT(misc-non-private-member-variables-in-classes)
};

}  // namespace bakeoff::measure
