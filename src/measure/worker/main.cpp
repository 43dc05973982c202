#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <string>
#include <string_view>

#include "measure/worker/describe.h"
#include "measure/worker/protocol.h"
#include "measure/worker/worker.h"

namespace {

// Runtimes print to stdout as they like, so the description goes to a file.
int tell(const std::string& description, const char* file) {
  std::ofstream out(file);
  out << description << std::flush;
  return out ? 0 : 1;
}

int serve() {
  if (lseek(bakeoff::measure::protocol::kInputs, 0, SEEK_CUR) < 0) {
    std::fputs("bakeoff-worker is started by bakeoff, not by hand: run 'bakeoff --help'\n", stderr);
    return 2;
  }
  const auto served = bakeoff::measure::serve();
  if (!served) std::fprintf(stderr, "bakeoff-worker: %s\n", bakeoff::to_string(served.error()).c_str());
  return served ? 0 : 1;
}

}  // namespace

#if defined(__SANITIZE_ADDRESS__)
// What lives when a runtime calls exit() in the middle is no leak, and at its own end nothing is looked for.
extern "C" [[gnu::visibility("default")]] const char* __asan_default_options() {
  return "detect_leaks=0";
}
#endif

// bakeoff-worker: one adapter, one runtime, one model, told what to do by bakeoff through the channel it
// inherits; or "--describe ADAPTER FILE" and "--options ADAPTER FILE", which only ask the adapter what it is
// and which options it knows.
int main(int count, char** words) {
  const std::string_view question = count == 4 ? words[1] : "";
  const int code = question == "--describe"  ? tell(bakeoff::measure::describe_adapter(words[2]), words[3])
                   : question == "--options" ? tell(bakeoff::measure::describe_options(words[2]), words[3])
                                             : serve();
  std::fflush(nullptr);
  _exit(code);  // no destructors: some runtimes crash or hang in theirs
}
