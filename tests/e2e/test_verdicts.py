"""Races between scripted runtimes whose outcome is known."""

import unittest

from support import Case, MODEL

FAST, SLOW = "fake:latency=2ms", "fake:latency=4ms"
EQUALS = ("fake:latency=2ms+seed=1", "fake:latency=2ms+seed=2")


class Verdicts(Case):
    def test_the_faster_of_two_wins(self):
        cell = self.race([SLOW, FAST], "--seed", 1)
        self.assertEqual((cell["verdict"], cell["winners"], cell["survivors"]), ("winner", [FAST], [FAST]))
        self.assertEqual(cell["evidence"], "round")
        self.assertEqual((cell["model"], cell["batch"], cell["precision"]), (MODEL, 1, "fp32"))
        pair, = [p for p in cell["pairs"] if (p["faster"], p["slower"]) == (FAST, SLOW)]
        low, high = pair["interval"]
        self.assertLessEqual(low, pair["ratio"])
        self.assertLessEqual(pair["ratio"], high)
        self.assertGreater(low, 1)
        self.assertGreaterEqual(pair["units"], 7, "seven straight wins are the least that decide")
        for candidate in cell["candidates"]:
            self.assertEqual((candidate["status"], candidate["runtime"]), ("measured", "fake"))
            self.assertGreaterEqual(candidate["samples"], candidate["units"])
            floor = {FAST: 2.0, SLOW: 4.0}[candidate["name"]]
            self.assertGreaterEqual(candidate["latency_ms"]["median"], floor, "it is busy for at least its latency")

    def test_throughput_counts_items(self):
        cell = self.race(["fake:item=1ms", "fake:item=3ms"], "--metric", "throughput", "--batch", 4)
        self.assertEqual((cell["verdict"], cell["winners"], cell["metric"], cell["batch"]),
                         ("winner", ["fake:item=1ms"], "throughput", 4))
        for candidate in cell["candidates"]:
            most = {"fake:item=1ms": 1000, "fake:item=3ms": 334}[candidate["name"]]
            self.assertLessEqual(candidate["throughput_per_s"], most)
            self.assertGreater(candidate["throughput_per_s"], 0)

    def test_fresh_processes_as_evidence(self):
        cell = self.race([FAST, SLOW], evidence="process", budget="100s")
        self.assertEqual((cell["verdict"], cell["winners"], cell["evidence"]), ("winner", [FAST], "process"))
        self.assertTrue(all(candidate["units"] >= 7 for candidate in cell["candidates"]))

    def test_no_winner_between_equals(self):
        cell = self.race(EQUALS, "--alpha", 0.001, budget="6s", code=(0, 3))
        self.assertIn(cell["verdict"], ("tie", "unresolved"))
        self.assertEqual(sorted(cell["survivors"]), sorted(EQUALS))

    def test_equals_tie_when_a_wide_difference_does_not_matter(self):
        cell = self.race(EQUALS, "--epsilon", 1, budget="40s")
        self.assertEqual(cell["verdict"], "tie")
        self.assertEqual(sorted(cell["winners"]), sorted(EQUALS))

    def test_unresolved_when_the_budget_is_too_small(self):
        # Ten straight wins and more are wanted: however fast the machine, three seconds do not hold so many rounds.
        cell = self.race([FAST, SLOW], "--alpha", 1e-6, budget="3s", code=3)
        self.assertEqual(cell["verdict"], "unresolved")
        self.assertTrue(cell["reason"])

    def test_a_single_candidate_wins_as_the_only_one(self):
        cell = self.race(["null"], budget="8s")
        self.assertEqual((cell["verdict"], cell["winners"]), ("winner", ["null"]))
        self.assertIn("only candidate", cell["reason"])

    def test_a_drifting_machine_misleads_nobody(self):
        drifting = [name + "+drift=0.05+bimodal=1.5:2s" for name in (FAST, SLOW)]
        cell = self.race(drifting)
        self.assertEqual((cell["verdict"], cell["winners"]), ("winner", [drifting[0]]))

    def test_a_placebo_follows_the_verdict_and_is_no_cell(self):
        work = ["fake:work=1M", "fake:work=4M"]
        cell = self.race(work, "--placebo", budget="40s")
        placebo = cell["placebo"]
        self.assertEqual((cell["winners"], placebo["of"]), ([work[0]], work[0]))
        self.assertGreaterEqual(placebo["units"], 7)
        self.assertGreaterEqual(placebo["ratio"], 1)
        self.assertEqual(len(cell["candidates"]), 2)
        self.assertEqual(len(self.exported()["cells"]), 1, "the placebo is in the file, and no cell of the study")
        done = self.bakeoff("run", "--resume", "--placebo", "-o", self.file)
        self.assertNotIn("copy)", done.stderr, "it is not raced again")
        self.assertIn("Placebo: ", done.stdout)

    def test_the_words_say_what_the_json_says(self):
        done = self.bakeoff("run", MODEL, "--runtimes", f"{FAST},{SLOW}", "--evidence", "round", "--budget", "40s", "-o", self.file)
        self.assertIn("WINNER", done.stdout)
        self.assertIn(FAST, done.stdout)
        self.assertIn("these processes", done.stdout)
        self.assertEqual(self.only_cell(self.exported())["winners"], [FAST])


if __name__ == "__main__":
    unittest.main()
