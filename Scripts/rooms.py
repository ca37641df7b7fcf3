#!/usr/bin/env python3
"""Checks that the folders of each module stand in the data's order and name only folders above them.

usage: Scripts/rooms.py [Sources]

The order is that of the folder lists in Sources/README.md (`- **Rules/** ...` under a heading that begins with the module's
name). A folder names another where its code has a word that only the other's files declare as a type at the top level, or uses a
member that only the other's files have, in an extension of a type from elsewhere. A name from below, a folder that the page
leaves out and one that is not there are each a line; the status is then 1.
"""
import re
import sys
from collections import defaultdict
from pathlib import Path

DECLARATION = re.compile(
    r"^(?:(?:@\w+|public|package|internal|final|indirect|nonisolated)\s+)*"
    r"(?:struct|class|enum|protocol|actor|typealias)\s+(\w+)", re.MULTILINE)
EXTENSION = re.compile(r"(?:\w+ )*extension (\w+)")
# A member of a type at the top level that other files can use.
MEMBER = re.compile(r"  (?!private|fileprivate)(?:[\w@()]+ )*(?:func|var)\s+(\w+)")
# Members that a library's types have, too, so that a use says nothing.
SHARED = {"load"}
# What is no code: comments and the text of literals.
PROSE = re.compile(r'//[^\n]*|/\*.*?\*/|"""(?:[^\\]|\\.)*?"""|"(?:[^"\\\n]|\\.)*"', re.DOTALL)


def listed(page):
    """{module: [folder, ...]} as the page has them."""
    order, module = {}, None
    for line in page.read_text(encoding="utf-8").splitlines():
        if heading := re.match(r"## ([\w-]+)", line):
            module = heading[1]
        elif folder := re.match(r"- \*\*(\w+)/\*\*", line):
            order.setdefault(module, []).append(folder[1])
    return order


def extended(text, room, homes):
    """The members that a file of a folder adds to types that are not the folder's own."""
    owner = None
    for line in text.splitlines():
        if found := EXTENSION.match(line):
            owner = found[1]
        elif re.match(r"[^\s}]", line):
            owner = None
        if owner and homes.get(owner) != {room} and (member := MEMBER.match(line)):
            yield member[1]


def complaints(sources):
    for module, order in listed(sources / "README.md").items():
        files = {path: path.relative_to(sources / module).parts for path in sorted((sources / module).rglob("*.swift"))}
        found = sorted({parts[0] for parts in files.values() if len(parts) > 1})
        yield from (f"{module}/{name} is not in Sources/README.md" for name in found if name not in order)
        yield from (f"Sources/README.md lists {module}/{name}, which holds no code" for name in order if name not in found)
        place = {name: index for index, name in enumerate(order)}
        texts = {path: path.read_text(encoding="utf-8") for path in files}
        homes = defaultdict(set)
        for path, parts in files.items():
            for name in DECLARATION.findall(texts[path]):
                homes[name].add(parts[0] if len(parts) > 1 else "")
        home = {name: next(iter(rooms)) for name, rooms in homes.items() if len(rooms) == 1}
        code = {path: PROSE.sub(" ", text) for path, text in texts.items()}
        declared, added = defaultdict(set), defaultdict(set)
        for path, parts in files.items():
            room = parts[0] if len(parts) > 1 else ""
            for name in re.findall(r"\b(?:func|var|let|case)\s+(\w+)", code[path]):
                declared[name].add(room)
            for name in extended(code[path], room, homes):
                added[name].add(room)
        members = {name: next(iter(rooms)) for name, rooms in added.items() if len(rooms) == 1 and declared[name] == rooms}
        for path, parts in files.items():
            if len(parts) == 1 or parts[0] not in place:
                continue
            words = set(re.findall(r"\b[A-Z]\w*", code[path]))
            for name in sorted(words & home.keys()):
                there = home[name]
                if there == "" or place.get(there, -1) > place[parts[0]]:
                    yield f"{path}: names {name} of {module}/{there}, which stands below {parts[0]}/"
            used = set(re.findall(r"\.(\w+)\b", code[path])) - SHARED
            for name in sorted(used & members.keys()):
                if place.get(members[name], -1) > place[parts[0]]:
                    yield f"{path}: uses .{name} of {module}/{members[name]}, which stands below {parts[0]}/"


def main():
    lines = list(complaints(Path(sys.argv[1] if len(sys.argv) > 1 else "Sources")))
    print("\n".join(lines), end="\n" if lines else "")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
