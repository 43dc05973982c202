#include "measure/conductor/signal_watch.h"

#include <gtest/gtest.h>

namespace bakeoff::measure {
namespace {

using Request = SignalWatch::Request;

TEST(SignalWatch, TakesWhatWasAskedOnce) {
  auto watch = SignalWatch::open();
  ASSERT_TRUE(watch);
  EXPECT_EQ(watch->take(), Request::kNone);
  raise(SIGTSTP);
  EXPECT_EQ(watch->take(), Request::kPause);
  EXPECT_FALSE(watch->stopped());
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    raise(signal);
    EXPECT_EQ(watch->take(), Request::kStop);
    EXPECT_EQ(watch->take(), Request::kNone);
    EXPECT_TRUE(watch->stopped());
  }
}

TEST(SignalWatch, AStopOutranksAPause) {
  auto watch = SignalWatch::open();
  ASSERT_TRUE(watch);
  raise(SIGINT);
  raise(SIGTSTP);
  EXPECT_EQ(watch->take(), Request::kStop);
}

TEST(SignalWatch, LeavesIgnoredSignalsAlone) {
  signal(SIGHUP, SIG_IGN);  // as nohup does
  {
    auto watch = SignalWatch::open();
    ASSERT_TRUE(watch);
    raise(SIGHUP);
    EXPECT_EQ(watch->take(), Request::kNone);
    raise(SIGTERM);
    EXPECT_EQ(watch->take(), Request::kStop);
  }
  signal(SIGHUP, SIG_DFL);
}

TEST(SignalWatch, RestoresTheMask) {
  sigset_t mask;
  {
    auto watch = SignalWatch::open();
    ASSERT_TRUE(watch);
    sigprocmask(SIG_BLOCK, nullptr, &mask);
    EXPECT_EQ(sigismember(&mask, SIGINT), 1);
    raise(SIGINT);  // a second Ctrl-C while stopping must not kill
  }
  sigprocmask(SIG_BLOCK, nullptr, &mask);
  EXPECT_EQ(sigismember(&mask, SIGINT), 0);
}

}  // namespace
}  // namespace bakeoff::measure
