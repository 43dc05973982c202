"""The cache of prepared models: damaged, past its limit, in use."""

import signal
import unittest

from support import Case, MODEL, environment

# Never decided.
ENDLESS = ("--runtimes", "fake:latency=2ms,fake:latency=2ms+seed=2", "--evidence", "round", "--alpha", 1e-9, "--epsilon", 1e-6)


class Cache(Case):
    def setUp(self):
        super().setUp()
        self.cache = self.folder / "cache"

    def with_limit(self, limit):
        return environment(XDG_CACHE_HOME=str(self.cache), BAKEOFF_CACHE_SIZE=limit)

    def models(self):
        return {file.name: file for file in (self.cache / "bakeoff" / "models").iterdir()}

    def check(self, model, limit="1GiB", **options):
        return self.bakeoff("check", model, "--runtimes", "fake", env=self.with_limit(limit), **options)

    def test_entries_that_are_damaged_are_made_anew(self):
        self.check(MODEL)
        model, = self.models().values()
        whole = model.read_bytes()
        for kind, content in {"empty": b"", "cut off": whole[:-1], "noise": b"\xa5" * len(whole), "longer": whole + b"x"}.items():
            with self.fault(f"an entry that is {kind}"):
                model.write_bytes(content)
                self.check(MODEL)
                self.assertEqual(model.read_bytes(), whole)

    def test_what_was_used_longest_ago_goes(self):
        self.check(MODEL)
        first = set(self.models())
        self.check("squeezenet-1.0")
        second = set(self.models()) - first
        self.assertEqual((len(first), len(second)), (1, 1))
        self.check(MODEL)  # now the other one is the older
        self.check(MODEL, "8MB")  # room for one of them
        self.assertEqual(set(self.models()), first)
        self.check(MODEL, "0")
        self.assertEqual(self.models(), {})

    def test_nothing_goes_while_a_race_runs(self):
        process = self.start("run", MODEL, *ENDLESS, "--budget", "60s", "-o", self.file, env=self.with_limit("0"))
        self.workers_of(process, at_least=2)
        used = set(self.models())
        self.assertTrue(used)
        self.bakeoff("check", MODEL, "--runtimes", "fake", "--no-wait", env=self.with_limit("0"), code=2)
        self.assertLessEqual(used, set(self.models()))
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=15)
        self.assertEqual(process.returncode, 130)
        self.assertEqual(self.models(), {}, "the last one puts it in order")

    def test_a_limit_that_is_no_size(self):
        done = self.check(MODEL, "much", code=2)
        self.assertIn("BAKEOFF_CACHE_SIZE", done.stderr)


if __name__ == "__main__":
    unittest.main()
