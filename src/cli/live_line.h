#pragma once

#include <string>

namespace bakeoff::cli {

/// The line of standard error, a terminal's, that is written anew to say how far something is. Gone with the
/// object.
class LiveLine {
 public:
  LiveLine() = default;
  ~LiveLine() { erase(); }
  LiveLine(const LiveLine&) = delete;
  LiveLine& operator=(const LiveLine&) = delete;

  void show(const std::string& text);
  void erase();

 private:
  bool shown_ = false;
};

}  // namespace bakeoff::cli
