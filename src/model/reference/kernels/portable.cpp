#define BAKEOFF_KERNEL multiply_portable
#define BAKEOFF_EIGEN EigenPortable
#include "model/reference/kernels/kernel.inc"
