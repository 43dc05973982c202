"""Runtimes that misbehave end in their status; the others race on."""

import json
import os
import signal
import unittest

from support import Case, HASTY, MODEL, THOROUGH, WORKER, processes

GOOD = "fake:latency=2ms"
SLOW = "fake:latency=4ms"

# What a runtime does at once, and the status and reason that it must end in.
SUDDEN = {
    "crash": ("crashed", r"signal 11 \(Segmentation fault\)"),
    "abort": ("crashed", r"signal 6 \(Aborted\)"),
    "illegal": ("crashed", r"signal 4 \(Illegal instruction\).*processors with instructions that this one lacks"),
    "exit": ("crashed", "ended by itself with code 0"),
    "fail": ("crashed", "asks for it"),
    "out-of-memory": ("out-of-memory", "asks for it"),
}
# Where: of the inferences the first four are the check of its outputs.
PHASES = {"load": "load", "making a context": "context", "the first inference": "first", "the check": "run:3", "the warm-up": "run:6"}

# Other ways to go wrong before the race.
AT_ONCE = {
    "unsupported=1": ("unsupported", "operator"),
    "no-device=1": ("no-device", "device"),
    "grow=900GiB": ("out-of-memory", "allocate"),
    "flood=32MiB": ("over-limit", "16 MiB of messages"),
    "flood-load=32MiB": ("over-limit", "16 MiB of messages while loading"),
    "wrong=1": ("wrong-result", "differ"),
    "wrong-at=3": ("wrong-result", "differ"),
    "nan=1": ("wrong-result", "NaN"),
}
# What a runtime does when it is unloaded is nobody's concern: its process is killed.
AT_THE_END = ("crash=unload", "abort=unload", "hang=unload", "exit=unload")

# What goes wrong in the middle of the race, some five rounds in; as fast as GOOD, so that none has been ruled out by then.
LATER = {
    "fake:latency=2ms+crash=run:400": "crashed",
    "fake:latency=2ms+fail=run:400": "crashed",
    "fake:latency=2ms+exit=run:400": "crashed",
}


class Faults(Case):
    def checked(self, script):
        """The status and reason that a script ends in, beside a runtime that is right."""
        done = self.bakeoff("check", MODEL, "--runtimes", f"fake,fake:{script}", "--json", code=(0, 4))
        good, bad = json.loads(done.stdout)["models"][0]["results"]
        self.assertEqual(good["status"], "right", "the others are not touched")
        self.happened = f"exit {done.returncode}: {bad['status']}: {bad['reason']}"
        return bad["status"], bad["reason"]

    def ends_in(self, script, status, says):
        ended, reason = self.checked(script)
        self.assertRegex(ended, status)
        self.assertRegex(reason, f"(?s){says}")

    def test_sudden_ends(self):
        for kind, outcome in SUDDEN.items():
            for phase, moment in PHASES.items():
                with self.fault(f"{kind} in {phase}"):
                    self.ends_in(f"{kind}={moment}", *outcome)

    def test_at_once(self):
        for script, outcome in AT_ONCE.items():
            with self.fault(script):
                self.ends_in(script, *outcome)

    def test_when_it_is_unloaded(self):
        for script in AT_THE_END:
            with self.fault(f"{script}: never asked for"):
                self.assertEqual(self.checked(script), ("right", ""))

    def test_what_never_answers_is_timed_out(self):
        """Asleep or busy: a third of the budget, at least 5 s, and the race goes on without it."""
        first = {"the first inference": "first"}
        for kind, phases in {"loop": first, "hang": PHASES if THOROUGH else {}}.items():
            for phase, moment in phases.items():
                with self.fault(f"{kind} in {phase}", within=60):
                    self.file.unlink(missing_ok=True)
                    script = f"fake:latency=2ms+{kind}={moment}"
                    cell = self.race([GOOD, script], *HASTY, budget="12s")
                    self.assertEqual(self.statuses(cell), {GOOD: "measured", script: "timed-out"})
                    self.assertRegex(self.happened, "no answer within 5 s while")

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
        process = self.start("run", MODEL, "--runtimes", f"{GOOD},fake:latency=2ms+seed=7", "--evidence", "round",
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
