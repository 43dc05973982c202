#include "tensorflow/graph.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "common/failure.h"
#include "tensorflow/element_types.h"

namespace bakeoff::adapters::tf {
namespace {

/// A file as read-only memory: its pages are in the cache already, and a copy of the weights is spared.
class MappedFile {
 public:
  explicit MappedFile(const char* path) {
    const int file = ::open(path, O_RDONLY | O_CLOEXEC);
    struct stat facts {};
    if (file >= 0 && ::fstat(file, &facts) == 0 && facts.st_size > 0) {
      size_ = static_cast<std::size_t>(facts.st_size);
      data_ = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file, 0);
    }
    const int reason = errno;
    if (file >= 0) ::close(file);
    if (data_ == MAP_FAILED) {
      throw Failure(BAKEOFF_FAILED, "cannot read " + std::string(path) + ": " +
                                        (size_ == 0 && file >= 0 ? "empty" : std::strerror(reason)));
    }
  }
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  ~MappedFile() { ::munmap(data_, size_); }

  TF_Buffer buffer() const { return {data_, size_, nullptr}; }

 private:
  void* data_ = MAP_FAILED;
  std::size_t size_ = 0;
};

int mantissa_bits(int type) {
  switch (type) {
    case kFloat:
      return 23;
    case kHalf:
      return 10;
    case kBfloat16:
      return 7;
    default:
      return 0;
  }
}

// Operations that hold or hand on what others compute.
bool computes(const std::string& type) {
  static const char* const kMovers[] = {"Placeholder", "Const", "Cast", "Identity", "NoOp"};
  return std::none_of(std::begin(kMovers), std::end(kMovers),
                      [&](const char* mover) { return type == mover; });
}

std::string dims_text(const std::vector<std::int64_t>& dims) {
  std::string text;
  for (const std::int64_t dim : dims) text += (text.empty() ? "" : ", ") + std::to_string(dim);
  return "[" + text + "]";
}

}  // namespace

Graph::Graph(const TfApi& api, const char* path) : api_(api), graph_(api.TF_NewGraph(), api.TF_DeleteGraph) {
  const MappedFile file(path);
  const TF_Buffer bytes = file.buffer();
  const Owned<TF_ImportGraphDefOptions> options(api.TF_NewImportGraphDefOptions(),
                                                api.TF_DeleteImportGraphDefOptions);
  const Status status(api);
  api.TF_GraphImportGraphDef(get(), &bytes, options.get(), status.get());
  status.check();
}

TF_Output Graph::input(const bakeoff_tensor& input) const {
  const std::string name = input.name;
  const TF_Output found{api_.TF_GraphOperationByName(get(), input.name), 0};
  if (found.oper == nullptr) throw Failure(BAKEOFF_FAILED, "the model has no input '" + name + "'");
  if (api_.TF_OperationOutputType(found) != to_tensorflow(input.element_type)) {
    throw Failure(BAKEOFF_FAILED, "input '" + name + "' is of another type in the model");
  }
  const Status status(api_);
  const int rank = api_.TF_GraphGetTensorNumDims(get(), found, status.get());
  status.check();
  std::vector<std::int64_t> dims(static_cast<std::size_t>(std::max(rank, 0)));
  api_.TF_GraphGetTensorShape(get(), found, dims.data(), rank, status.get());
  status.check();
  const std::vector<std::int64_t> given(input.dims, input.dims + input.rank);
  if (dims != given) {
    throw Failure(BAKEOFF_FAILED, "input '" + name + "' is " + dims_text(dims) + " in the model, and " +
                                      dims_text(given) + " is given");
  }
  return found;
}

void Graph::check_all_fed(const bakeoff_tensor* inputs, std::size_t count) const {
  std::size_t position = 0;
  while (TF_Operation* operation = api_.TF_GraphNextOperation(get(), &position)) {
    if (std::strcmp(api_.TF_OperationOpType(operation), "Placeholder") != 0) continue;
    const std::string name = api_.TF_OperationName(operation);
    if (std::none_of(inputs, inputs + count, [&](const auto& input) { return name == input.name; })) {
      throw Failure(BAKEOFF_FAILED, "the model has an input '" + name + "' that nothing is given for");
    }
  }
}

TF_Output Graph::output(const std::string& name) const {
  const TF_Output found{api_.TF_GraphOperationByName(get(), name.c_str()), 0};
  if (found.oper == nullptr) throw Failure(BAKEOFF_FAILED, "the model has no output '" + name + "'");
  from_tensorflow(api_.TF_OperationOutputType(found), name);
  return found;
}

Graph::Mantissa Graph::mantissa() const {
  Mantissa found;
  std::size_t position = 0;
  while (TF_Operation* operation = api_.TF_GraphNextOperation(get(), &position)) {
    if (!computes(api_.TF_OperationOpType(operation)) || api_.TF_OperationNumOutputs(operation) == 0) {
      continue;
    }
    const int bits = mantissa_bits(api_.TF_OperationOutputType({operation, 0}));
    if (bits == 0) continue;
    found.fewest = found.fewest == 0 ? bits : std::min(found.fewest, bits);
    found.most = std::max(found.most, bits);
  }
  return found;
}

}  // namespace bakeoff::adapters::tf
