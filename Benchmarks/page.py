"""BENCHMARKS.md, of which two runs write a part each and keep the other's."""
from pathlib import Path

_page = Path(__file__).resolve().parent.parent / "BENCHMARKS.md"
_remote = "\n## Remote shards\n"


def _parts():
    """What is before the section of the remote shards, and the section's text."""
    rest, heading, remote = (_page.read_text() if _page.exists() else "# Benchmarks\n").partition(_remote)
    return rest, remote if heading else None


def write_rest(text):
    """Writes everything but the section of the remote shards."""
    remote = _parts()[1]
    _page.write_text(text + (_remote + remote if remote is not None else ""))


def write_remote(text):
    """Writes the section of the remote shards, the last one of the page."""
    _page.write_text(_parts()[0] + _remote + text)
