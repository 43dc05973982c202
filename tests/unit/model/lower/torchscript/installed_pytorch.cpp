#include "unit/model/lower/torchscript/installed_pytorch.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <limits>

#include "runtimes/installed.h"

namespace bakeoff::model {
namespace {

using test::Driver;
using test::Tensor;

void write(std::ostream& out, const std::string& bytes) {
  out << bytes.size() << ' ' << bytes;
}

std::string read(std::istream& in) {
  std::size_t size = 0;
  in >> size;
  in.ignore();
  std::string bytes(size, '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(size));
  return bytes;
}

void write_tensors(const std::string& path, const std::vector<Tensor>& tensors) {
  std::ofstream out(path, std::ios::binary);
  out << tensors.size() << ' ';
  for (const Tensor& tensor : tensors) {
    write(out, tensor.name);
    out << tensor.type << ' ' << tensor.dims.size() << ' ';
    for (const std::int64_t dim : tensor.dims) out << dim << ' ';
    write(out, tensor.data);
  }
}

std::vector<Tensor> read_tensors(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::size_t count = 0;
  in >> count;
  std::vector<Tensor> tensors(count);
  for (Tensor& tensor : tensors) {
    tensor.name = read(in);
    std::size_t rank = 0;
    in >> tensor.type >> rank;
    tensor.dims.resize(rank);
    for (std::int64_t& dim : tensor.dims) in >> dim;
    tensor.data = read(in);
  }
  return tensors;
}

}  // namespace

std::vector<runtimes::InstalledRuntime> installed_versions(const std::string& name) {
  std::vector<runtimes::InstalledRuntime> found;
  if (std::getenv("BAKEOFF_RUNTIMES") == nullptr) return found;
  const auto inventory = runtimes::find_installed(runtimes::runtimes_folder());
  if (!inventory) return found;
  for (const auto& runtime : inventory->installed) {
    if (runtime.name == name) found.push_back(runtime);
  }
  return found;
}

std::unique_ptr<Driver> drive(const runtimes::InstalledRuntime& runtime) {
  return runtime.adapter.empty() ? std::make_unique<Driver>(runtime.name)
                                 : std::make_unique<Driver>(runtime.name, runtime.adapter.string());
}

std::vector<Tensor> run_once(const runtimes::InstalledRuntime& runtime, const RunRequest& request) {
  const test::TemporaryFile model(request.bytes);
  const test::TemporaryFile answer("");
  test::isolated([&] {
    const std::unique_ptr<Driver> driver = drive(runtime);
    driver->form = request.form;
    driver->precision = request.precision;
    driver->output_names = request.outputs;
    ASSERT_EQ(driver->open(runtime.library_dir.string()), BAKEOFF_OK) << driver->message();
    ASSERT_EQ(driver->load(model.path(), {request.inputs}, request.options), BAKEOFF_OK) << driver->message();
    ASSERT_EQ(driver->create_context({request.inputs}), BAKEOFF_OK) << driver->message();
    // Twice: torch's interpreter observes the first run and optimises for the second.
    for (int repeat = 0; repeat < 3; ++repeat) ASSERT_EQ(driver->run(), BAKEOFF_OK) << driver->message();
    write_tensors(answer.path(), driver->outputs());
  });
  return read_tensors(answer.path());
}

double relative_error(const Tensor& actual, const Tensor& expected) {
  if (actual.dims != expected.dims || actual.type != expected.type)
    return std::numeric_limits<double>::infinity();
  const std::vector<float> a = actual.as<float>();
  const std::vector<float> b = expected.as<float>();
  double largest = 0;
  double difference = 0;
  for (std::size_t i = 0; i < b.size(); ++i) {
    largest = std::max(largest, std::abs(static_cast<double>(b[i])));
    difference = std::max(difference, std::abs(static_cast<double>(a[i]) - static_cast<double>(b[i])));
    if (!std::isfinite(a[i])) return std::numeric_limits<double>::infinity();
  }
  return difference / largest;
}

}  // namespace bakeoff::model
