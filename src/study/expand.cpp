#include "study/request.h"

namespace bakeoff::study {

std::vector<Cell> expand(const StudyRequest& request) {
  const std::vector<int> threads = request.threads.empty() ? std::vector<int>{1} : request.threads;
  std::vector<Cell> cells;
  for (const std::string& model : request.models) {
    for (const Precision precision : request.precisions) {
      for (const int batch : request.batches) {
        for (const int count : threads) {
          Cell cell;
          cell.model = model;
          cell.device = request.device;
          cell.precision = precision;
          cell.batch = batch;
          cell.threads = count;
          cell.strict = request.strict;
          cell.metric = request.metric;
          cell.shapes = request.shapes;
          cell.input_files = request.input_files;
          cells.push_back(std::move(cell));
        }
      }
    }
  }
  return cells;
}

}  // namespace bakeoff::study
