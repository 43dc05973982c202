/* A whole runtime and its adapter in one file: it runs models that consist of Relu nodes, one after the
 * other.
 *
 *   cc -std=c11 -O2 -fPIC -shared -I include -o relu.so relu.c      (include: bakeoff's folder of that name)
 *   bakeoff runtimes add relu.so
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <bakeoff/adapter.h>

struct bakeoff_library {
  int unused; /* an adapter of a real runtime keeps the handle of dlopen and its functions here */
};

struct bakeoff_session {
  bakeoff_tensor output;
};

struct bakeoff_context {
  const float** inputs; /* one a set: what is passed in lives for the call, the data it points at longer */
  bakeoff_tensor output;
  float* values;
  size_t count;
};

static bakeoff_status fail(bakeoff_status status, bakeoff_error* error, const char* what, const char* which) {
  snprintf(error->message, sizeof error->message, "%s%s", what, which);
  return status;
}

/* ---- the runtime: as much of the protocol buffers format as it takes to see the operators ---- */

typedef struct {
  const unsigned char* at;
  const unsigned char* end;
} bytes;

static int read_number(bytes* in, uint64_t* value) {
  *value = 0;
  for (int shift = 0; in->at < in->end && shift < 64; shift += 7) {
    const unsigned char byte = *in->at++;
    *value |= (uint64_t)(byte & 127U) << shift;
    if (byte < 128) return 1;
  }
  return 0;
}

/* Takes the next field; `content` is empty unless it has a length. 0 at the end, and where it is damaged. */
static int next_field(bytes* in, uint64_t* number, bytes* content) {
  uint64_t key = 0;
  uint64_t size = 0;
  if (!read_number(in, &key)) return 0;
  *number = key >> 3;
  content->at = content->end = in->at;
  switch (key & 7) {
    case 0:
      return read_number(in, &size);
    case 1:
      size = 8;
      break;
    case 2:
      if (!read_number(in, &size)) return 0;
      break;
    case 5:
      size = 4;
      break;
    default:
      return 0;
  }
  if (size > (uint64_t)(in->end - in->at)) return 0;
  if ((key & 7) == 2) {
    content->at = in->at;
    content->end = in->at + size;
  }
  in->at += size;
  return 1;
}

/* Refuses any operator but Relu, by name. */
static bakeoff_status check_operators(bytes model, bakeoff_error* error) {
  const uint64_t kGraph = 7, kNode = 1, kOperator = 4;
  bytes graph, node, name;
  uint64_t number = 0;
  while (next_field(&model, &number, &graph)) {
    if (number != kGraph) continue;
    while (next_field(&graph, &number, &node)) {
      if (number != kNode) continue;
      while (next_field(&node, &number, &name)) {
        if (number != kOperator) continue;
        char word[64];
        snprintf(word, sizeof word, "%.*s", (int)(name.end - name.at), (const char*)name.at);
        if (strcmp(word, "Relu") != 0) return fail(BAKEOFF_UNSUPPORTED, error, "no operator ", word);
      }
    }
  }
  return BAKEOFF_OK;
}

static bakeoff_status check_model(const char* path, bakeoff_error* error) {
  FILE* file = fopen(path, "rb");
  if (file == NULL) return fail(BAKEOFF_FAILED, error, "cannot open ", path);
  fseek(file, 0, SEEK_END);
  const long size = ftell(file);
  rewind(file);
  unsigned char* data = malloc(size > 0 ? (size_t)size : 1);
  bakeoff_status status = BAKEOFF_OK;
  if (data == NULL) {
    status = fail(BAKEOFF_OUT_OF_MEMORY, error, "no memory for the model", "");
  } else if (size < 0 || fread(data, 1, (size_t)size, file) != (size_t)size) {
    status = fail(BAKEOFF_FAILED, error, "cannot read ", path);
  } else {
    const bytes model = {data, data + size};
    status = check_operators(model, error);
  }
  free(data);
  fclose(file);
  return status;
}

/* ---- the adapter ---- */

static bakeoff_status open_library(const char* library_dir, bakeoff_library** library,
                                   bakeoff_library_info* info, bakeoff_error* error) {
  (void)library_dir; /* a real one: dlopen("LIBRARY_DIR/libruntime.so"), and ask that for its version */
  *library = calloc(1, sizeof **library);
  if (*library == NULL) return fail(BAKEOFF_OUT_OF_MEMORY, error, "no memory", "");
  memset(info, 0, sizeof *info);
  snprintf(info->version, sizeof info->version, "1.0");
  return BAKEOFF_OK;
}

static bakeoff_status load(bakeoff_library* library, const bakeoff_load_request* request,
                           bakeoff_session** session, bakeoff_error* error) {
  (void)library;
  if (request->option_count > 0) {
    return fail(BAKEOFF_UNSUPPORTED, error, "no option ", request->options[0].key);
  }
  if (request->input_count != 1 || request->output_count != 1 ||
      request->inputs[0].element_type != BAKEOFF_FLOAT32) {
    return fail(BAKEOFF_UNSUPPORTED, error, "only models of one float input and one output", "");
  }
  const bakeoff_status status = check_model(request->model_path, error);
  if (status != BAKEOFF_OK) return status;
  bakeoff_session* made = calloc(1, sizeof *made);
  char* name = malloc(strlen(request->outputs[0]) + 1);
  if (made == NULL || name == NULL) {
    free(made);
    free(name);
    return fail(BAKEOFF_OUT_OF_MEMORY, error, "no memory", "");
  }
  strcpy(name, request->outputs[0]); /* strings passed in live for the call only */
  made->output = request->inputs[0]; /* Relu keeps type and shape */
  made->output.name = name;
  *session = made;
  return BAKEOFF_OK;
}

static bakeoff_status context_create(bakeoff_session* session, const bakeoff_tensor* sets, size_t set_count,
                                     bakeoff_context** context, bakeoff_error* error) {
  bakeoff_context* made = calloc(1, sizeof *made);
  float* values = malloc(session->output.size);
  const float** inputs = malloc((set_count > 0 ? set_count : 1) * sizeof *inputs);
  if (made == NULL || values == NULL || inputs == NULL) {
    free(made);
    free(values);
    free(inputs);
    return fail(BAKEOFF_OUT_OF_MEMORY, error, "no memory for the output", "");
  }
  for (size_t set = 0; set < set_count; ++set) inputs[set] = sets[set].data;
  made->inputs = inputs;
  made->values = values;
  made->count = session->output.size / sizeof(float);
  made->output = session->output;
  made->output.data = values;
  *context = made;
  return BAKEOFF_OK;
}

static bakeoff_status run(bakeoff_context* context, size_t set, bakeoff_error* error) {
  (void)error;
  const float* input = context->inputs[set];
  for (size_t i = 0; i < context->count; ++i) context->values[i] = input[i] > 0 ? input[i] : 0;
  return BAKEOFF_OK;
}

static bakeoff_status outputs(bakeoff_context* context, bakeoff_tensor* tensors, size_t capacity,
                              size_t* count, bakeoff_error* error) {
  (void)error;
  *count = 1;
  if (capacity > 0) tensors[0] = context->output;
  return BAKEOFF_OK;
}

static void facts(bakeoff_session* session, bakeoff_fact_sink sink, void* user) {
  (void)session;
  sink(user, "executed_precision", "fp32");
  sink(user, "threads", "1");
}

static void context_destroy(bakeoff_context* context) {
  free(context->values);
  free(context->inputs);
  free(context);
}

static void unload(bakeoff_session* session) {
  free((char*)session->output.name);
  free(session);
}

static void close_library(bakeoff_library* library) {
  free(library);
}

static const char* const kForms[] = {"onnx", NULL};
static const char* const kDevices[] = {"cpu", NULL};
static const char* const kPrecisions[] = {"fp32", NULL};
static const bakeoff_option_description kOptions[] = {{NULL, NULL, NULL}};

static const bakeoff_adapter kAdapter = {
    .abi = BAKEOFF_ADAPTER_ABI,
    .struct_size = sizeof(bakeoff_adapter),
    .name = "relu",
    .title = "Relu, the example",
    .forms = kForms,
    .devices = kDevices,
    .precisions = kPrecisions,
    .options = kOptions,
    .open = open_library,
    .load = load,
    .context_create = context_create,
    .run = run,
    .outputs = outputs,
    .facts = facts,
    .context_destroy = context_destroy,
    .unload = unload,
    .close = close_library,
};

const bakeoff_adapter* bakeoff_adapter_get(void) {
  return &kAdapter;
}
