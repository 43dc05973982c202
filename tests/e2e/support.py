"""Runs the built program in real processes and looks at what it leaves behind.

Python and its standard library, because everything here is about processes: arguments, signals, terminals, pipes.
"""

import contextlib
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

BUILD = pathlib.Path(os.environ.get("BAKEOFF_BUILD", pathlib.Path(__file__).resolve().parents[2] / "build" / "release")).resolve()
PROGRAM = BUILD / "bakeoff"
WORKER = BUILD / "bakeoff-worker"
SOURCE = pathlib.Path(__file__).resolve().parents[2]
CACHE = BUILD / "e2e-cache"  # prepared models, made once for all tests

# For races whose outcome is not the point: a clear gap is decided after four rounds instead of seven.
HASTY = ("--alpha", "0.3")

MODEL = "squeezenet-1.1"  # the smallest of the zoo; null and fake do not look at it

# `make faults` runs the long loops too; ctest runs a few turns of each, with dice that fell once.
# "thread", "address,undefined", ...: a worker's memory has no hard limit then (spawn.cpp) and is several times as much.
SANITIZER, = re.findall(r"^BAKEOFF_SANITIZE:\w+=(.*)$", (BUILD / "CMakeCache.txt").read_text(), re.MULTILINE)
THOROUGH = os.environ.get("BAKEOFF_FAULTS") == "all"
SEED = int(os.environ.get("BAKEOFF_FAULTS_SEED", 1))

STATUSES = {"measured", "right", "wrong-result", "unsupported", "out-of-memory", "crashed", "timed-out", "no-device",
            "over-limit", "not-installed"}
VERDICTS = {"winner", "tie", "unresolved", "none"}


# Whoever starts the tests in the background, or with nohup, ignores these for them, and bakeoff would do so too.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)


def environment(**more):
    kept = {name: os.environ[name]
            for name in ("PATH", "HOME", "LANG", "TMPDIR", "ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS",
                         "TBB_ENABLE_SANITIZERS") if name in os.environ}
    return {**kept, "XDG_CACHE_HOME": str(CACHE), "BAKEOFF_RUNTIMES": os.environ.get("BAKEOFF_RUNTIMES", str(SOURCE / ".runtimes")),
            **more}


def installed(*runtimes):
    """Whether all of these can be raced."""
    folder = pathlib.Path(environment()["BAKEOFF_RUNTIMES"])
    return all(any((folder / runtime).glob("*")) for runtime in runtimes)


def processes(program):
    """Living processes whose executable is `program`."""
    found = []
    for entry in pathlib.Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        with contextlib.suppress(OSError):
            if pathlib.Path(os.readlink(entry / "exe")).name == program.name and os.path.samefile(entry / "exe", program):
                found.append(int(entry.name))
    return found


def state(process):
    """The kernel's letter: R, S, T (stopped), Z, ...; empty when it is gone."""
    try:
        return pathlib.Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (OSError, IndexError):
        return ""


def parent(process):
    try:
        return int(pathlib.Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[1])
    except (OSError, IndexError, ValueError):
        return 0


def wait_until(condition, seconds, what, pause=0.02):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(pause)
    raise AssertionError(f"waited {seconds} s in vain until {what}")


def in_short(code, out, err):
    """What a run came to, in a line: its error, or the verdicts and statuses that it printed."""
    errors = [line.removeprefix("bakeoff: ") for line in err.splitlines() if line.startswith("bakeoff: ")]
    words = [word for word in re.findall(r"[A-Za-z-]+", out) if word in STATUSES or word.lower() in VERDICTS and word.isupper()]
    told = errors[-1] if errors and code not in (0, 3, 4) else ", ".join(words)
    return f"exit {code}" + (f": {told}" if told else "")


class Case(unittest.TestCase):
    """A test in a folder of its own that leaves no process behind."""

    maxDiff = None

    happened = ""  # what bakeoff did last, for the table of `make faults`

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="bakeoff-e2e-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.file = self.folder / "study.bakeoff"
        self.started = []
        CACHE.mkdir(parents=True, exist_ok=True)

    def tearDown(self):
        self.end_all()
        self.assert_no_process_left()

    def end_all(self):
        for process in self.started:
            if process.poll() is None:
                process.kill()
                process.wait()

    def assert_no_process_left(self):
        def none():
            return not [p for p in processes(WORKER) + processes(PROGRAM) if state(p) != "Z"]
        wait_until(none, 5, "every worker is gone")

    @contextlib.contextmanager
    def fault(self, name, within=60):
        """One fault of several in a test: a line of its own in the table, which may take so many seconds."""
        with self.subTest(fault=name):
            self.happened = ""
            begin = time.monotonic()
            try:
                yield
            finally:
                self.end_all()
            self.assertLessEqual(time.monotonic() - begin, within, "seconds")

    def start(self, *arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, prefix=(), **options):
        """The program, running, started by what `prefix` says; killed at the end of the test if it still is."""
        process = subprocess.Popen([*prefix, str(PROGRAM), *map(str, arguments)], cwd=self.folder, env=options.pop("env", environment()),
                                   stdin=subprocess.DEVNULL, stdout=stdout, stderr=stderr, text=True, **options)
        self.started.append(process)
        return process

    def bakeoff(self, *arguments, code=0, timeout=120, **options):
        """The program, run to its end; fails unless it ends with `code` (one, or several that are all right)."""
        process = self.start(*arguments, **options)
        out, err = process.communicate(timeout=timeout)
        self.happened = in_short(process.returncode, out or "", err or "")
        codes = (code,) if isinstance(code, int) else code
        self.assertIn(process.returncode, codes, f"{' '.join(map(str, arguments))}\n--- stdout\n{(out or '')[:2000]}\n--- stderr\n{err}")
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    def race(self, runtimes, *more, code=0, budget="40s", evidence="round", output=None, **options):
        """Races `runtimes` and gives the cell of the JSON, checked against the closed lists."""
        done = self.bakeoff("run", MODEL, "--runtimes", ",".join(runtimes), "--evidence", evidence, "--budget", budget,
                            "--json", "-o", output or self.file, *more, code=code, **options)
        return self.only_cell(json.loads(done.stdout), done.returncode)

    def only_cell(self, document, code=None):
        self.assertEqual(document["schema"], "bakeoff/1")
        self.assertEqual(len(document["cells"]), 1)
        cell = document["cells"][0]
        self.assertIn(cell["verdict"], VERDICTS)
        self.happened = cell["verdict"]
        names = [candidate["name"] for candidate in cell["candidates"]]
        self.assertEqual(len(set(names)), len(names), "names are unique")
        for candidate in cell["candidates"]:
            self.assertIn(candidate["status"], STATUSES)
            if candidate["status"] not in ("measured", "right"):
                self.happened = f"{candidate['status']}: {candidate['reason']}"
                self.assertTrue(candidate["reason"], f"{candidate['name']}: a status has a reason")
        if cell["verdict"] == "winner":
            self.assertEqual(len(cell["winners"]), 1)
        elif cell["verdict"] == "tie":
            self.assertEqual(sorted(cell["winners"]), sorted(cell["survivors"]))
        else:
            self.assertEqual(cell["winners"], [])
        if code is not None:
            self.assertEqual(code, {"winner": 0, "tie": 0, "unresolved": 3, "none": 4}[cell["verdict"]])
        return cell

    def statuses(self, cell):
        return {candidate["name"]: candidate["status"] for candidate in cell["candidates"]}

    def exported(self, *more):
        return json.loads(self.bakeoff("export", self.file, "--format", "json", *more).stdout)

    def workers_of(self, process, at_least=1, seconds=30):
        """The workers of a running race, once there are so many."""
        def enough():
            if process.poll() is not None:
                raise AssertionError(f"bakeoff ended early:\n{process.communicate()}")
            found = [p for p in processes(WORKER) if parent(p) == process.pid]
            return found if len(found) >= at_least else None
        return wait_until(enough, seconds, f"{at_least} workers run")

    def wait_for_samples(self, process, slots=2, seconds=30):
        """Until the race has put timed slots into its file. Seldom looked at: looking is a load that voids rounds."""
        def kept():
            if process.poll() is not None:
                raise AssertionError(f"bakeoff ended early:\n{process.communicate()}")
            return self.slots() >= slots
        return wait_until(kept, seconds, f"{slots} slots are in the file", pause=0.4)

    def wait_for_units(self, process, units=1, seconds=60):
        """Until so many units of evidence have counted."""
        def counted():
            if process.poll() is not None:
                raise AssertionError(f"bakeoff ended early:\n{process.communicate()}")
            return any(cell["units"] >= units for cell in self.kept()["cells"])
        return wait_until(counted, seconds, f"{units} units have counted", pause=0.4)

    def kept(self):
        """The study file with its samples; without cells while it cannot be read."""
        done = subprocess.run([str(PROGRAM), "export", str(self.file), "--format", "json", "--samples"], env=environment(),
                              capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
        return json.loads(done.stdout) if done.returncode == 0 else {"cells": []}

    def slots(self):
        """How many timed slots the study file holds."""
        return sum(len(candidate["slots"]) for cell in self.kept()["cells"] for candidate in cell["candidates"])
