/* The interface between bakeoff and an inference runtime: plain C (C11, C++14), the only public header.
 *
 * An adapter is a shared library, adapters/NAME.so, that exports one function, bakeoff_adapter_get(), and
 * knows one runtime. bakeoff loads it into a worker process of its own, alone with the runtime, and calls it
 * from one thread:
 *
 *   get -> open -> load -> context_create -> run, outputs, run, outputs, ... -> context_destroy -> unload ->
 * exit
 *
 * Contract
 *  - No C++ exception leaves a function; a failure is a bakeoff_status with a reason in bakeoff_error.
 *  - Nothing of the runtime is linked: open() loads the library it is told, with dlopen or its own
 * equivalent.
 *  - run() is what is timed: from fp32 (or integer) input in host memory until the outputs are readable as
 * fp32 (or integer) values in host memory, in a buffer that the runtime or the adapter owns. Whatever a
 * runtime's own user could do once, beforehand, belongs in load() or context_create(); freeing the outputs of
 * the previous inference belongs to the next run(). run() adds no copy, allocation, lock or output of its
 * own.
 *  - Strings passed in live for the call; strings and arrays handed out live until unload().
 *  - Sizes are in bytes, times are not measured here.
 */
#ifndef BAKEOFF_ADAPTER_H
#define BAKEOFF_ADAPTER_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Raised when a change is not compatible; a worker refuses an adapter of another number. */
#define BAKEOFF_ADAPTER_ABI 1

#define BAKEOFF_MAX_RANK 8

typedef enum bakeoff_status {
  BAKEOFF_OK = 0,
  BAKEOFF_UNSUPPORTED =
      1,                 /* an operator, precision, device or option this runtime does not have: say which */
  BAKEOFF_NO_DEVICE = 2, /* the device is not in this machine */
  BAKEOFF_OUT_OF_MEMORY = 3, /* an allocation failed */
  BAKEOFF_FAILED = 4         /* anything else: counted as a crash of the runtime */
} bakeoff_status;

typedef struct bakeoff_error {
  char message[1024]; /* one or two sentences, NUL-terminated, in the runtime's own words where it has some */
} bakeoff_error;

/* Numbers as in ONNX's TensorProto.DataType. */
typedef enum bakeoff_element_type {
  BAKEOFF_FLOAT32 = 1,
  BAKEOFF_UINT8 = 2,
  BAKEOFF_INT8 = 3,
  BAKEOFF_INT32 = 6,
  BAKEOFF_INT64 = 7,
  BAKEOFF_BOOL = 9
} bakeoff_element_type;

/* A dense tensor in host memory, row-major, its first dimension outermost. */
typedef struct bakeoff_tensor {
  const char* name;
  int32_t element_type; /* bakeoff_element_type */
  int32_t rank;
  int64_t dims[BAKEOFF_MAX_RANK];
  const void* data; /* 64-byte aligned for inputs */
  size_t size;
} bakeoff_tensor;

typedef struct bakeoff_option {
  const char* key;
  const char* value;
} bakeoff_option;

/* An option a person may set: a configuration is a named set of these. */
typedef struct bakeoff_option_description {
  const char* key;
  const char* values; /* "0|1", "a number", ... as a person reads it */
  const char* meaning;
} bakeoff_option_description;

/* What the opened library says it is. */
typedef struct bakeoff_library_info {
  char version[64]; /* as the library itself tells it */
  char path[1024];  /* of the file that was loaded, to be hashed */
} bakeoff_library_info;

typedef struct bakeoff_load_request {
  size_t struct_size; /* sizeof(bakeoff_load_request) of the caller */
  const char* model_path;
  const char* form;      /* one of the adapter's forms */
  const char* device;    /* one of the adapter's devices */
  const char* precision; /* "fp32", "fp16", "bf16": a floor on mantissa bits; "fp32" is always exact */
  int32_t strict;        /* 1: every layer in exactly that precision */
  int32_t threads;       /* the thread budget, the same for all candidates */
  int32_t contexts;      /* how many contexts will run at the same time */
  int64_t batch;
  const bakeoff_option* options;
  size_t option_count;
  const bakeoff_tensor* inputs; /* names, types and dims of the model's inputs; data is NULL */
  size_t input_count;
  const char* const* outputs; /* names of the model's outputs, in the order that outputs() must keep */
  size_t output_count;
} bakeoff_load_request;

typedef struct bakeoff_library bakeoff_library; /* the opened runtime */
typedef struct bakeoff_session bakeoff_session; /* a loaded model */
typedef struct bakeoff_context bakeoff_context; /* what one thread needs to run it */

/* Receives one fact: "executed_precision" (fp32, fp16, bf16: omit it when the runtime does not tell),
 * "layout" (NCHW, NHWC), "threads" and whatever else says what really runs. */
typedef void (*bakeoff_fact_sink)(void* user, const char* key, const char* value);

typedef struct bakeoff_adapter {
  uint32_t abi;       /* BAKEOFF_ADAPTER_ABI */
  size_t struct_size; /* sizeof(bakeoff_adapter) */
  const char* name;   /* as in --runtimes: lower case */
  const char* title;  /* as in reports: "ONNX Runtime" */

  /* Lists that end with NULL, the preferred entry first. */
  const char* const* forms;                  /* "onnx", "torchscript", ... */
  const char* const* devices;                /* "cpu", "cuda" */
  const char* const* precisions;             /* "fp32", ... */
  const bakeoff_option_description* options; /* ends with a key of NULL */

  /* Opens the runtime in `library_dir`: the folder where its wheel was unpacked; for an adapter that was
   * added as a file, the folder it lies in; "" for one that needs none. */
  bakeoff_status (*open)(const char* library_dir, bakeoff_library** library, bakeoff_library_info* info,
                         bakeoff_error* error);

  bakeoff_status (*load)(bakeoff_library* library, const bakeoff_load_request* request,
                         bakeoff_session** session, bakeoff_error* error);

  /* Makes what one thread needs to run the model on any of `set_count` sets of inputs, each of the model's
   * `input_count` tensors in the order of the load request: sets[s * input_count + i]. Their data stays where
   * it is, read-only, until context_destroy. Inputs may be bound here. */
  bakeoff_status (*context_create)(bakeoff_session* session, const bakeoff_tensor* sets, size_t set_count,
                                   bakeoff_context** context, bakeoff_error* error);

  /* One inference on input set `set`, timed. The error is filled only on failure. */
  bakeoff_status (*run)(bakeoff_context* context, size_t set, bakeoff_error* error);

  /* The outputs of the last run, valid until the next: at most `capacity` are written, `*count` says how many
   * there are. Not timed: it must only point at what run() has left. */
  bakeoff_status (*outputs)(bakeoff_context* context, bakeoff_tensor* tensors, size_t capacity, size_t* count,
                            bakeoff_error* error);

  /* Facts about the loaded model; called after the first inference, never between timed ones. */
  void (*facts)(bakeoff_session* session, bakeoff_fact_sink sink, void* user);

  void (*context_destroy)(bakeoff_context* context);
  void (*unload)(bakeoff_session* session);
  void (*close)(bakeoff_library* library);
} bakeoff_adapter;

#if defined(__GNUC__)
#define BAKEOFF_EXPORT __attribute__((visibility("default")))
#else
#define BAKEOFF_EXPORT
#endif

/* The one symbol of an adapter. */
BAKEOFF_EXPORT const bakeoff_adapter* bakeoff_adapter_get(void);

#ifdef __cplusplus
}
#endif

#endif
