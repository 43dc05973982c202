"""The page of `bakeoff report` and the files of `bakeoff figures`, read by another parser than the one that wrote them."""

import json
import re
import unittest
import xml.etree.ElementTree as ElementTree

from support import Case, HASTY, MODEL, SOURCE

HTML = "{http://www.w3.org/1999/xhtml}"
SVG = "{http://www.w3.org/2000/svg}"
RUNTIMES = ["fake:latency=2ms", "fake:latency=4ms", "fake:latency=3ms+crash=run:60", "fake:unsupported=1", "fake:wrong=1"]


def colours(style, selector):
    """The custom properties of the first rule for `selector`."""
    rule = style[style.index(selector + "{"):]
    return dict(re.findall(r"--([a-z0-9-]+):(#[0-9a-f]{3,6})", rule[:rule.index("}")]))


def contrast(one, other):
    """WCAG 2.2's contrast ratio of two colours."""
    def luminance(colour):
        digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
        parts = [int(digits[i:i + 2], 16) / 255 for i in (0, 2, 4)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


class Report(Case):
    def page(self, *files):
        into = self.folder / "report.html"
        self.bakeoff("report", *files, "-o", into)
        return ElementTree.parse(into).getroot()

    def race_several(self):
        self.bakeoff("run", MODEL, "--runtimes", ",".join(RUNTIMES), "--evidence", "round", "--batch", "1,2", "--budget", "8s",
                     *HASTY, "-o", self.file, code=(0, 3))

    def test_the_page_tells_what_the_file_holds(self):
        self.race_several()
        page = self.page(self.file)
        text = " ".join("".join(page.itertext()).split())
        cells = self.exported()["cells"]
        for cell in cells:
            for candidate in cell["candidates"]:
                self.assertIn(candidate["name"], text)
                self.assertIn(candidate["status"], text)
        commands = [" ".join("".join(pre.itertext()).replace("\\\n", " ").split()) for pre in page.iter(f"{HTML}pre")]
        for cell in cells:
            self.assertIn(cell["command"], commands)
        for table in page.iter(f"{HTML}table"):
            self.assertTrue(list(table.iter(f"{HTML}th")), "a table has headers")
        for figure in page.iter(f"{SVG}svg"):
            self.assertTrue(figure.find(f"{SVG}title").text)
            self.assertTrue(figure.find(f"{SVG}desc").text)
            self.assertEqual(figure.get("role"), "img")
        links = [link.get("href") for link in page.iter(f"{HTML}a")]
        targets = {f"#{element.get('id')}" for element in page.iter() if element.get("id")}
        self.assertEqual(len(links), len(cells))
        self.assertLessEqual(set(links), targets)

    def test_the_figures_are_files_of_their_own(self):
        self.race_several()
        into = self.folder / "some" / "figures"
        self.bakeoff("figures", self.file, "-o", into)
        files = sorted(path.name for path in into.iterdir())
        self.assertIn(f"1-001-{MODEL}-samples.svg", files)
        for path in into.iterdir():
            self.assertEqual(ElementTree.parse(path).getroot().tag, f"{SVG}svg")

    def test_several_files_make_one_page(self):
        example = SOURCE / "docs" / "example.bakeoff"
        page = self.page(example, example)
        ids = [element.get("id") for element in page.iter() if element.get("id")]
        self.assertEqual(len(ids), len(set(ids)))
        cells = json.loads(self.bakeoff("export", example, "--format", "json").stdout)["cells"]
        self.assertEqual(sum(id.startswith("cell-") for id in ids), 2 * len(cells))

    def test_what_cannot_be_read_or_written_is_said(self):
        missing = self.bakeoff("report", self.folder / "none.bakeoff", code=2)
        self.assertIn("none.bakeoff", missing.stderr)
        self.file.write_text("<html>")
        self.bakeoff("report", self.file, code=2)
        self.assertFalse((self.folder / "report.html").exists())
        example = SOURCE / "docs" / "example.bakeoff"
        self.assertIn("/nowhere/r.html", self.bakeoff("report", example, "-o", "/nowhere/r.html", code=1).stderr)
        self.bakeoff("figures", example, "-o", self.file, code=2)

    def test_text_stands_out_from_its_ground(self):
        page = (SOURCE / "src/report/html/style.css").read_text()
        figure = (SOURCE / "src/report/figure/figure.css").read_text()
        dark = "@media (prefers-color-scheme:dark)"
        for style, selector in [(page, ":root"), (page[page.index(dark):], ":root"), (figure, ".figure"),
                                (figure[figure.index(dark):], ".figure")]:
            found = colours(style, selector)
            grounds = [found[name] for name in ("paper", "wash") if name in found]
            names = {"ink", "quiet", "link", "winner", "tie", "open", "none", "c0", "c1", "c2", "c3", "c4", "c5"} & set(found)
            self.assertGreater(len(names), 5)
            for name in names:
                for ground in grounds:
                    self.assertGreaterEqual(contrast(found[name], ground), 4.5, f"{selector} --{name} on {ground}")


if __name__ == "__main__":
    unittest.main()
