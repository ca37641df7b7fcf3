"""Tables: a pandas, polars or pyarrow one where the package is installed, else a list of dictionaries."""

from __future__ import annotations

import importlib
import importlib.util
import io
import json
from typing import Any, Literal, Optional

from ._program import Word, run

Frame = Optional[Literal["pandas", "polars", "pyarrow", "dicts"]]
#: What a table is follows from `frame` and from what is installed, which a type checker cannot know.
Table = Any

_PACKAGES = ("pandas", "polars", "pyarrow")


def table(command: str, *arguments: Word, frame: Frame, **options: Any) -> Table:
    """Runs a command whose result is a table, as Parquet where a package reads that: empty columns have their types, too."""
    for name in ("format", "output", "o"):
        if name in options:
            raise TypeError(f"the result is a table, so there is no option {name!r}; run() writes files")
    kind = _chosen(frame)
    if kind == "dicts" or (kind == "pandas" and not _is_installed("pyarrow")):
        rows = json.loads(run(command, *arguments, format="json", **options), object_hook=_with_numbers)
        return rows if kind == "dicts" else importlib.import_module("pandas").DataFrame(rows)
    file = io.BytesIO(run(command, *arguments, format="parquet", **options))
    if kind == "polars":
        return importlib.import_module("polars").read_parquet(file)
    read = importlib.import_module("pyarrow.parquet").read_table(file)
    return read.to_pandas() if kind == "pandas" else read


def _chosen(frame: Frame) -> str:
    if frame is None:
        return next((name for name in _PACKAGES if _is_installed(name)), "dicts")
    if frame not in (*_PACKAGES, "dicts"):
        raise ValueError(f"frame is 'pandas', 'polars', 'pyarrow' or 'dicts', not {frame!r}")
    if frame != "dicts" and not _is_installed(frame):
        raise ImportError(f"frame={frame!r} needs the package {frame}, which is not installed", name=frame)
    return frame


def _with_numbers(row: dict[str, Any]) -> dict[str, Any]:
    # JSON holds the hash as text, since few that read it have numbers of 64 bits; Python has, and Parquet too.
    return {**row, "caption_hash": int(row["caption_hash"])} if "caption_hash" in row else row


def _is_installed(package: str) -> bool:
    return importlib.util.find_spec(package) is not None
