"""Ctrl-C, Ctrl-Z, kill -9 and a closed pipe: what was measured is kept, and nothing runs on."""

import os
import signal
import subprocess
import time
import unittest

from support import Case, HASTY, MODEL, PROGRAM, WORKER, environment, processes, state, wait_until

TWINS = "fake:latency=2ms+seed=1,fake:latency=2ms+seed=2"
APART = "fake:latency=2ms,fake:latency=4ms"


class Interruptions(Case):
    def start_race(self, runtimes=TWINS, *more, evidence="round", budget="60s", **options):
        return self.start("run", MODEL, "--runtimes", runtimes, "--evidence", evidence, "--alpha", 0.001, "--budget", budget,
                          "-o", self.file, *more, **options)

    def resume(self, runtimes, *more, evidence="round", budget="40s", code=0):
        return self.bakeoff("run", MODEL, "--runtimes", runtimes, "--evidence", evidence, "--alpha", 0.001, "--budget", budget,
                            "-o", self.file, "--resume", *more, code=code)

    def test_interrupt_and_resume(self):
        process = self.start_race(APART)
        self.wait_for_units(process)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=15)
        self.assertEqual(process.returncode, 130)
        self.assert_no_process_left()
        before = self.only_cell(self.exported())
        self.assertEqual(before["verdict"], "unresolved")
        self.assertGreater(sum(candidate["samples"] for candidate in before["candidates"]), 0)
        self.resume(APART)
        self.assertEqual(self.only_cell(self.exported())["winners"], ["fake:latency=2ms"])

    def test_being_terminated_is_an_interruption(self):
        for number in (signal.SIGTERM, signal.SIGHUP):
            with self.subTest(signal=number.name):
                self.file.unlink(missing_ok=True)
                process = self.start_race()
                self.wait_for_samples(process)
                process.send_signal(number)
                process.communicate(timeout=15)
                self.assertEqual(process.returncode, 130)
                self.assertEqual(self.only_cell(self.exported())["verdict"], "unresolved")

    def test_a_second_interrupt_changes_nothing(self):
        process = self.start_race()
        self.wait_for_samples(process)
        for _ in range(3):
            process.send_signal(signal.SIGINT)
        process.communicate(timeout=15)
        self.assertEqual(process.returncode, 130)
        self.exported()

    def test_interrupted_while_workers_start(self):
        process = self.start_race("fake:latency=2ms+load-time=20s,fake:latency=4ms+load-time=20s")
        wait_until(self.file.exists, 20, "the study begins")
        self.workers_of(process)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=15)
        self.assertEqual(process.returncode, 130)
        self.exported()

    def test_processes_as_evidence_go_on_where_they_were(self):
        process = self.start_race(APART, evidence="process", budget="100s")
        self.wait_for_units(process)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=15)
        self.assertEqual(process.returncode, 130)
        units = max(candidate["units"] for candidate in self.only_cell(self.exported())["candidates"])
        self.assertGreaterEqual(units, 1)
        self.resume(APART, evidence="process", budget="8s", code=(0, 3))
        cell = self.only_cell(self.exported())
        self.assertGreater(max(candidate["units"] for candidate in cell["candidates"]), units)

    def test_the_conductor_is_killed(self):
        process = self.start_race(APART)
        self.wait_for_samples(process)
        kept = self.slots()
        process.kill()
        process.communicate(timeout=15)
        self.assert_no_process_left()
        self.assertGreaterEqual(self.slots(), kept, "what was kept is still there")
        self.resume(APART)
        cell = self.only_cell(self.exported())
        self.assertEqual((cell["verdict"], cell["winners"]), ("winner", ["fake:latency=2ms"]))

    def test_the_conductor_is_killed_again_and_again(self):
        kept = 0
        for attempt in range(6):
            process = self.start_race(TWINS, *(["--resume"] if attempt else []))
            self.workers_of(process)
            time.sleep(0.3 + 0.4 * attempt)
            process.kill()
            process.communicate(timeout=15)
            slots = self.slots()
            self.assertGreaterEqual(slots, kept)
            kept = slots
            self.only_cell(self.exported())
        self.assert_no_process_left()

    def test_stopped_and_continued(self):
        process = self.start_race(APART, start_new_session=True)
        self.wait_for_samples(process)
        workers = self.workers_of(process, at_least=2)
        process.send_signal(signal.SIGTSTP)
        wait_until(lambda: state(process.pid) == "T", 10, "bakeoff is stopped")
        wait_until(lambda: all(state(worker) == "T" for worker in workers), 5, "its workers are stopped")
        slots = self.slots()
        time.sleep(1)
        self.assertEqual(self.slots(), slots)
        process.send_signal(signal.SIGCONT)
        _, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 0, err)
        self.assertEqual(self.only_cell(self.exported())["winners"], ["fake:latency=2ms"])

    def test_output_into_a_closed_pipe(self):
        reader, writer = os.pipe()
        os.close(reader)
        process = self.start("run", MODEL, "--runtimes", APART, "--evidence", "round", "--budget", "30s", "-o", self.file,
                             stdout=writer, stderr=writer)
        os.close(writer)
        process.wait(timeout=60)
        self.assertGreaterEqual(process.returncode, 0, "killed by a signal")
        self.assert_no_process_left()
        self.assertEqual(self.only_cell(self.exported())["winners"], ["fake:latency=2ms"])

    def test_export_into_head(self):
        self.race(APART.split(","), *HASTY)
        done = subprocess.run(f"'{PROGRAM}' export '{self.file}' --format csv --samples | head -n 1", shell=True, check=False,
                              capture_output=True, text=True, env=environment(), timeout=60)
        self.assertEqual(done.stdout.count("\n"), 1)
        self.assertNotRegex(done.stderr, "(?i)abort|terminate|exception")

    def test_only_one_worker_is_ever_runnable(self):
        process = self.start_race("fake:latency=2ms+spin=1,fake:latency=2ms+seed=2+spin=1,fake:latency=2ms+seed=3+spin=1")
        self.wait_for_samples(process)
        workers = self.workers_of(process, at_least=3)
        for _ in range(200):
            # One look after the other: two that take turns may both be seen running, but not three times in a row.
            looks = [{worker for worker in workers if state(worker) not in ("T", "t")} for _ in range(3)]
            self.assertLessEqual(len(looks[0] & looks[1] & looks[2]), 1)
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=15)
        self.assertEqual(processes(WORKER), [])


if __name__ == "__main__":
    unittest.main()
