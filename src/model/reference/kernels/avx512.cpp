#define BAKEOFF_KERNEL multiply_avx512
#define BAKEOFF_EIGEN EigenAvx512
#include "model/reference/kernels/kernel.inc"
