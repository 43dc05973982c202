"""The example adapter, built out of tree with one header by the commands of docs/ADAPTERS.md, added and raced."""

import json
import re
import shutil
import subprocess
import unittest

from onnx_bytes import onnx_model
from support import Case, HASTY, SOURCE, environment

EXAMPLE = SOURCE / "docs" / "examples" / "adapter" / "relu.c"


def commands_of_the_page():
    page = (SOURCE / "docs" / "ADAPTERS.md").read_text()
    block = re.search(r"<!-- run by tests/e2e/test_adapters.py -->\n```\n(.*?)```", page, re.S)
    return block.group(1).splitlines()


class Adapters(Case):
    def setUp(self):
        super().setUp()
        shutil.copytree(SOURCE / "include", self.folder / "include")
        shutil.copy(EXAMPLE, self.folder)
        (self.folder / "model.onnx").write_bytes(onnx_model("Relu"))
        self.environment = environment(BAKEOFF_RUNTIMES=str(self.folder / "runtimes"))

    def bakeoff(self, *arguments, **options):
        return super().bakeoff(*arguments, env=self.environment, **options)

    def compile(self, source=None, output="relu.so"):
        words = commands_of_the_page()[0].split()
        words[words.index("-o") + 1] = output
        if source is not None:
            (self.folder / "relu.c").write_text(source)
        subprocess.run(words, cwd=self.folder, check=True)

    def cell_of(self, *arguments, code=0):
        done = self.bakeoff("run", "model.onnx", "--evidence", "round", "--budget", "30s", "--json", "-o", self.file, *HASTY,
                            *arguments, code=code)
        return self.only_cell(json.loads(done.stdout))

    def test_the_commands_of_the_page(self):
        build, add, listing, check, run = commands_of_the_page()
        subprocess.run([*build.split(), "-Wall", "-Wextra", "-Wpedantic", "-Werror"], cwd=self.folder, check=True)
        self.assertIn("relu 1.0: added", self.bakeoff(*add.split()[1:]).stderr)
        self.assertRegex(self.bakeoff(*listing.split()[1:]).stdout, r"relu\s+Relu, the example\s+1\.0")

        self.assertRegex(self.bakeoff("runtimes", "show", "relu").stdout, r"(?s)Relu, the example 1\.0\n.*\n  relu .*Options")

        checked = json.loads(self.bakeoff(*check.split()[1:], "--json").stdout)["models"][0]["results"]
        self.assertEqual([(one["name"], one["version"], one["status"]) for one in checked], [("relu", "1.0", "right")])

        cell = self.cell_of(*run.split()[3:], code=(0, 3))
        self.assertEqual(self.statuses(cell), {"relu": "measured", "null": "measured"})
        relu = next(one for one in cell["candidates"] if one["name"] == "relu")
        self.assertEqual(relu["relative_error"], 0)
        self.assertEqual(relu["executed_precision"], "fp32")

        self.bakeoff("runtimes", "remove", "relu")
        self.assertNotIn("relu", self.bakeoff("runtimes", "list").stdout)

    def test_another_operator_is_refused_by_name(self):
        self.compile()
        self.bakeoff("runtimes", "add", "relu.so")
        (self.folder / "model.onnx").write_bytes(onnx_model("Sigmoid"))
        results = json.loads(self.bakeoff("check", "model.onnx", "--runtimes", "relu", "--json", code=4).stdout)
        result = results["models"][0]["results"][0]
        self.assertEqual(result["status"], "unsupported")
        self.assertIn("Sigmoid", result["reason"])

    def test_a_wrong_answer_is_not_ranked(self):
        self.compile(EXAMPLE.read_text().replace("input[i] > 0 ? input[i] : 0", "input[i]"))
        self.bakeoff("runtimes", "add", "relu.so")
        cell = self.cell_of("--runtimes", "relu,null")
        self.assertEqual(self.statuses(cell), {"relu": "wrong-result", "null": "measured"})

    def test_what_is_no_adapter_or_dies_is_refused_with_the_reason(self):
        for source, says in (("int nothing;", "bakeoff_adapter_get"),
                             (EXAMPLE.read_text().replace('.name = "relu"', '.name = "null"'), "null"),
                             (EXAMPLE.read_text().replace(".abi = BAKEOFF_ADAPTER_ABI", ".abi = 99"), "99"),
                             (EXAMPLE.read_text().replace("(void)library_dir;", "abort();"), "signal 6")):
            with self.subTest(says=says):
                self.compile(source)
                self.assertIn(says, self.bakeoff("runtimes", "add", "relu.so", code=2).stderr)
                self.assertNotIn("relu", self.bakeoff("runtimes", "list").stdout)
        leftovers = [path for path in (self.folder / "runtimes").iterdir() if path.name != ".lock"]
        self.assertEqual(leftovers, [])


if __name__ == "__main__":
    unittest.main()
