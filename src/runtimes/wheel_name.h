#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace bakeoff::runtimes {

/// The parts of a wheel's file name: NAME-VERSION[-BUILD]-PYTHON-ABI-PLATFORM.whl (PEP 427).
struct WheelName {
  std::string name;
  std::string version;
  std::string python;
  std::string abi;
  std::string platform;  ///< several are joined by dots
};

std::optional<WheelName> parse_wheel_name(std::string_view file);

/// Whether a wheel of that project and version; names are equal regardless of case and of - _ . (PEP 503).
bool is_wheel_of(const WheelName& wheel, std::string_view project, std::string_view version);

/// Whether one of the wheel's platforms is Linux on `architecture`.
bool runs_on(const WheelName& wheel, std::string_view architecture);

}  // namespace bakeoff::runtimes
