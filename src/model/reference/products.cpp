#include "model/reference/products.h"

#include <algorithm>

#include "model/reference/kernels/kernels.h"
#include "model/reference/parallel.h"

namespace bakeoff::model::reference {
namespace {

using Kernel = void (*)(const Product&);

Kernel best_kernel() {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq"))
    return kernels::multiply_avx512;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return kernels::multiply_avx2;
#endif
  return kernels::multiply_portable;
}

const double* advanced(const Matrix& matrix, std::ptrdiff_t row, std::ptrdiff_t column) {
  return matrix.data +
         (matrix.order == Order::kRowMajor ? row * matrix.step + column : column * matrix.step + row);
}

// Whole cache lines, and wide enough that packing the other matrix again for each block costs little.
std::ptrdiff_t block_of(std::ptrdiff_t length) {
  constexpr std::ptrdiff_t kLeast = 64;
  constexpr std::ptrdiff_t kLine = 8;
  const auto threads = static_cast<std::ptrdiff_t>(thread_count());
  const std::ptrdiff_t share = (length + threads - 1) / threads;
  return std::max(kLeast, (share + kLine - 1) / kLine * kLine);
}

}  // namespace

void multiply(const Product& product) {
  if (product.rows == 0 || product.columns == 0) return;
  static const Kernel kBest = best_kernel();
  kBest(product);
}

void multiply_parallel(const Product& product) {
  constexpr double kWorthwhile = 1e5;  // multiplications; a thread costs some 20 us
  const double work = static_cast<double>(product.rows) * static_cast<double>(product.inner) *
                      static_cast<double>(product.columns);
  if (work < kWorthwhile) return multiply(product);
  const bool by_rows = product.rows > product.columns;
  const std::ptrdiff_t length = by_rows ? product.rows : product.columns;
  const std::ptrdiff_t block = block_of(length);
  parallel_tasks(static_cast<std::size_t>((length + block - 1) / block), [&](std::size_t task) {
    const std::ptrdiff_t begin = static_cast<std::ptrdiff_t>(task) * block;
    const std::ptrdiff_t size = std::min(block, length - begin);
    Product part = product;
    if (by_rows) {
      part.a.data = advanced(product.a, begin, 0);
      part.c += begin * product.c_step;
      part.rows = size;
    } else {
      part.b.data = advanced(product.b, 0, begin);
      part.c += begin;
      part.columns = size;
    }
    multiply(part);
  });
}

}  // namespace bakeoff::model::reference
