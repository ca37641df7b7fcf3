"""How often did the training data mention each class, and does that explain where a model is accurate?

The functions run the program `corpus-tool` and give its results as tables, numbers and pictures:

    import corpus_tool as ct

    ct.index("corpus.sqlite", "names.json", "laion", "laion/*.parquet")
    ct.add_accuracy("corpus.sqlite", "names", "predictions.jsonl", model="llava")
    ct.frequencies("corpus.sqlite", top=20)
    ct.plot("corpus.sqlite", "scatter", model="llava")

Every option of the command line is a keyword argument: `matching="word"` is `--matching word`, `skip_bad_records=True` is
`--skip-bad-records`, a list repeats the option, and a dictionary gives it once for each pair (`weight={"laion": 2}`).
What the program tells while it works goes to `sys.stderr`; a failure raises `CorpusToolError` with its sentence. Ctrl-C
ends the program and raises `KeyboardInterrupt`; what was counted is kept, and the same call goes on from there.

Nothing is required beside Python and the program. A table is a pandas, polars or pyarrow one where the package is installed,
in this order, else a list of dictionaries; `frame="pandas"`, `"polars"`, `"pyarrow"` or `"dicts"` chooses.
"""

from ._commands import add_accuracy, correlations, examples, frequencies, index, plot, points, report, rows
from ._figure import Figure
from ._program import CorpusToolError, program, run

__all__ = ["CorpusToolError", "Figure", "program", "run"]
__all__ += ["add_accuracy", "correlations", "examples", "frequencies", "index", "plot", "points", "report", "rows"]


def __getattr__(name: str) -> str:
    if name == "__version__":  # the module and the program have one version, which is looked up when it is asked for
        return run("--version").decode().split()[1]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
