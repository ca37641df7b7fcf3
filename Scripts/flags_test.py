#!/usr/bin/env python3
"""Tests of flags.py, on trees that are made for them."""
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SCRIPT = Path(__file__).with_name("flags.py")


class Flags(unittest.TestCase):
    def check(self, code, module="Corpus"):
        with tempfile.TemporaryDirectory() as folder:
            for name in ["Corpus", "FreqAnalysis", "corpus-tool"]:
                (Path(folder) / name / "Text").mkdir(parents=True)
            (Path(folder) / module / "Text" / "A.swift").write_text(code, encoding="utf-8")
            done = subprocess.run([sys.executable, SCRIPT, folder], capture_output=True, text=True)
            self.assertEqual(done.stderr, "")
            self.assertEqual(done.returncode, 1 if done.stdout else 0)
            return done.stdout.replace(folder + "/", "").splitlines()

    def test_a_sentence(self):
        found = ["Text/A.swift:2: names --replace, which only corpus-tool knows"]
        code = 'let a = "x"\nlet b = "it is there; --replace replaces it"\n'
        self.assertEqual(self.check(code), ["Corpus/" + line for line in found])
        self.assertEqual(self.check(code, "FreqAnalysis"), ["FreqAnalysis/" + line for line in found])
        self.assertEqual(self.check(code, "corpus-tool"), [])

    def test_each_of_a_line(self):
        found = self.check('let a = "\\(b ? "--key" : "`x` --name-column")"\n')
        self.assertEqual([line.split()[2] for line in found], ["--key,", "--name-column,"])

    def test_several_lines(self):
        code = 'let a = """\n  one\n  two --three\n  """\n// "--no"\nlet b = "--four"\n'
        self.assertEqual([line.split(":")[1] for line in self.check(code)], ["3", "6"])

    def test_what_is_none(self):
        self.assertEqual(self.check("/// `--replace` lets it.\n/* \"--a\" */\nlet a = 1  // --b\n"), [])
        self.assertEqual(self.check('let a = "-- SQL", b = "a--b", c = "http://x/--", d = "---"\n'), [])
        self.assertEqual(self.check('let a = "`aws configure --profile \\(x) --format env` prints it"\n'), [])
        self.assertEqual(len(self.check('let a = "`examples --audit` draws one"\n')), 1)
        self.assertEqual(self.check('process.arguments = [\n  "--format", "x", "--zoom"]\n'), [])


if __name__ == "__main__":
    unittest.main()
