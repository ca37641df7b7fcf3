"""The commands that a notebook needs, a function each; `run` reaches the others."""

from __future__ import annotations

import json
import pathlib
from collections.abc import Iterable
from typing import Any, Union

from ._figure import Figure
from ._program import Word, run, text, words
from ._tables import Frame, Table, table

#: One or several.
Words = Union[Word, Iterable[Word]]


def index(db: Word, classes: Words, corpus: str, shards: Words, **options: Any) -> dict[str, Any]:
    """Counts the mentions of classes in shards of captions. Shards that were counted before are not read again.

    `db` is made where there is none; `classes` are class lists (files) or class sets of the database, `shards` files,
    folders, globs and brace ranges. The options are those of `corpus-tool index`, such as `stage="instruct"` or `threads=8`.

    Gives the run's summary: shards, records, captions by role, and mentions of each class set. Where some shards fail,
    the others are counted, and the error's `output` holds the summary.
    """
    options.update(db=db, classes=classes, corpus=corpus, format="json")
    summary: dict[str, Any] = json.loads(run("index", *words(shards), **options))
    return summary


def add_accuracy(db: Word, classes: Word, file: Word, **options: Any) -> None:
    """Imports the predictions or accuracies of models for a class set (or class list); how they are read is told.

    The options are those of `corpus-tool accuracy add`, such as `model="llava"` or `rule="exact"`.
    """
    run("accuracy add", file, db=db, classes=classes, **options)


def frequencies(db: Word, names: Words = (), *, frame: Frame = None, **options: Any) -> Table:
    """How often each class, or each of `names`, is mentioned: a row for each, zeros included.

    The options are those of `corpus-tool query`, such as `corpus="laion"`, `by="role"` or `top=20`.
    """
    return table("query", *words(names), db=db, frame=frame, **options)


def points(db: Word, *, frame: Frame = None, **options: Any) -> Table:
    """The points of a plot: a row for each class and model, with its count and its accuracy (a fraction).

    The options are those of `corpus-tool export`, such as `model="llava"` or `binned=True`.
    """
    return table("export", db=db, frame=frame, **options)


def correlations(db: Word, *, full: bool = False, frame: Frame = None, **options: Any) -> Table:
    """How a model's accuracy correlates with frequency: a row for each model, with coefficients and p-values.

    With `full=True`, and with the options `curve=True` and `across=True`, the result is one dictionary, with intervals,
    tests, bins and other choices. The other options are those of `corpus-tool correlate`, such as `each_corpus=True`.
    """
    if full or options.get("curve") or options.get("across"):
        return json.loads(run("correlate", db=db, full=full, format="json", **options))
    return table("correlate", db=db, frame=frame, **options)


def examples(db: Word, names: Words, shards: Words = (), *, frame: Frame = None, **options: Any) -> Table:
    """A random sample of the mentions of classes in their captions, which are read again from the shards named, or from
    those that the corpora were counted from.

    The options are those of `corpus-tool examples`, such as `n=50`, `seed=1` or `corpus="laion"`.
    """
    return table("examples", *words(names), *words(shards), db=db, frame=frame, **options)


def rows(db: Word, names: Words = (), *, frame: Frame = None, **options: Any) -> Table:
    """Which captions mention which classes, or `names` alone, of corpora counted with `index(…, rows=FOLDER)`.

    The options are those of `corpus-tool rows export`, such as `corpus="laion"`.
    """
    return table("rows export", *words(names), db=db, frame=frame, **options)


def plot(db: Word, kind: str = "scatter", **options: Any) -> Figure:
    """Draws accuracy against frequency, as an object that a notebook shows and that has `save(path)` and `altair()`.

    `kind` is scatter, matrix, curve, binned, forest, compare, bar, tail or sensitivity; the options are those of
    `corpus-tool plot`, such as `model="llava"` or `label=["tench"]`, and `quiet=False` also tells the notes.
    """
    return Figure(db, kind, **options)


def report(db: Word, path: Word, **options: Any) -> pathlib.Path:
    """Writes one HTML page with all figures and tables, which needs no network; gives its path.

    The options are those of `corpus-tool report`.
    """
    run("report", db=db, output=path, **options)
    return pathlib.Path(text(path))
