"""bakeoff check: right, wrong and unsupported answers, with real runtimes where they are installed."""

import json
import pathlib
import shutil
import unittest

from support import Case, MODEL, installed

TESTDATA = pathlib.Path("/usr/share/libonnx-testdata/data/node")


class Check(Case):
    def results(self, *arguments, code=0):
        done = self.bakeoff("check", *arguments, "--json", "--quiet", code=code, timeout=300)
        document = json.loads(done.stdout)
        self.assertEqual(document["schema"], "bakeoff/1")
        self.assertEqual(len(document["models"]), 1)
        return document["models"][0]["results"]

    def test_a_wrong_answer_is_told_and_ends_in_4(self):
        right, wrong = self.results(MODEL, "--runtimes", "fake,fake:wrong=1", code=4)
        self.assertEqual((right["status"], right["reference"]), ("right", "scripted"))
        self.assertEqual(wrong["status"], "wrong-result")
        self.assertAlmostEqual(wrong["relative_error"], 0.1, places=6)
        self.assertTrue(wrong["reason"])

    def test_unsupported_beside_a_right_one_is_no_failure(self):
        statuses = [r["status"] for r in self.results(MODEL, "--runtimes", "fake,fake:unsupported=1")]
        self.assertEqual(statuses, ["right", "unsupported"])
        self.results(MODEL, "--runtimes", "fake:unsupported=1", code=4)

    def test_fewer_bits_than_asked_are_unsupported(self):
        options = "fake:executed-precision=bf16"
        for precision, status in (("fp16", "unsupported"), ("bf16", "right")):
            result, = self.results(MODEL, "--runtimes", options, "--precision", precision, code=(0, 4))
            self.assertEqual(result["status"], status, result["reason"])
        result, = self.results(MODEL, "--runtimes", "fake:executed-precision=fp32", "--precision", "fp16", "--strict", code=4)
        self.assertEqual(result["reason"], "strict fp16 asked, fp32 ran")

    def test_the_table_says_what_the_json_says(self):
        done = self.bakeoff("check", MODEL, "--runtimes", "fake,fake:wrong=1", code=4)
        self.assertIn("wrong-result", done.stdout)
        self.assertIn("checking fake", done.stderr)

    @unittest.skipUnless(installed("onnxruntime", "openvino"), "the runtimes are not installed")
    def test_real_runtimes_against_the_reference_at_every_precision(self):
        results = self.results(MODEL, "--runtimes", "onnxruntime,openvino", "--precision", "fp32,fp16,bf16")
        self.assertEqual(len(results), 6)
        for result in results:
            self.assertIn(result["status"], ("right", "unsupported"), result["reason"])
            if result["status"] == "right":
                self.assertEqual(result["reference"], "fp64")
        for result in results[:2]:
            self.assertLess(result["relative_error"], 1e-5)
            self.assertEqual(result["executed_precision"], "fp32")

    @unittest.skipUnless(installed("onnxruntime") and TESTDATA.is_dir(), "neither onnxruntime nor test data")
    def test_data_that_came_with_a_model(self):
        case = TESTDATA / "test_maxpool_2d_pads"
        result, = self.results(case / "model.onnx", "--data", case, "--runtimes", "onnxruntime")
        self.assertEqual((result["status"], result["reference"]), ("right", "data"))
        # Another case's outputs are wrong for this one, and said to be.
        mixed = self.folder / "test_data_set_0"
        shutil.copytree(case / "test_data_set_0", mixed)
        shutil.copy(TESTDATA / "test_averagepool_2d_pads" / "test_data_set_0" / "output_0.pb", mixed)
        result, = self.results(case / "model.onnx", "--data", mixed, "--runtimes", "onnxruntime", code=4)
        self.assertEqual(result["status"], "wrong-result")

    def test_data_go_with_one_model_and_nothing_else_of_its_inputs(self):
        done = self.bakeoff("check", MODEL, "--data", self.folder, "--batch", 2, code=2)
        self.assertIn("--data", done.stderr)
        done = self.bakeoff("check", MODEL, "--data", self.folder, code=2)
        self.assertIn(str(self.folder), done.stderr)


if __name__ == "__main__":
    unittest.main()
