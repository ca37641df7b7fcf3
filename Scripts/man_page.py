#!/usr/bin/env python3
"""Writes the manual page of corpus-tool from what the tool says of itself.

usage: corpus-tool --experimental-dump-help | Scripts/man_page.py VERSION > corpus-tool.1
"""
import json
import sys


def escaped(text):
    """Text as roff takes it literally: its own characters, and a full stop or quote that begins a line."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace("`", "\\(ga")
    text = text.replace("^", "\\(ha").replace("~", "\\(ti")
    return "\\&" + text if text.startswith(".") else text


def paragraphs(discussion):
    """Flowing text, and what is indented or follows a heading in capitals as it stands."""
    out = []
    for block in discussion.strip().split("\n\n"):
        lines = block.split("\n")
        if lines[0].isupper() and len(lines) > 1:
            out += [".P", f".I {escaped(lines[0].capitalize())}", ".RS 4", ".nf"]
            out += [escaped(line.removeprefix("  ")) for line in lines[1:]] + [".fi", ".RE"]
        else:
            out += [".P"] + [escaped(line) for line in lines]
    return out


def argument(entry):
    value = entry.get("valueName", "value")
    if entry["kind"] == "positional":
        head = f"\\fI{escaped(value)}\\fR"
    else:
        names = [("\\-" if name["kind"] == "short" else "\\-\\-") + escaped(name["name"]) for name in entry["names"]]
        head = ", ".join(f"\\fB{name}\\fR" for name in names)
        if entry["kind"] == "option":
            head += f" \\fI{escaped(value)}\\fR"
    text = escaped(entry.get("abstract", ""))
    default = entry.get("defaultValue")
    if default is not None and entry["kind"] == "option":
        text += f" (default: {escaped(default)})"
    return [".TP", head, text or "\\&"]


def command(entry, path):
    name = " ".join(path + [entry["commandName"]])
    lines = [f".SS {escaped(name)}", escaped(entry.get("abstract", ""))]
    lines += paragraphs(entry["discussion"]) if entry.get("discussion") else []
    shown = [a for a in entry.get("arguments", []) if a.get("shouldDisplay", True)]
    for a in shown:
        if not any(n["name"] in ("version", "help") for n in a.get("names", [])):
            lines += argument(a)
    for child in entry.get("subcommands", []):
        if child["commandName"] != "help":
            lines += command(child, path + [entry["commandName"]])
    return lines


root = json.load(sys.stdin)["command"]
version = sys.argv[1]
lines = [
    f'.TH CORPUS\\-TOOL 1 "" "corpus\\-tool {escaped(version)}" "User Commands"',
    ".nh", ".ad l",
    ".SH NAME",
    "corpus\\-tool \\- how often training captions mention each class, beside the accuracy of models",
    ".SH SYNOPSIS",
    ".B corpus\\-tool",
    "\\fIcommand\\fR [\\fIoptions\\fR] [\\fIarguments\\fR]",
    ".SH DESCRIPTION",
    escaped(root["abstract"]),
]
lines += paragraphs(root["discussion"])
lines += [".P", "Every command takes \\fB\\-\\-help\\fR, and \\fB\\-\\-version\\fR shows the version.", ".SH COMMANDS"]
for child in root["subcommands"]:
    if child["commandName"] != "help":
        lines += command(child, [])
lines += [
    ".SH EXIT STATUS",
    ".TP", "0", "Success.",
    ".TP", "1", "Any failure, even if only one of many shards cannot be read.",
    ".TP", "64", "A usage error.",
    ".TP", "130", "The run was interrupted.",
    ".SH ENVIRONMENT",
    ".TP", "COLUMNS", "The width of tables, if standard output is not a terminal.",
    ".TP", "NO_COLOR", "No bold headings.",
    ".TP", "TMPDIR", "The folder for the temporary copy of a Parquet or zip file that is read from a pipe.",
]
print("\n".join(lines))
