#include "unit/model/prepare/child.h"

#include <sys/wait.h>
#include <unistd.h>

namespace bakeoff::model {

pid_t start_child(const std::function<int()>& work) {
  const pid_t child = fork();
  if (child != 0) return child;
  _exit(work());
}

int wait_for(pid_t child) {
  int status = 0;
  waitpid(child, &status, 0);
  return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace bakeoff::model
