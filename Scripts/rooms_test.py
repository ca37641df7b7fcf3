#!/usr/bin/env python3
"""Tests of rooms.py: small modules with a circle, or without, and what the script says of them."""
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SCRIPT = Path(__file__).resolve().parent / "rooms.py"
# Cellar/ stands above Attic/: Attic may name Cellar, and not the other way round.
PAGE = "# Code\n\n## House: all of it\n\n- **Cellar/** is first.\n- **Attic/** is last.\n"


class RoomsTest(unittest.TestCase):
    def complaints(self, files, page=PAGE):
        """What the script prints of a module House with these files; its status has to agree."""
        with tempfile.TemporaryDirectory() as folder:
            sources = Path(folder)
            (sources / "README.md").write_text(page, encoding="utf-8")
            for name, text in files.items():
                path = sources / "House" / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
            run = subprocess.run([sys.executable, SCRIPT, folder], capture_output=True, encoding="utf-8")
            self.assertEqual(run.stderr, "")
            self.assertEqual(run.returncode, 1 if run.stdout else 0)
            return run.stdout.replace(f"{folder}/", "").splitlines()

    def test_a_folder_may_name_those_above(self):
        self.assertEqual(self.complaints({
            "Cellar/Wine.swift": "public struct Wine {}\n",
            "Attic/Trunk.swift": "struct Trunk { var wine: Wine }\n"}), [])

    def test_a_circle_is_named_with_the_file_that_ties_it(self):
        self.assertEqual(self.complaints({
            "Cellar/Wine.swift": "struct Wine { var trunk: Trunk }\n",
            "Attic/Trunk.swift": "struct Trunk { var wine: Wine }\n"}),
            ["House/Cellar/Wine.swift: names Trunk of House/Attic, which stands below Cellar/"])

    def test_each_file_and_each_name_is_a_line(self):
        self.assertEqual(self.complaints({
            "Cellar/Wine.swift": "func drink(_: Trunk, _: Lamp) {}\n",
            "Cellar/Deep/Well.swift": "let lamp = Lamp()\n",
            "Attic/Trunk.swift": "@frozen public final class Trunk {}\nindirect enum Lamp {}\n"}),
            ["House/Cellar/Deep/Well.swift: names Lamp of House/Attic, which stands below Cellar/",
             "House/Cellar/Wine.swift: names Lamp of House/Attic, which stands below Cellar/",
             "House/Cellar/Wine.swift: names Trunk of House/Attic, which stands below Cellar/"])

    def test_every_kind_of_declaration_counts(self):
        for kind in ["struct", "class", "enum", "protocol", "actor", "public struct", "package enum", "typealias"]:
            with self.subTest(kind):
                self.assertEqual(len(self.complaints({
                    "Cellar/Wine.swift": "let a: Trunk? = nil\n",
                    "Attic/Trunk.swift": f"{kind} Trunk {{}}\n"})), 1)

    def test_comments_and_literals_name_nothing(self):
        self.assertEqual(self.complaints({
            "Cellar/Wine.swift": '// A Trunk.\n/* A\nTrunk. */\nlet a = "a Trunk, https://x"\nlet b = """\n  Trunk\n  """\n',
            "Attic/Trunk.swift": "struct Trunk {}\n"}), [])

    def test_what_follows_a_literal_with_slashes_is_code(self):
        self.assertEqual(len(self.complaints({
            "Cellar/Wine.swift": 'let a = ("https://x", Trunk())\n', "Attic/Trunk.swift": "struct Trunk {}\n"})), 1)

    def test_a_nested_type_is_no_name_of_the_folder(self):
        self.assertEqual(self.complaints({
            "Cellar/Wine.swift": "let a = Lid()\n",
            "Attic/Trunk.swift": "struct Trunk {\n  struct Lid {}\n}\n"}), [])

    def test_a_name_of_both_folders_belongs_to_none(self):
        self.assertEqual(self.complaints({
            "Cellar/Wine.swift": "struct Lid {}\nlet a = Lid()\n", "Attic/Trunk.swift": "private struct Lid {}\nstruct Lid {}\n"}), [])

    def test_a_member_that_is_added_below_is_named_too(self):
        files = {
            "Cellar/Wine.swift": "struct Wine {}\n",
            "Cellar/Cup.swift": "let a = Wine().poured()\n",
            "Attic/Trunk.swift": "extension Wine {\n  func poured() -> Int { 1 }\n}\n"}
        line = "House/Cellar/Cup.swift: uses .poured of House/Attic, which stands below Cellar/"
        self.assertEqual(self.complaints(files), [line])
        for other in ["  private func poured() {}", "  func spilt() {}"]:
            trunk = f"extension Wine {{\n{other}\n}}\n"
            self.assertEqual(self.complaints({**files, "Attic/Trunk.swift": trunk}), [])
        # Of a type of its own folder, or with another of the name above, nobody can tell.
        self.assertEqual(self.complaints({
            **files, "Attic/Trunk.swift": "struct Trunk {}\nextension Trunk {\n  func poured() {}\n}\n"}), [])
        self.assertEqual(self.complaints({**files, "Cellar/Jug.swift": "struct Jug {\n  func poured() {}\n}\n"}), [])

    def test_a_folder_that_the_page_leaves_out(self):
        self.assertEqual(self.complaints({
            "Cellar/Wine.swift": "", "Attic/Trunk.swift": "", "Shed/Rake.swift": "struct Rake {}\n"}),
            ["House/Shed is not in Sources/README.md"])

    def test_a_folder_that_is_not_there(self):
        self.assertEqual(self.complaints({"Cellar/Wine.swift": ""}),
                         ["Sources/README.md lists House/Attic, which holds no code"])

    def test_a_page_in_the_other_order(self):
        lines = PAGE.splitlines(keepends=True)
        turned = "".join(lines[:4] + [lines[5], lines[4]])
        self.assertEqual(self.complaints({
            "Cellar/Wine.swift": "struct Wine {}\n", "Attic/Trunk.swift": "struct Trunk { var wine: Wine }\n"}, turned),
            ["House/Attic/Trunk.swift: names Wine of House/Cellar, which stands below Attic/"])


if __name__ == "__main__":
    unittest.main()
