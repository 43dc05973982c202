"""What a study file holds, and what is told from it."""

import csv
import io
import json
import os
import subprocess
import unittest

from support import Case, HASTY, MODEL, PROGRAM, environment

TWINS = ["fake:latency=2ms+seed=1", "fake:latency=2ms+seed=2", "fake:latency=2ms+seed=3"]
APART = ["fake:latency=2ms", "fake:latency=4ms"]


class Files(Case):
    def test_the_exports_agree_with_the_run(self):
        done = self.bakeoff("run", MODEL, "--runtimes", ",".join([*APART, "fake:unsupported=1"]), "--evidence", "round", "--budget",
                            "30s", *HASTY, "--json", "-o", self.file)
        told = json.loads(done.stdout)
        self.only_cell(told, done.returncode)
        exported = self.exported()
        self.assertEqual(exported["cells"], told["cells"])
        self.assertEqual(exported["host"], told["host"])
        self.assertEqual(exported, self.exported(), "the same file tells the same")
        into = self.folder / "export.json"
        self.bakeoff("export", self.file, "--format", "json", "-o", into)
        self.assertEqual(json.loads(into.read_text()), exported)

        rows = list(csv.DictReader(io.StringIO(self.bakeoff("export", self.file, "--format", "csv").stdout)))
        candidates = {candidate["name"]: candidate for candidate in told["cells"][0]["candidates"]}
        self.assertEqual(sorted(row["candidate"] for row in rows), sorted(candidates))
        for row in rows:
            candidate = candidates[row["candidate"]]
            self.assertEqual((row["status"], row["verdict"]), (candidate["status"], told["cells"][0]["verdict"]))
            self.assertEqual(int(row["samples"] or 0), candidate["samples"])
            if row["median_ms"]:
                self.assertAlmostEqual(float(row["median_ms"]), candidate["latency_ms"]["median"])

        samples = list(csv.DictReader(io.StringIO(self.bakeoff("export", self.file, "--format", "csv", "--samples").stdout)))
        self.assertGreaterEqual(len(samples), sum(candidate["samples"] for candidate in candidates.values()))

    def test_json_has_no_numbers_that_are_none(self):
        self.race(["fake:crash=load", "fake:latency=2ms"], budget="6s")
        text = json.dumps(self.exported())
        self.assertNotIn("NaN", text)
        self.assertNotIn("Infinity", text)
        cell = self.exported()["cells"][0]
        crashed = next(candidate for candidate in cell["candidates"] if candidate["name"] == "fake:crash=load")
        self.assertIsNone(crashed["latency_ms"]["median"] if crashed["latency_ms"] else None)

    def test_the_command_of_a_cell_repeats_it(self):
        cell = self.race(APART, "--seed", 5, *HASTY)
        self.assertRegex(cell["command"], "^bakeoff run .* --seed 5")
        path = f"{PROGRAM.parent}:{os.environ['PATH']}"
        done = subprocess.run(["bash", "-c", cell["command"] + " --json -o again.bakeoff"], cwd=self.folder, check=False, timeout=90,
                              env=environment(PATH=path), capture_output=True, text=True, stdin=subprocess.DEVNULL)
        again = self.only_cell(json.loads(done.stdout), done.returncode)
        for same in ("model", "model_sha256", "batch", "threads", "metric", "evidence", "alpha", "seed", "verdict", "command"):
            self.assertEqual(again[same], cell[same])

    def test_those_who_are_absent_are_asked_again(self):
        bare = environment(BAKEOFF_RUNTIMES=str(self.folder / "runtimes"))
        for asked, code in (("pytorch", 4), ("null,openvino==2026.4.1:no-pin", 0)):
            with self.subTest(asked=asked):
                self.file.unlink(missing_ok=True)
                cell = self.race([asked], "--alpha", 0.3, budget="5s", code=code, env=bare)
                self.assertRegex(cell["command"], f"--runtimes {asked.replace('null', r'null==[^ ,]+')} ")
                # Also where nobody could be raced the file keeps the question and each reason, and is asked again.
                again = json.loads(self.bakeoff("run", "--resume", "-o", self.file, "--json", code=code, env=bare).stdout)
                self.assertEqual(self.statuses(self.only_cell(again)), self.statuses(cell))

    def first_orders(self, name, seed):
        output = self.folder / name
        self.race(TWINS, "--alpha", 0.001, "--seed", seed, budget="4s", code=(0, 3), output=output)
        document = json.loads(self.bakeoff("export", output, "--format", "json", "--samples").stdout)
        slots = sorted((slot["begin_ns"], slot["epoch"], slot["round"], candidate["name"])
                       for candidate in document["cells"][0]["candidates"] for slot in candidate["slots"])
        orders = {}
        for _, epoch, number, name in slots:
            orders.setdefault((epoch, number), []).append(name)
        return [orders[key] for key in sorted(orders)][:4]

    def test_the_same_seed_begins_with_the_same_permutations(self):
        first, again, other = self.first_orders("a", 1), self.first_orders("b", 1), self.first_orders("c", 4)
        self.assertGreaterEqual(len(first), 3)
        least = min(len(first), len(again))
        self.assertEqual(first[:least], again[:least])
        self.assertNotEqual(first[:3], other[:3])

    def test_a_finished_race_is_not_run_again(self):
        cell = self.race(APART, *HASTY)
        self.assertEqual(cell["verdict"], "winner")
        before = self.file.read_bytes()
        self.assertEqual(self.race(APART, *HASTY, "--resume"), cell)
        self.assertEqual(self.file.read_bytes(), before)

    def test_a_new_try_is_told(self):
        self.race(APART, budget="2s", code=3)
        done = self.bakeoff("run", MODEL, "--runtimes", ",".join(APART), "--evidence", "round", "--budget", "40s", "-o", self.file,
                            "--overwrite")
        self.assertIn("try 2", done.stdout)
        self.assertEqual(self.only_cell(self.exported())["try"], 2)

    def test_the_budget_is_held(self):
        for evidence in ("round", "process"):
            with self.subTest(evidence=evidence):
                self.file.unlink(missing_ok=True)
                self.race(TWINS, "--alpha", 0.001, evidence=evidence, budget="4s", code=(0, 3))
                self.assertLessEqual(self.exported()["cells"][0]["elapsed_s"], 4.5)


if __name__ == "__main__":
    unittest.main()
