#include "measure/worker/shared_memory.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace bakeoff::measure {
namespace {

Result<std::byte*> map_region(int descriptor, std::size_t size, int protection) {
  if (size == 0) return nullptr;
  void* const data = mmap(nullptr, size, protection, MAP_SHARED, descriptor, 0);
  if (data == MAP_FAILED) return fail_errno(errno, "cannot map shared memory");
  return static_cast<std::byte*>(data);
}

}  // namespace

Result<SharedMemory> SharedMemory::create(const char* name, std::size_t size) {
  SharedMemory region;
  region.descriptor_ = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (region.descriptor_ < 0) return fail_errno(errno, "cannot make shared memory");
  // fallocate, not ftruncate: a machine without the memory says so here, not by SIGBUS in the middle of a
  // race.
  if (size > 0) {
    if (const int error = posix_fallocate(region.descriptor_, 0, static_cast<off_t>(size)); error != 0) {
      return fail_errno(error, "cannot reserve shared memory");
    }
  }
  auto data = map_region(region.descriptor_, size, PROT_READ | PROT_WRITE);
  if (!data) return tl::unexpected(data.error());
  region.data_ = *data;
  region.size_ = size;
  return region;
}

Result<SharedMemory> SharedMemory::map(int descriptor, Access access) {
  struct stat status {};
  if (fstat(descriptor, &status) != 0) return fail_errno(errno, "cannot find the shared memory");
  SharedMemory region;
  region.size_ = static_cast<std::size_t>(status.st_size);
  auto data =
      map_region(descriptor, region.size_, access == Access::kRead ? PROT_READ : PROT_READ | PROT_WRITE);
  if (!data) return tl::unexpected(data.error());
  region.data_ = *data;
  return region;
}

Result<void> SharedMemory::grow(int descriptor, std::size_t size) {
  if (size <= size_) return {};
  if (const int error = posix_fallocate(descriptor, 0, static_cast<off_t>(size)); error != 0) {
    return fail_errno(error, "cannot reserve shared memory");
  }
  auto data = map_region(descriptor, size, PROT_READ | PROT_WRITE);
  if (!data) return tl::unexpected(data.error());
  if (data_ != nullptr) munmap(data_, size_);
  data_ = *data;
  size_ = size;
  return {};
}

Result<void> SharedMemory::seal() {
  if (data_ != nullptr) munmap(std::exchange(data_, nullptr), size_);
  if (fcntl(descriptor_, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) != 0) {
    return fail_errno(errno, "cannot seal shared memory");
  }
  auto data = map_region(descriptor_, size_, PROT_READ);
  if (!data) return tl::unexpected(data.error());
  data_ = *data;
  return {};
}

SharedMemory::~SharedMemory() {
  release();
}

SharedMemory::SharedMemory(SharedMemory&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      data_(std::exchange(other.data_, nullptr)),
      size_(std::exchange(other.size_, 0)) {}

SharedMemory& SharedMemory::operator=(SharedMemory&& other) noexcept {
  if (this != &other) {
    release();
    descriptor_ = std::exchange(other.descriptor_, -1);
    data_ = std::exchange(other.data_, nullptr);
    size_ = std::exchange(other.size_, 0);
  }
  return *this;
}

void SharedMemory::release() {
  if (data_ != nullptr) munmap(data_, size_);
  if (descriptor_ >= 0) close(descriptor_);
}

}  // namespace bakeoff::measure
