"""Runtimes that misbehave end in their status; the others race on."""

import json
import os
import signal
import unittest

from support import Case, HASTY, processes, WORKER

GOOD = "fake:latency=2ms"
SLOW = "fake:latency=4ms"

# What goes wrong before anything is timed, and the status it must end in.
AT_ONCE = {
    "fake:crash=load": "crashed",
    "fake:abort=context": "crashed",
    "fake:exit=first": "crashed",
    "fake:fail=load": "crashed",
    "fake:fail=first": "crashed",
    "fake:unsupported=1": "unsupported",
    "fake:no-device=1": "no-device",
    "fake:out-of-memory=load": "out-of-memory",
    "fake:grow=900GiB": "out-of-memory",
    "fake:wrong=1": "wrong-result",
    "fake:nan=1": "wrong-result",
    "fake:flood=32MiB": "over-limit",
}

# What goes wrong in the middle of the race, some five rounds in; as fast as GOOD, so that none has been ruled out by then.
LATER = {
    "fake:latency=2ms+crash=run:400": "crashed",
    "fake:latency=2ms+fail=run:400": "crashed",
    "fake:latency=2ms+exit=run:400": "crashed",
}


class Faults(Case):
    def test_each_fault_before_the_race_ends_in_its_status(self):
        cell = self.race([GOOD, SLOW, *AT_ONCE])
        self.assertEqual(self.statuses(cell), {GOOD: "measured", SLOW: "measured", **AT_ONCE})
        self.assertEqual((cell["verdict"], cell["winners"]), ("winner", [GOOD]))
        reasons = {candidate["name"]: candidate["reason"] for candidate in cell["candidates"]}
        self.assertRegex(reasons["fake:crash=load"], r"(?i)signal 11|SIGSEGV|segmentation")
        self.assertRegex(reasons["fake:abort=context"], r"(?i)signal 6|SIGABRT|abort")
        self.assertIn("operator", reasons["fake:unsupported=1"])

    def test_each_fault_in_the_race_ends_in_its_status(self):
        cell = self.race([GOOD, *LATER])
        self.assertEqual(self.statuses(cell), {GOOD: "measured", **LATER})
        self.assertEqual((cell["verdict"], cell["winners"]), ("winner", [GOOD]))
        self.assertRegex(cell["reason"], "fastest of those that ran")

    def test_outputs_that_turn_wrong_are_found_out(self):
        wrong = "fake:latency=1ms+wrong-at=30"
        cell = self.race([wrong, GOOD, SLOW], *HASTY, evidence="process", budget="100s")
        self.assertEqual(self.statuses(cell)[wrong], "wrong-result")
        self.assertEqual(cell["winners"], [GOOD])

    def test_what_hangs_is_timed_out(self):
        cell = self.race([GOOD, SLOW, "fake:hang=first"], budget="24s")
        self.assertEqual(self.statuses(cell), {GOOD: "measured", SLOW: "measured", "fake:hang=first": "timed-out"})
        self.assertEqual(cell["winners"], [GOOD])

    def test_what_hangs_in_the_race_is_timed_out(self):
        hang = "fake:latency=2ms+hang=run:400"
        cell = self.race([GOOD, hang], budget="24s")
        self.assertEqual(self.statuses(cell)[hang], "timed-out")
        self.assertEqual(cell["winners"], [GOOD])

    def test_no_valid_candidate(self):
        cell = self.race(["fake:crash=load", "fake:unsupported=1"], code=4)
        self.assertEqual((cell["verdict"], cell["survivors"]), ("none", []))

    def test_a_leak_is_seen(self):
        leaking = "fake:latency=2ms+leak=1MiB"
        cell = self.race([leaking, SLOW], *HASTY, budget="30s")
        memory = {candidate["name"]: candidate["memory_bytes"]["peak"] for candidate in cell["candidates"]}
        self.assertGreater(memory[leaking], memory[SLOW])

    def test_a_worker_that_is_killed_has_crashed(self):
        process = self.start("run", "squeezenet-1.1", "--runtimes", f"{GOOD},fake:latency=2ms+seed=7", "--evidence", "round",
                             "--alpha", 0.001, "--budget", "40s", "--json", "-o", self.file)
        self.workers_of(process, at_least=2)
        self.wait_for_samples(process)
        victim = self.workers_of(process, at_least=2)[0]
        os.kill(victim, signal.SIGKILL)
        out, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 0, err)
        cell = self.only_cell(json.loads(out))
        crashed = [candidate for candidate in cell["candidates"] if candidate["status"] == "crashed"]
        self.assertEqual(len(crashed), 1)
        self.assertRegex(crashed[0]["reason"], r"(?i)signal 9|SIGKILL|killed")
        self.assertEqual(cell["verdict"], "winner")
        self.assertRegex(cell["reason"], "fastest of those that ran")
        self.assertEqual(processes(WORKER), [])


if __name__ == "__main__":
    unittest.main()
