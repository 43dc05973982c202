"""The same work twice, one of the two spoiling the other: freezing must keep the race fair, and without it the race must be
seen to go wrong. The only tests that relate measured times, so with --alpha 0.001 and alone on the machine."""

import shutil
import subprocess
import time
import unittest

from support import Case

# Both have the same threads, which differ only in what they do while no inference of their process runs: in its own slot
# neither is faster, so that a winner can only come from what one does to the other.
PASSIVE, ACTIVE = "fake:work=6M+threads-work=2+doze=1", "fake:work=6M+threads-work=2+spin=1"
STRICT = ("--alpha", 0.001)


class Twins(Case):
    def test_a_spinning_twin_gains_nothing_where_idle_rivals_are_frozen(self):
        cell = self.race([PASSIVE, ACTIVE], *STRICT, budget="10s", code=(0, 3))
        self.assertIn(cell["verdict"], ("tie", "unresolved"))
        self.assertEqual(sorted(cell["survivors"]), sorted([PASSIVE, ACTIVE]))

    def test_without_freezing_the_spinning_twin_wins_wrongly(self):
        cell = self.race([PASSIVE, ACTIVE], *STRICT, "--test-no-freezing", budget="30s", code=(0, 3))
        self.assertEqual((cell["verdict"], cell["winners"]), ("winner", [ACTIVE]))

    @unittest.skipUnless(shutil.which("stress-ng"), "stress-ng is not installed")
    def test_a_noisy_neighbour_makes_no_winner_of_equals(self):
        noise = subprocess.Popen(["stress-ng", "--cpu", "1", "--cpu-load", "60", "--timeout", "40s", "--quiet"],
                                 stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            time.sleep(0.5)
            cell = self.race([PASSIVE, PASSIVE + "+seed=2"], *STRICT, budget="10s", code=(0, 3))
        finally:
            noise.terminate()
            noise.wait()
        self.assertIn(cell["verdict"], ("tie", "unresolved"))


if __name__ == "__main__":
    unittest.main()
