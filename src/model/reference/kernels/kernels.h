#pragma once

#include "model/reference/products.h"

/// The same product, compiled for processors of different reach. products.cpp chooses.
namespace bakeoff::model::reference::kernels {

void multiply_portable(const Product& product);
void multiply_avx2(const Product& product);
void multiply_avx512(const Product& product);

}  // namespace bakeoff::model::reference::kernels
