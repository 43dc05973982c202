"""Disks that are full, read-only or not ours, wherever bakeoff writes: study, cache, report, messages, lock."""

import os
import pathlib
import shutil
import unittest

from mounts import Mounts
from support import Case, HASTY, MODEL, environment

APART = "fake:latency=1ms,fake:latency=3ms"
# Never decided, and hundreds of kilobytes of samples in some seconds.
ENDLESS = ("--runtimes", "fake:latency=20us,fake:latency=20us+seed=2", "--evidence", "round", "--alpha", 1e-9, "--epsilon", 1e-6)


class Disks(Case):
    def setUp(self):
        super().setUp()
        self.disk = self.folder / "disk"
        self.disk.mkdir()

    def mounted(self, options, folder=None):
        try:
            mounts = Mounts(folder or self.disk, options)
        except PermissionError as error:
            self.skipTest(str(error))
        self.addCleanup(mounts.close)
        return mounts

    def a_study(self):
        self.bakeoff("run", MODEL, "--runtimes", APART, "--evidence", "round", "--budget", "30s", *HASTY, "-o", self.file)

    def refused(self, *arguments, says, code=(1, 2), **options):
        self.assertRegex(self.bakeoff(*arguments, code=code, timeout=60, **options).stderr, says)

    def test_the_disk_fills_up_under_a_race(self):
        mounts = self.mounted("size=256k")
        study = self.disk / "study.bakeoff"
        self.refused("run", MODEL, *ENDLESS, "--budget", "60s", "-o", study, says="(?s)disk.*--resume", code=1, prefix=mounts.prefix)
        told = self.happened
        shutil.copy(mounts.inside(study), self.file)
        kept = self.slots()
        self.assertGreater(kept, 5)
        mounts.remount(self.disk, "size=8m")
        self.bakeoff("run", MODEL, *ENDLESS, "--budget", "4s", "-o", study, "--resume", code=3, prefix=mounts.prefix)
        shutil.copy(mounts.inside(study), self.file)
        self.assertGreater(self.slots(), kept)
        self.happened = told

    def test_no_room_to_begin_a_study(self):
        mounts = self.mounted("size=16k")
        self.refused("run", MODEL, *ENDLESS, "-o", self.disk / "study.bakeoff", says="disk", prefix=mounts.prefix)
        self.assertEqual(list(mounts.inside(self.disk).iterdir()), [], "nothing is left behind")

    def test_a_study_on_a_read_only_disk(self):
        mounts = self.mounted("size=1m,ro")
        self.refused("run", MODEL, *ENDLESS, "-o", self.disk / "study.bakeoff", says="may not be written", code=2, prefix=mounts.prefix)

    @unittest.skipIf(os.geteuid() == 0, "root may write to every folder")
    def test_a_study_in_a_folder_that_is_not_ours(self):
        self.disk.chmod(0o500)
        self.refused("run", MODEL, *ENDLESS, "-o", self.disk / "study.bakeoff", says="may not be written", code=2)

    def test_no_room_in_the_cache(self):
        mounts = self.mounted("size=1m")
        self.refused("check", MODEL, "--runtimes", "fake", says="(?s)No space left.*XDG_CACHE_HOME", prefix=mounts.prefix,
                     env=environment(XDG_CACHE_HOME=str(self.disk)))
        leftovers = [path for path in mounts.inside(self.disk).rglob("*") if path.is_file() and path.name != ".lock"]
        self.assertEqual(leftovers, [])

    def test_a_cache_that_is_read_only_serves_what_it_has(self):
        mounts = self.mounted("size=64m")
        there = {"prefix": mounts.prefix, "env": environment(XDG_CACHE_HOME=str(self.disk))}
        self.bakeoff("check", MODEL, "--runtimes", "fake", **there)
        mounts.remount(self.disk, "ro")
        self.bakeoff("check", MODEL, "--runtimes", "fake", **there)
        self.refused("check", "squeezenet-1.0", "--runtimes", "fake", says="(?s)Read-only.*XDG_CACHE_HOME", **there)

    def test_no_room_for_what_is_told_of_a_study(self):
        self.a_study()
        mounts = self.mounted("size=8k")
        for name, arguments in {"report": ["report", self.file, "-o", self.disk / "page.html"],
                                "figures": ["figures", self.file, "-o", self.disk],
                                "export": ["export", self.file, "--samples", "-o", self.disk / "x.json"],
                                "models make": ["models", "make", MODEL, "-o", self.disk / "x.onnx"]}.items():
            with self.fault(f"{name} to a full disk"):
                self.refused(*arguments, says="No space left", code=1, prefix=mounts.prefix)
                left = sum(path.stat().st_size for path in mounts.inside(self.disk).iterdir() if path.name.startswith(("page", "x")))
                self.assertEqual(left, 0, "half a file is worse than none")
        mounts.remount(self.disk, "ro")
        for name, arguments in {"report": ["report", self.file, "-o", self.disk / "page.html"],
                                "figures": ["figures", self.file, "-o", self.disk / "new"],
                                "export": ["export", self.file, "-o", self.disk / "x.json"]}.items():
            with self.fault(f"{name} to a read-only disk"):
                self.refused(*arguments, says="Read-only", prefix=mounts.prefix)

    def test_standard_output_is_full(self):
        self.a_study()
        for name, arguments in {"export": ["export", self.file], "export --samples": ["export", self.file, "--samples"],
                                "check --json": ["check", MODEL, "--runtimes", "fake", "--json"]}.items():
            with self.fault(f"{name} into a full disk"), open("/dev/full", "wb") as full:
                self.refused(*arguments, says="No space left", code=1, stdout=full)

    def test_messages_have_nowhere_to_go(self):
        mounts = self.mounted("size=1m,ro")
        self.bakeoff("check", MODEL, "--runtimes", "fake:flood=64", prefix=mounts.prefix, env=environment(TMPDIR=str(self.disk)))

    def test_no_lock_can_be_made(self):
        """/tmp is read-only: two bakeoffs cannot keep apart, which is said."""
        mounts = self.mounted("size=1m,ro", pathlib.Path("/tmp"))
        done = self.bakeoff("check", MODEL, "--runtimes", "fake", prefix=mounts.prefix)
        self.assertIn("cannot make sure that no other bakeoff measures", done.stderr)


if __name__ == "__main__":
    unittest.main()
