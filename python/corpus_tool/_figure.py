"""Pictures: what `plot` draws, as an object that a notebook shows."""

from __future__ import annotations

import importlib
import json
import os
import pathlib
import tempfile
from collections.abc import Collection
from typing import Any

from ._program import Word, run, text

#: The MIME type under which notebooks know Vega-Lite.
VEGA_LITE = "application/vnd.vegalite.v5+json"


class Figure:
    """A picture of a database's counts and accuracies, which a notebook shows as SVG; `svg` is its text."""

    def __init__(self, db: Word, kind: str, **options: Any) -> None:
        """Draws the picture; `plot` says what `kind` and the options are."""
        self._db, self._kind, self._options = text(db), kind, options
        self.svg: str = self._drawn(".svg")

    @property
    def vega_lite(self) -> dict[str, Any]:
        """The picture as a Vega-Lite specification with its data inside; drawn when it is asked for."""
        specification: dict[str, Any] = json.loads(self._drawn(".vl.json"))
        return specification

    def altair(self) -> Any:
        """The picture as an Altair chart, to restyle or to combine; ImportError where Altair is not installed."""
        return importlib.import_module("altair").Chart.from_dict(self.vega_lite)

    def save(self, path: Word, **options: Any) -> pathlib.Path:
        """Writes the picture to a file: .svg, .html, .vl.json, or .pdf and .png where rsvg-convert is installed.

        Other options may be given, such as `width="3.3in"`. Only `replace=True` replaces a file that is no earlier picture.
        """
        run("plot", self._kind, db=self._db, output=path, **{**self._options, **options})
        return pathlib.Path(text(path))

    def _drawn(self, ending: str) -> str:
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "figure" + ending)
            # Unless asked to: the program would tell the name of a file that is gone when it is read.
            run("plot", self._kind, db=self._db, output=path, **{"quiet": True, **self._options})
            return pathlib.Path(path).read_text(encoding="utf-8")

    def _repr_svg_(self) -> str:
        return self.svg

    def _repr_mimebundle_(
        self, include: Collection[str] | None = None, exclude: Collection[str] | None = None
    ) -> dict[str, Any]:
        """The SVG; Vega-Lite too where a front end asks for it by name, since its data make a notebook larger."""
        bundle: dict[str, Any] = {"image/svg+xml": self.svg, "text/plain": repr(self)}
        if include and VEGA_LITE in include:
            bundle[VEGA_LITE] = self.vega_lite
        return {name: value for name, value in bundle.items() if name not in (exclude or ())}

    def __repr__(self) -> str:
        return f"<corpus_tool.Figure {self._kind} of {self._db}>"
