"""docs/FIRST-STEPS.md does what it says: its commands are run in order, their output compared with numbers masked."""

import os
import re
import subprocess
import unittest

from support import Case, PROGRAM, SANITIZER, SOURCE, environment

PAGE = SOURCE / "docs" / "FIRST-STEPS.md"
# What is said before a block about running it: its output is compared, or differs from machine to machine and only the
# exit code is looked at (3: a race that is unresolved is a result).
BLOCK = re.compile(r"<!-- (run and compared|only run) -->\n```console\n(.*?)```", re.S)


def steps():
    """(how, command, expected output) of each command that the page marks."""
    for how, text in BLOCK.findall(PAGE.read_text()):
        for part in re.split(r"^\$ ", text, flags=re.M)[1:]:
            command, _, output = part.partition("\n")
            yield how, command, output


def masked(text):
    """Without what differs from run to run: numbers, folders, and how wide columns have become by them."""
    text = re.sub(r"/\S*", "FOLDER", text)
    text = re.sub(r"(?<![A-Za-z])\d+(?:[.,]\d+)*(?:e-?\d+)?", "#", text)
    text = re.sub(r"[─-]{3,}", "---", text)
    return [re.sub(r"\s+", " ", line).strip() for line in text.strip().splitlines()]


@unittest.skipIf("thread" in SANITIZER, "it installs real runtimes, whose libraries are not instrumented")
class FirstSteps(Case):
    def test_each_command_prints_what_the_page_shows(self):
        self.bakeoff("models", "make", "squeezenet-1.1", "-o", "my-model.onnx")
        path = f"{PROGRAM.parent}:{os.environ['PATH']}"
        ran = []
        for how, command, expected in steps():
            done = subprocess.run(["bash", "-c", command], cwd=self.folder, env=environment(PATH=path), capture_output=True,
                                  text=True, stdin=subprocess.DEVNULL, timeout=240, check=False)
            with self.subTest(command=command):
                self.assertIn(done.returncode, (0,) if how == "run and compared" else (0, 3), done.stderr)
                if how == "run and compared":
                    self.assertEqual(masked(done.stdout), masked(expected))
                else:
                    self.assertTrue(done.stdout.strip() or done.stderr.strip())
            ran.append(command.split()[1])
        self.assertIn("</html>", (self.folder / "my-model.html").read_text())
        for wanted in ("runtimes", "host", "check", "run", "report", "export"):
            self.assertIn(wanted, ran, "the page leads through every step")


if __name__ == "__main__":
    unittest.main()
