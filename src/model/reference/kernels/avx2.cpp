#define BAKEOFF_KERNEL multiply_avx2
#define BAKEOFF_EIGEN EigenAvx2
#include "model/reference/kernels/kernel.inc"
