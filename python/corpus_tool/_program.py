"""The program: where it is, how it is run, and what becomes of its failures."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
import threading
from collections.abc import Iterable, Mapping
from typing import IO, Any, Union

#: What one argument or the value of an option may be: text, a path, or a number.
Word = Union[str, bytes, "os.PathLike[str]", "os.PathLike[bytes]", int, float]

#: Seconds in which the program may end after a Ctrl-C that reached it as well, before it is sent one of its own.
_PATIENCE = 1.5
#: Lines of standard error that are no failure: notes, warnings, and how far a run has come.
_NO_FAILURE = re.compile(r"(note|warning): |.*/s  [\d,]+ captions")


class CorpusToolError(RuntimeError):
    """The program could not do what it was asked, wholly or in part.

    `str(error)` is its own sentence; where several shards failed there is a line for each of the first ten.

    `status` is 1 for a failure, 64 for a wrong option, 130 after an interrupt, 127 without a program, -9 after signal 9;
    `command` the command line; `output` what was written: after `index` with some failed shards the others' summary.
    """

    def __init__(self, message: str, status: int, command: list[str], output: bytes = b"") -> None:
        super().__init__(message, status, command, output)
        self.message, self.status, self.command, self.output = message, status, command, output

    def __str__(self) -> str:
        return self.message


def program() -> str:
    """Finds the program: the one that the environment's CORPUS_TOOL names, else the one that was installed with this
    module, else the first on the PATH; raises CorpusToolError where there is none."""
    if named := os.environ.get("CORPUS_TOOL"):
        return named
    beside = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # where pip install --target puts the module
    folders = [sysconfig.get_path("scripts"), os.path.dirname(sys.executable), os.path.join(beside, "bin")]
    folders += [sysconfig.get_path("scripts", os.name + "_user"), os.environ.get("PATH", os.defpath)]
    found = shutil.which("corpus-tool", path=os.pathsep.join(folder for folder in folders if folder))
    if found is None:
        sentence = "there is no corpus-tool beside this Python or on the PATH; install it, or name it in CORPUS_TOOL"
        raise CorpusToolError(sentence, 127, [])
    return found


def text(word: Word) -> str:
    """One argument of the program as text; paths as they are."""
    return os.fsdecode(word) if isinstance(word, (bytes, os.PathLike)) else str(word)


def words(value: Word | Iterable[Word]) -> list[str]:
    """One or several arguments as a list."""
    if isinstance(value, (str, bytes, os.PathLike)) or not isinstance(value, Iterable):
        return [text(value)]
    return [text(word) for word in value]


def flags(options: Mapping[str, Any]) -> list[str]:
    """Turns keyword arguments into options of the command line.

    None and False are left out, True is the option alone, a list repeats the option, a dictionary gives it once for each
    `key=value`. A value is bound to its option by `=`, so that one that begins with `-` is a value.
    """
    result: list[str] = []
    for key, value in options.items():
        name = ("-" if len(key) == 1 else "--") + key.replace("_", "-")
        if value is True:
            result.append(name)
        elif isinstance(value, Mapping):
            result += [f"{name}={text(left)}={text(right)}" for left, right in value.items()]
        elif value is not None and value is not False:
            result += [f"{name}={word}" for word in words(value)]
    return result


def run(command: str, *arguments: Word, **options: Any) -> bytes:
    """Runs any command of the program, such as `run("corpora", db="corpus.sqlite", format="csv")`.

    `command` has two words where the command has (`"classes add"`); an argument that begins with `-` is no option. Gives
    what was written to standard output; KeyboardInterrupt is raised once the program has ended.
    """
    line = [program(), *command.split(), *flags(options)]
    if arguments:
        line += ["--", *map(text, arguments)]
    # Python's own standard input is read only where it is asked for by its name.
    standard_input = None if "-" in line else subprocess.DEVNULL
    with tempfile.TemporaryFile() as output:
        try:
            process = subprocess.Popen(line, stdin=standard_input, stdout=output, stderr=subprocess.PIPE)
        except OSError as error:
            raise CorpusToolError(f"{line[0]}: it cannot be run: {error.strerror}", 127, line) from error
        failures = _ended(process)
        output.seek(0)
        result = output.read()
    if (status := process.returncode) != 0:
        unsaid = f"the program was ended by signal {-status}" if status < 0 else f"the program ended with status {status}"
        raise CorpusToolError("\n".join(failures) or unsaid, status, line, result)
    return result


def _ended(process: subprocess.Popen[bytes]) -> list[str]:
    """Passes on what the program tells until it ends; gives its failures, at most ten and how many more there are."""
    failures: list[str] = []
    assert process.stderr is not None
    # A thread of its own reads, since an interrupt of this one could come between a line's reading and its telling.
    thread = threading.Thread(target=_listen, args=(process.stderr, failures), daemon=True)
    thread.start()
    try:
        process.wait()
        thread.join()
    except KeyboardInterrupt:
        # A terminal and Jupyter interrupt the program too. A second interrupt would end it before it has said what it
        # kept, so it is sent one only where it goes on. What it started may hold its standard error open for longer.
        while process.poll() is None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(_PATIENCE)
                break
            process.send_signal(signal.SIGINT)
        thread.join(_PATIENCE)
        raise
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
    more = len(failures) - 10
    return failures if more <= 0 else [*failures[:10], f"and {more:,} more"]


def _listen(stream: IO[bytes], failures: list[str]) -> None:
    with stream:
        for data in stream:
            line = data.decode("utf-8", "replace")
            start, name, sentence = line.rstrip("\n").partition("corpus-tool: ")
            if name and not start and not _NO_FAILURE.match(sentence):
                failures.append(sentence)
            with contextlib.suppress(OSError, ValueError):  # where nobody listens any more, the program works on
                sys.stderr.write(line)
                sys.stderr.flush()
