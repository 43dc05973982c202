#pragma once

#include <map>
#include <string>
#include <vector>

namespace bakeoff::report {

/// Each model's name for headings and file names: a path's file name, with as many of its folders as tell it
/// from the others ("a/net.onnx" beside "b/net.onnx"). A name that is no path stays as it is.
std::map<std::string, std::string> short_names(const std::vector<std::string>& models);

}  // namespace bakeoff::report
