"""`kill -9` at random moments: what was committed is kept, and nothing that was running or locked stays."""

import contextlib
import hashlib
import os
import pathlib
import random
import shutil
import signal
import sqlite3
import time
import unittest

from mounts import Mounts
from support import Case, MODEL, SEED, THOROUGH, WORKER, environment, parent, processes

TWINS = "fake:latency=1ms+seed=1,fake:latency=1ms+seed=2,fake:latency=1ms+seed=3"
# By --epsilon and --alpha it is never decided; by --no-wait a lock that is left would end it at once.
ENDLESS = ("--runtimes", TWINS, "--evidence", "round", "--alpha", 1e-9, "--epsilon", 1e-6, "--budget", "60s", "--no-wait")


class Kills(Case):
    def setUp(self):
        super().setUp()
        self.temporary = self.folder / "tmp"
        self.temporary.mkdir()
        self.environment = environment(TMPDIR=str(self.temporary))
        self.own_shared_memory()

    def own_shared_memory(self):
        """A /dev/shm that nobody else puts anything in, where the machine allows it."""
        self.prefix, self.shared = (), None
        with contextlib.suppress(PermissionError):
            mounts = Mounts("/dev/shm", "size=64m")
            self.addCleanup(mounts.close)
            self.prefix, self.shared = mounts.prefix, mounts.inside("/dev/shm")

    def begin(self, *more, **options):
        return self.start("run", MODEL, *ENDLESS, "-o", self.file, *more, env=self.environment, prefix=self.prefix, **options)

    def assert_nothing_left(self):
        self.assert_no_process_left()
        self.assertEqual(list(self.temporary.iterdir()), [])
        self.assertEqual(list(self.shared.iterdir()) if self.shared else [], [])

    def candidates(self):
        """Of the newest try: status, and the slots that were timed so far."""
        cells = self.kept()["cells"]
        return {one["name"]: (one["status"], one["reason"], one["slots"]) for one in cells[0]["candidates"]} if cells else {}

    def kill_conductor(self, process, kept):
        process.kill()
        _, err = process.communicate(timeout=15)
        self.assertEqual(process.returncode, -signal.SIGKILL, err)  # ended by itself: a lock was left, or it failed
        self.assert_nothing_left()
        if not self.file.exists():
            self.assertEqual(kept, {}, "the study file is gone")
            return {}
        now = self.candidates()
        self.assertEqual(len(now), 3, "the study file opens")
        for name, (_, _, slots) in kept.items():
            self.assertEqual(now[name][2][:len(slots)], slots, "what was committed is still there")
        return now

    def kill_worker(self, process, victim):
        """Whatever moment it is, the others race on and the one that died has crashed, if it still had to answer."""
        os.kill(victim, signal.SIGKILL)
        time.sleep(1)  # a frozen one is missed when its next slot comes
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=15)
        if "the null adapter failed: signal 9" not in err:  # the worker that measures what bakeoff itself costs
            self.assertEqual(process.returncode, 130, err)
        self.assert_nothing_left()
        for name, (status, reason, _) in self.candidates().items():
            self.assertIn(status, ("measured", "timed-out", "crashed"), f"{name}: {reason}")
            if status == "crashed":
                self.assertIn("signal 9", reason)
                return 1
        return 0

    def test_conductor_or_worker_at_random(self):
        turns, dice = (100 if THOROUGH else 6), random.Random(SEED)
        conductors = crashed = resumed = 0
        kept = {}
        with self.fault(f"kill -9 of conductor or worker, {turns} times (seed {SEED})", within=30 * turns):
            for _ in range(turns):
                process = self.begin(*(["--resume"] if kept else ["--overwrite"] if self.file.exists() else []))
                resumed += bool(kept)
                if dice.random() < 0.8:
                    self.workers_of(process, seconds=60)
                time.sleep(dice.uniform(0, 1.2))
                workers = [one for one in processes(WORKER) if parent(one) == process.pid]
                if workers and dice.random() < 0.4:
                    crashed += self.kill_worker(process, dice.choice(workers))
                    kept = {}  # the next try has all three again
                else:
                    kept = self.kill_conductor(process, kept)
                    conductors += 1
            self.happened = f"{conductors} conductors killed, {resumed} times resumed; {turns - conductors} workers, {crashed} crashed"
            with sqlite3.connect(self.file) as database:
                self.assertEqual(database.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
            self.assertGreater(conductors, 0)
            if THOROUGH:
                self.assertGreater(crashed, 0)

    def test_while_the_cache_is_filled(self):
        """Model, forms and right outputs are being made: an entry is whole or not there, and what is half is removed."""
        turns, dice = (20 if THOROUGH else 3), random.Random(SEED + 1)
        cache = self.folder / "cache"
        there = environment(XDG_CACHE_HOME=str(cache), TMPDIR=str(self.temporary))
        runtimes = "pytorch,fake" if any((pathlib.Path(there["BAKEOFF_RUNTIMES"]) / "pytorch").glob("*")) else "fake"
        arguments = ("run", MODEL, "--runtimes", runtimes, "--budget", "5s", "--no-wait", "-o", self.file, "--overwrite")
        with self.fault(f"kill -9 while the cache is filled, {turns} times (seed {SEED})", within=30 * turns):
            for _ in range(turns):
                shutil.rmtree(cache, ignore_errors=True)
                process = self.start(*arguments, env=there, prefix=self.prefix)
                time.sleep(dice.uniform(0, 1.0))
                process.kill()
                process.communicate(timeout=15)
                for file in (cache / "bakeoff" / "models").glob("*"):
                    if not file.name.startswith("."):
                        self.assertEqual(hashlib.sha256(file.read_bytes()).hexdigest(), file.stem)
                self.assert_nothing_left()
            self.bakeoff("check", MODEL, "--runtimes", "fake", env=there)
            self.assertEqual(list((cache / "bakeoff").rglob("*.tmp")), [])


if __name__ == "__main__":
    unittest.main()
