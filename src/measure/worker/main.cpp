#include <unistd.h>

#include <cstdio>

#include "measure/worker/protocol.h"
#include "measure/worker/worker.h"

// bakeoff-worker: one adapter, one runtime, one model, told what to do by bakeoff through the channel it
// inherits.
int main() {
  if (lseek(bakeoff::measure::protocol::kInputs, 0, SEEK_CUR) < 0) {
    std::fputs("bakeoff-worker is started by bakeoff, not by hand: run 'bakeoff --help'\n", stderr);
    return 2;
  }
  const auto served = bakeoff::measure::serve();
  if (!served) std::fprintf(stderr, "bakeoff-worker: %s\n", bakeoff::to_string(served.error()).c_str());
  std::fflush(nullptr);
  _exit(served ? 0 : 1);  // no destructors: some runtimes crash or hang in theirs
}
