"""Machines that lack something: memory for one worker, for all at once, for anything; an old kernel's files."""

import pathlib
import subprocess
import unittest

from mounts import Mounts
from support import Case, HASTY, MODEL, SANITIZER

MEBIBYTE = 1 << 20


@unittest.skipIf(SANITIZER, "the sanitizer's own memory counts as the worker's")
class Machines(Case):
    def on_a_machine_with(self, mebibytes):
        """A prefix for commands that find so much memory available, of which a worker may use four fifths."""
        there = self.folder / "proc"
        there.mkdir(exist_ok=True)
        try:
            mounts = Mounts(there, "size=1m")
            self.addCleanup(mounts.close)
            meminfo = self.folder / "meminfo"
            meminfo.write_text(f"MemTotal:       {mebibytes * 1024} kB\nMemFree:        {mebibytes * 1024} kB\n"
                               f"MemAvailable:   {mebibytes * 1024} kB\n")
            subprocess.run([*mounts.prefix, "mount", "--bind", meminfo, "/proc/meminfo"], check=True, stderr=subprocess.DEVNULL)
        except (PermissionError, subprocess.CalledProcessError):
            self.skipTest("no right to mount")
        return mounts.prefix

    def on_little_memory(self, runtimes, mebibytes, code=0):
        return self.race(runtimes, *HASTY, code=code, prefix=self.on_a_machine_with(mebibytes))

    def test_no_memory_for_all_workers_at_once(self):
        large = ["fake:latency=2ms+grow=200MiB", "fake:latency=4ms+grow=200MiB"]
        cell = self.on_little_memory(large, 400)
        self.assertEqual(self.statuses(cell), dict.fromkeys(large, "measured"))
        self.assertEqual(cell["winners"], large[:1])
        remarks = [remark for remark in cell["remarks"] if "did not fit in memory together" in remark]
        self.assertTrue(remarks, cell["remarks"])
        self.happened = f"{cell['verdict']}: {remarks[0]}"

    def test_no_memory_for_one_worker(self):
        good, large = "fake:latency=2ms", "fake:grow=300MiB"
        self.assertEqual(self.statuses(self.on_little_memory([good, large], 300)), {good: "measured", large: "out-of-memory"})

    def test_a_leak_ends_at_the_limit(self):
        good, leaking = "fake:latency=2ms", "fake:latency=2ms+leak=20MiB"
        status = self.statuses(self.on_little_memory([good, leaking], 300))[leaking]
        self.assertIn(status, ("out-of-memory", "over-limit"))

    def test_no_memory_for_anything(self):
        done = self.bakeoff("check", MODEL, "--runtimes", "null,fake", prefix=self.on_a_machine_with(1), code=(1, 2, 4), timeout=60)
        self.assertTrue(done.stdout + done.stderr)

    def test_no_facts_of_memory(self):
        done = self.bakeoff("check", MODEL, "--runtimes", "fake", prefix=self.with_empty_meminfo(), timeout=60)
        self.assertIn("right", done.stdout)

    def with_empty_meminfo(self):
        prefix = self.on_a_machine_with(1)
        pathlib.Path(self.folder / "meminfo").write_text("")
        return prefix


if __name__ == "__main__":
    unittest.main()
