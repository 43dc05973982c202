"""Arguments, exit codes, help that is at hand, and output that fits where it goes."""

import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import termios
import threading
import unicodedata
import unittest

from onnx_bytes import onnx_model
from support import Case, HASTY, MODEL, PROGRAM, SOURCE, environment

APART = "fake:latency=2ms,fake:latency=4ms"
QUICK = ("run", MODEL, "--runtimes", APART, "--evidence", "round", "--budget", "30s", *HASTY)


def width(line):
    """Columns that a line takes on a terminal."""
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", line)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in plain)


class CommandLine(Case):
    def refused(self, *arguments, says=()):
        """Exit code 2, nothing on stdout, and an error that says each of `says`."""
        done = self.bakeoff(*arguments, code=2, timeout=30)
        self.assertEqual(done.stdout, "")
        for word in says:
            self.assertIn(word, done.stderr)
        return done

    def test_help_and_version(self):
        for arguments in (["--help"], ["run", "--help"], ["export", "--help"], ["runtimes", "--help"]):
            text = self.bakeoff(*arguments).stdout
            self.assertTrue(text.strip())
            self.assertNotIn("--test-", text, "options of tests are hidden")
        self.assertRegex(self.bakeoff("--version").stdout, r"\d+\.\d+\.\d+")

    def test_each_command_has_examples_of_its_own(self):
        def look_at(*command):
            text = self.bakeoff(*command, "--help").stdout
            examples = re.findall(r"^  (bakeoff .*)", text.split("Example", 1)[1], re.M)
            self.assertTrue(examples, command)
            for example in examples:
                self.assertTrue(f"{example} ".startswith(f"bakeoff {' '.join(command)} "), f"{command}: {example}")
            below = re.search(r"Subcommands:\n((?:  .*\n)+)", text)
            for name in re.findall(r"^  (\S+) ", below.group(1), re.M) if below else []:
                looked_at.append((*command, name))
                look_at(*command, name)

        looked_at = []
        for name in re.findall(r"^  ([a-z]+)  ", self.bakeoff("--help").stdout, re.M):
            look_at(name)
        self.assertIn(("runtimes", "show"), looked_at)
        self.assertIn(("models", "list"), looked_at)

    def test_unknown_words_get_the_nearest_known_one(self):
        self.refused("run", "squeeznet-1.1", "--runtimes", "null", says=["squeeznet-1.1", "squeezenet-1.1"])
        self.refused("run", MODEL, "--runtimes", "onnxruntim", says=["onnxruntim", "onnxruntime"])
        self.refused("run", MODEL, "--runtimes", "null", "--metric", "latenzy", says=["latenzy", "latency"])
        self.refused("rnu", MODEL, says=["there is no command 'rnu'", "did you mean run?"])
        self.refused("runtimes", "instal", "null", says=["runtimes: there is no command 'instal'", "did you mean install?"])
        self.refused("run", MODEL, "--budgt", "3s", "--bogus", says=["not expected: --budgt --bogus", "did you mean --budget?"])
        self.refused("models", "make", "resnet50", says=["'resnet50'", "did you mean resnet-50?"])
        self.refused("models", "make", MODEL, says=["-o"])
        self.refused("models", "make", MODEL, "--bogus", says=["not expected: --bogus", "bakeoff models make --help"])

    def test_wrong_values_are_refused_with_the_option(self):
        for option, value in (("--budget", "20"), ("--alpha", "2"), ("--epsilon", "-1"), ("--batch", "0"), ("--threads", "x"),
                              ("--seed", "abc"), ("--evidence", "guess")):
            with self.subTest(option=option):
                self.refused("run", MODEL, "--runtimes", "null", option, value, says=[option])
        self.refused("run")
        self.refused("export", "nowhere.bakeoff", says=["nowhere.bakeoff"])
        (self.folder / "noise.bakeoff").write_bytes(b"this is no study file, but long enough to look like one" * 50)
        self.refused("export", "noise.bakeoff", says=["noise.bakeoff"])

    def test_what_comes_later_is_said_to(self):
        for more in (["--precision", "best"], ["--batch", "best"], ["--device", "cuda:0"]):
            with self.subTest(option=more[0]):
                done = self.refused("run", MODEL, "--runtimes", "null", *more)
                self.assertRegex(done.stderr, "(?i)not yet")

    def test_an_existing_file_is_not_overwritten(self):
        self.file.write_text("precious")
        done = self.refused(*QUICK, "-o", self.file, says=["--resume", "--overwrite"])
        self.assertIn(self.file.name, done.stderr)
        self.assertEqual(self.file.read_text(), "precious")

    def test_a_run_that_names_no_file_finds_a_free_one(self):
        # Two that begin within a second; the first has taken its name before the second is started.
        quick = ("run", MODEL, "--runtimes", "fake:unsupported=1", "--quiet")
        for _ in range(4):
            done = [self.bakeoff(*quick, code=4) for _ in range(2)]
            names = [re.search(r"Study file: (\S+)", one.stdout).group(1) for one in done]
            self.assertNotEqual(*names)
            if names[1] == names[0].replace(".bakeoff", "-2.bakeoff"):
                break
        else:
            self.skipTest("this machine is too slow for two runs within a second")
        for name in names:
            self.bakeoff("export", name)

    def test_a_resumed_file_keeps_its_terms(self):
        self.bakeoff(*QUICK, "-o", self.file)
        kept = self.file.read_bytes()
        for terms in (["--batch", "4"], ["--runtimes", "null"], ["--precision", "fp16"], ["--threads", "1"], ["--alpha", "0.1"],
                      ["--metric", "throughput"], ["--epsilon", "0.1"], ["--evidence", "round"], ["--seed", "1"], ["--strict"],
                      ["--shape", "x=1x3"], ["--input", "x=a.npy"], ["--max-error", "0.1"], ["--device", "cpu"]):
            with self.subTest(option=terms[0]):
                self.refused("run", "--resume", "-o", self.file, *terms, says=[terms[0], f"bakeoff run MODEL {terms[0]}", "keep the terms"])
        self.assertEqual(self.file.read_bytes(), kept)
        self.bakeoff("run", "--resume", "-o", self.file, "--budget", "9s", "--quiet")
        self.refused("run", MODEL, "--overwrite", says=["--overwrite", "-o FILE"])
        self.refused("run", "--resume", says=["--resume", "-o FILE"])

    def test_a_resumed_or_overwritten_file_takes_in_what_it_lacks(self):
        self.bakeoff(*QUICK, "-o", self.file)
        batches = lambda: [(cell["batch"], cell["try"]) for cell in self.exported()["cells"]]
        self.bakeoff(*QUICK, "--batch", 2, "--resume", "-o", self.file)
        self.assertEqual(batches(), [(1, 1), (2, 1)])
        self.bakeoff(*QUICK, "--batch", "2,4", "--overwrite", "-o", self.file)
        self.assertEqual(batches(), [(1, 1), (2, 2), (4, 1)])

    def test_more_threads_than_processors_are_remarked_on(self):
        for more in ([], ["--dry-run"]):
            run = ("run", MODEL, "--runtimes", "fake:unsupported=1", "-o", self.folder / f"{len(more)}.bakeoff", *more)
            allowed = len(os.sched_getaffinity(0))
            code = 0 if more else 4
            self.assertIn(f"--threads {allowed + 1}: more than the {allowed} processor",
                          self.bakeoff(*run, "--threads", f"1,{allowed + 1}", code=code).stderr)
            self.assertNotIn("more than", self.bakeoff(*run, "--threads", allowed, *([] if more else ["--overwrite"]), code=code).stderr)

    def test_what_is_no_model_is_refused_by_name(self):
        model = self.folder / "strange.onnx"
        model.write_bytes(b"\x08\x07 this is not a model")
        self.refused("run", "strange.onnx", "--runtimes", "null", says=["strange.onnx"])
        for more in ([], ["--dry-run"]):
            run = lambda model, says: self.refused("run", model, "--runtimes", "null", *more, says=says)
            run("absent.onnx", ["absent.onnx: no such file"])
            run("./strange.onn", ["no such file", "did you mean ./strange.onnx?"])
            run("resnet50", ["did you mean resnet-50?"])
            run("n" * 300, ["cannot be read: File name too long"])

    def test_a_users_model_races(self):
        (self.folder / "mine.onnx").write_bytes(onnx_model("Relu"))
        done = self.bakeoff("run", "mine.onnx", "--runtimes", APART, "--evidence", "round", "--budget", "30s", *HASTY, "--json",
                            "-o", self.file)
        cell = self.only_cell(json.loads(done.stdout))
        self.assertEqual(cell["winners"], ["fake:latency=2ms"])
        self.assertIn("mine", cell["model"])

    def test_models_are_listed_and_made(self):
        self.assertIn(MODEL, self.bakeoff("models", "list").stdout)
        self.bakeoff("models", "make", MODEL, "-o", self.folder / "made.onnx")
        again = self.folder / "again.onnx"
        self.bakeoff("models", "make", MODEL, "-o", again)
        self.assertEqual((self.folder / "made.onnx").read_bytes(), again.read_bytes(), "the same seed makes the same bytes")

    def test_runtimes_show_what_may_be_asked_of_them(self):
        narrow = environment(COLUMNS="80")
        listed = self.bakeoff("runtimes", "list", env=narrow).stdout
        self.assertIn("bakeoff runtimes show NAME", listed)
        names = re.findall(r"^([a-z]+) ", listed, re.M)
        self.assertIn("onnxruntime", names)
        for name in set(names) - {"runtime"}:
            with self.subTest(runtime=name):
                shown = self.bakeoff("runtimes", "show", name, env=narrow).stdout
                for line in shown.splitlines():
                    self.assertLessEqual(width(line), 80, line)
                # Each configuration can be asked for as it is written, and without its runtime installed.
                configurations = re.findall(r"^  (\S+)  ", shown.split("Configurations")[1].split("\n\n")[0], re.M)
                self.assertIn(name, configurations)
                self.bakeoff("run", MODEL, "--runtimes", ",".join(configurations), "--dry-run")
        shown = self.bakeoff("runtimes", "show", "onnxruntime", "fake").stdout
        self.assertRegex(shown, r"(?s)onnxruntime:no-spin .*: allow-spinning=0\n.*\n  allow-spinning +0\|1: .*\n  latency +[^\n]*\n")
        self.refused("runtimes", "show", "onnxruntim", says=["onnxruntime"])
        self.refused("runtimes", "show", "null:spin", says=["null:spin"])
        self.refused("runtimes", "show", "null==9", says=["null==9"])
        bare = environment(BAKEOFF_RUNTIMES=str(self.folder / "runtimes"))
        self.assertRegex(self.bakeoff("runtimes", "show", "pytorch", env=bare).stdout, r"(?s)not installed.*pytorch:plain.*once it is installed")

    def test_host_and_selftest(self):
        self.assertTrue(self.bakeoff("host").stdout.strip())
        test = json.loads(self.bakeoff("selftest", "--rounds", 35, "--json").stdout)
        self.assertGreater(test["clock_read_ns"], 0)
        self.assertGreater(test["null_overhead_ns"], 0)
        self.assertEqual(test["aa"]["rounds_asked"], 35)
        self.assertGreater(test["aa"]["rounds"], 0)
        self.assertTrue(test["freezing"]["holds"])
        self.assertGreater(test["freezing"]["windows"], 0)

    def test_the_race_reproduces_the_vectors_and_a_wrong_one_is_found(self):
        vectors = json.loads((SOURCE / "tests" / "golden" / "method_vectors.json").read_text())
        good, bad = self.folder / "good.json", self.folder / "bad.json"
        good.write_text(json.dumps(vectors))
        self.bakeoff("selftest", "--vectors", good)
        vectors["evidence"][0][2] *= 1.001
        bad.write_text(json.dumps(vectors))
        done = self.bakeoff("selftest", "--vectors", bad, code=1)
        self.assertTrue((done.stdout + done.stderr).strip(), "it names the difference")

    def test_dry_run_starts_nothing(self):
        done = self.bakeoff(*QUICK, "--dry-run", "-o", self.file)
        self.assertIn(MODEL, done.stdout)
        self.assertFalse(self.file.exists())

    def test_quiet_says_nothing_but_the_result(self):
        done = self.bakeoff(*QUICK, "--quiet", "-o", self.file)
        self.assertEqual(done.stderr, "")
        self.assertTrue(done.stdout.strip())

    def test_plain_lines_where_there_is_no_terminal(self):
        done = self.bakeoff(*QUICK, "-o", self.file)
        self.assertNotIn("\x1b", done.stdout + done.stderr)
        self.assertNotIn("\r", done.stdout + done.stderr)

    def test_eighty_columns_in_a_pipe(self):
        done = self.bakeoff(*QUICK, "-o", self.file, env=environment(COLUMNS="80"))
        for line in (done.stdout + done.stderr).splitlines():
            if "bakeoff run" not in line:  # a command to paste is not broken
                self.assertLessEqual(width(line), 80, line)

    def test_eighty_columns_on_a_terminal(self):
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        process = self.start(*QUICK, "-o", self.file, stdout=slave, stderr=slave, env=environment(TERM="xterm"))
        os.close(slave)
        seen = []

        def read():
            try:
                while chunk := os.read(master, 65536):
                    seen.append(chunk)
            except OSError:  # the other end is closed
                pass

        reader = threading.Thread(target=read)
        reader.start()
        process.wait(timeout=60)
        reader.join()
        os.close(master)
        text = b"".join(seen).decode()
        self.assertEqual(process.returncode, 0, text)
        self.assertIn("\r", text, "a live line")
        for line in re.split(r"[\r\n]+", text):
            if "bakeoff run" not in line:
                self.assertLessEqual(width(line), 80, line)
        self.assertIn("WINNER", text)

    def test_the_worker_needs_nothing_that_could_clash(self):
        done = subprocess.run(["readelf", "-d", PROGRAM.parent / "bakeoff-worker"], check=True, capture_output=True, text=True)
        needed = set(re.findall(r"NEEDED.*\[([^\]]+)\]", done.stdout))
        allowed = re.compile(r"(lib(c|m|stdc\+\+|gcc_s|asan|ubsan|tsan)|ld-linux.*)\.so.*")
        self.assertEqual({name for name in needed if not allowed.fullmatch(name)}, set())


if __name__ == "__main__":
    unittest.main()
