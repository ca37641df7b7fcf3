#!/usr/bin/env python3
"""Checks that the libraries name no option of the command line in what they say.

usage: Scripts/flags.py [Sources]

The libraries can be used without the command line, so their sentences say what is wrong and what is needed in words that hold
for any program; corpus-tool adds the option that helps (Terminal/Advice+*.swift). A string literal of Corpus or FreqAnalysis
with `--name` in it is a line, and the status is then 1. Arguments that another program is started with are no sentences:
`process.arguments = ["--format", ...]`; neither is a command of another program, `git fetch --tags` in backticks.
"""
import re
import sys
from pathlib import Path

LIBRARIES = ["Corpus", "FreqAnalysis"]
# A literal, which is kept, or a comment. In Swift two hyphens and a letter stand nowhere but in these.
LITERAL_OR_COMMENT = re.compile(
    r'(?P<literal>"""(?:[^\\]|\\.)*?"""|"(?:[^"\\\n]|\\.)*")|//[^\n]*|/\*.*?\*/', re.DOTALL)
FLAG = re.compile(r"(?<![\w-])--[a-z][\w-]*")
OTHER_PROGRAMS = re.compile(r"`(?:aws|gcloud|git|hf|rclone) [^`\n]*`")
ARGUMENTS = re.compile(r"\.arguments = \[[^\]]*\]")


def blank(text):
    """The text's line ends alone, so that lines keep their numbers."""
    return "\n" * text.count("\n")


def complaints(sources):
    for library in LIBRARIES:
        for path in sorted((sources / library).rglob("*.swift")):
            text = path.read_text(encoding="utf-8")
            text = LITERAL_OR_COMMENT.sub(lambda found: found["literal"] or blank(found[0]), text)
            text = ARGUMENTS.sub(lambda found: blank(found[0]), text)
            for number, line in enumerate(OTHER_PROGRAMS.sub("", text).splitlines(), 1):
                yield from (f"{path}:{number}: names {flag[0]}, which only corpus-tool knows" for flag in FLAG.finditer(line))


def main():
    lines = list(complaints(Path(sys.argv[1] if len(sys.argv) > 1 else "Sources")))
    print("\n".join(lines), end="\n" if lines else "")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
