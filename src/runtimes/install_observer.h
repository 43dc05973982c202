#pragma once

#include <string>

namespace bakeoff::runtimes {

/// One thing an installation does or finds that a person may want to know.
struct InstallStep {
  enum class Kind {
    kAlreadyInstalled,  ///< nothing is done; detail: the folder
    kWaiting,           ///< for another installation into the same folder; detail: its lock file
    kUsingWheel,        ///< one that is on the disk; detail: its path
    kCacheDamaged,      ///< a wheel of the cache had another hash and was removed; detail: its path
    kDownloading,       ///< detail: "onnxruntime==1.32.0, try 1 of 3"
    kRetrying,          ///< detail: why the last try failed
    kNotPinned,         ///< not in the lock file: nothing to hold the hash against; detail: file and SHA-256
    kUnpacking,         ///< detail: the wheel's file name
    kBuilding,          ///< its adapter; detail: with which compiler
    kReplacing,         ///< what was there was damaged; detail: how
    kInstalled,         ///< detail: the folder
  };
  Kind kind = Kind::kInstalled;
  std::string runtime;
  std::string version;
  std::string detail;
};

class InstallObserver {
 public:
  virtual ~InstallObserver() = default;
  virtual void tell(const InstallStep& step) = 0;
};

}  // namespace bakeoff::runtimes
