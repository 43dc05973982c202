#pragma once

#include <string>

namespace bakeoff::measure {

/// What an adapter says of itself and of the library that it opens in its own folder, as JSON for whoever
/// started this process: {"name","title","version","forms","devices","precisions"}, or {"error"}. Whatever
/// the adapter does to the process, bakeoff itself lives on. Gives up after a minute, by SIGALRM.
std::string describe_adapter(const std::string& path);

/// The options that an adapter knows, on the same terms but without opening its library:
/// {"options":[{"key","values","meaning"}]}, or {"error"}.
std::string describe_options(const std::string& path);

}  // namespace bakeoff::measure
