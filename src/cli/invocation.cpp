#include "cli/invocation.h"

#include <fstream>
#include <sstream>

#include "cli/terminal.h"
#include "report/exit_code.h"
#include "study/shell.h"

namespace bakeoff::cli {

std::string command_line() {
  std::ifstream file("/proc/self/cmdline", std::ios::binary);
  std::string line = "bakeoff";
  std::string word;
  std::getline(file, word, '\0');
  while (std::getline(file, word, '\0')) line += " " + study::shell_quoted(word);
  return line;
}

int report_error(const Error& error) {
  write_error(error);
  return report::exit_code(error);
}

}  // namespace bakeoff::cli
