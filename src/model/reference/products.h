#pragma once

#include <cstddef>

namespace bakeoff::model::reference {

enum class Order { kRowMajor, kColumnMajor };

/// A matrix in somebody's memory: element (i, j) at data[i * step + j], or data[j * step + i] by columns.
struct Matrix {
  const double* data = nullptr;
  std::ptrdiff_t step = 0;
  Order order = Order::kRowMajor;
};

/// c = a b with a of rows x inner and b of inner x columns; c is row-major.
struct Product {
  Matrix a;
  Matrix b;
  double* c = nullptr;
  std::ptrdiff_t c_step = 0;
  std::ptrdiff_t rows = 0;
  std::ptrdiff_t inner = 0;
  std::ptrdiff_t columns = 0;
};

/// On this thread, with the widest vectors that this processor has.
void multiply(const Product& product);

/// On all allowed processors.
void multiply_parallel(const Product& product);

}  // namespace bakeoff::model::reference
