"""Two bakeoffs on one machine: never both at once."""

import unittest

from support import Case, HASTY, MODEL

FIRST = "fake:latency=5ms,fake:latency=5ms+seed=2"
SECOND = "fake:latency=2ms,fake:latency=4ms"


class Turns(Case):
    def waiting_line(self, process):
        """What it says of its waiting, after whatever else it says first."""
        for line in process.stderr:
            if "waiting for" in line:
                return line
        self.fail("it did not wait")

    def start_first(self):
        first = self.start("run", MODEL, "--runtimes", FIRST, "--evidence", "round", "--budget", "60s", "--epsilon", 1e-6,
                           "-o", self.folder / "first.bakeoff")
        self.workers_of(first)
        return first

    def second(self, *more, **options):
        return self.bakeoff("run", MODEL, "--runtimes", SECOND, "--evidence", "round", *HASTY, "-o", self.file, *more, **options)

    def test_no_wait_ends_at_once_and_says_for_whom(self):
        first = self.start_first()
        refused = self.second("--no-wait", code=2)
        self.assertIn(str(first.pid), refused.stderr)
        self.assertIn("first.bakeoff", refused.stderr, "the other's command line tells it from all others")
        self.assertFalse(self.file.exists())

    def test_the_second_waits_for_the_first(self):
        first = self.start_first()
        second = self.start("run", MODEL, "--runtimes", SECOND, "--evidence", "round", *HASTY, "-o", self.file)
        self.assertIn(str(first.pid), self.waiting_line(second))
        first.kill()
        first.wait()
        out, err = second.communicate(timeout=60)
        self.assertEqual(second.returncode, 0, out + err)
        self.assertIn("WINNER", out)

    def test_waiting_can_be_interrupted(self):
        self.start_first()
        second = self.start("check", MODEL, "--runtimes", "null")
        self.waiting_line(second)
        second.terminate()
        second.communicate(timeout=20)
        self.assertEqual(second.returncode, 130)


if __name__ == "__main__":
    unittest.main()
