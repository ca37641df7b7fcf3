"""Runs every benchmark beside its peers and writes BENCHMARKS.md.

usage: run.py BUILD_FOLDER SHARED_FOLDER [--bytes N] [--rounds N]

A figure is a ratio of CPU times (or of wall times, for the threads), of medians of the rounds, all in one run. A count that is
not the expected one has no figure.
"""
import argparse
import json
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
from datetime import date
from pathlib import Path

import inputs
import memory
import page
import report
import scale

here = Path(__file__).resolve().parent
arguments = argparse.ArgumentParser()
arguments.add_argument("build", type=Path)
arguments.add_argument("shared", type=Path)
arguments.add_argument("--bytes", type=int, default=200 << 20)
arguments.add_argument("--rounds", type=int, default=5)
a = arguments.parse_args()
bench = str(a.build / "corpus-bench")
data = here.parent / ".build-bench-data"
inputs.make(data, a.shared, a.bytes)


def cpu(command):
    """CPU seconds of a command and what it printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, env=os.environ | {"LC_ALL": "C"})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def discarding(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def medians(rounds, *runs):
    """The runs in turn, `rounds` times; the median of each."""
    seen = [[run() for run in runs] for _ in range(rounds)]
    return [statistics.median(column) for column in zip(*seen)]


def scan(shards, threads=1, names="imagenet", key="seconds"):
    """Seconds of the whole job, from the start of the program for CPU time; checks the mentions against those before."""
    def run():
        seconds, out = cpu([bench, "scan", str(data / f"{names}.json"), str(threads), *map(str, shards)])
        answer = json.loads(out)
        expect((names, tuple(sorted(map(str, shards)))), answer["mentions"])
        return seconds if key == "cpu" else answer[key]
    return run


def match(names, text, kernels="best", matching="word"):
    """Bytes of text per second in the matcher."""
    def run():
        answer = json.loads(cpu([bench, "match", str(data / f"{names}.json"), str(data / text), kernels, matching])[1])
        expect((names, text, matching), answer["mentions"])
        return answer["bytes"] / answer["seconds"]
    return run


def peer(name, names, text, limit):
    def run():
        answer = json.loads(cpu([sys.executable, str(here / "peers/peer.py"), name, str(data / f"{names}.json"),
                                 str(data / text), str(limit)])[1])
        expect((answer["rule"], names, text, limit), answer["matches"])
        return answer["bytes"] / answer["seconds"]
    return run


expected = {}


def expect(key, count):
    if expected.setdefault(key, count) != count:
        sys.exit(f"{key}: {count}, but {expected[key]} before; a wrong count has no figure")


rows = []


def narrower(run):
    """The same run with AVX2, and with the instructions that every processor of this kind has, as a build without wide ones."""
    def with_instructions(name):
        def limited():
            os.environ["CORPUS_INSTRUCTIONS"] = name
            try:
                return run()
            finally:
                del os.environ["CORPUS_INSTRUCTIONS"]
        return limited
    return with_instructions("avx2"), with_instructions("baseline")


def row(figure, goal, value, holds, others=()):
    rows.append((figure, goal, value, "" if holds is None else "yes" if holds else "no", *(others or ("", ""))))
    print(" | ".join(rows[-1]), flush=True)


def at_most(figure, goal, value, others=()):
    row(figure, f"≤ {goal}", f"{value:.2f}", value <= goal, [f"{other:.2f}" for other in others])


def at_least(figure, goal, value, others=()):
    row(figure, f"≥ {goal}", f"{value:.2f}", value >= goal, [f"{other:.2f}" for other in others])


def whole_job():
    zst, gz = data / "rows.jsonl.zst", data / "rows.jsonl.gz"
    for path, program, goal in ((zst, ["zstd", "-dcq"], 1.30), (gz, ["gzip", "-dc"], 0.42)):
        run = scan([path], key="cpu")
        job, alone, *others = medians(a.rounds, run, lambda: discarding([*program, str(path)]), *narrower(run))
        at_most(f"whole job on {path.suffix} ÷ `{program[0]} -dc`", goal, job / alone, [other / alone for other in others])
    names = data / "names.txt"
    names.write_text("\n".join(json.loads((data / "imagenet.json").read_text())) + "\n")
    job, grep = medians(1, scan([zst], key="cpu"), lambda: discarding(
        ["rg", "-o", "-i", "-w", "-F", "-c", "--no-config", "-f", str(names), str(data / "captions.txt")]))
    row("whole job ÷ ripgrep `-o -i -w -F -f names` over the decompressed captions", "report", f"{job / grep:.3f}", None)


def parquet():
    for codec in ("zstd", "snappy"):
        path = data / f"rows_{codec}.parquet"
        query = f"import duckdb; duckdb.sql(\"set threads=1\"); duckdb.sql(\"select sum(length(TEXT)) from '{path}'\").fetchall()"
        nothing = "import duckdb; duckdb.sql(\"set threads=1\"); duckdb.sql('select 1').fetchall()"
        job, duck, start = medians(
            a.rounds, scan([path], key="cpu"), lambda: discarding([sys.executable, "-c", query]),
            lambda: discarding([sys.executable, "-c", nothing]))
        at_most(f"counting a {codec} Parquet column ÷ DuckDB's `sum(length(TEXT))`, its start taken off", 1.5, job / (duck - start))


def matcher():
    limit = min(a.bytes, 50 << 20)
    run = match("imagenet", "captions.txt")
    ours, *others = medians(a.rounds, run, *narrower(run))

    def against(figure, goal, theirs):
        at_least(figure, goal, ours / theirs, [other / theirs for other in others])

    row("text in the matcher, MB a second", "report", f"{ours / 1e6:.0f}", None, [f"{other / 1e6:.0f}" for other in others])
    one, each = medians(3, peer("ahocorasick_rs, one string", "imagenet", "captions.txt", limit),
                        peer("ahocorasick_rs, by caption", "imagenet", "captions.txt", limit))
    against("text a second ÷ ahocorasick_rs (the faster of its two ways)", 8, max(one, each))
    for name, goal in (("hyperscan", 6.5), ("pyahocorasick, MetaCLIP's way", 30), ("polars extract_many", 14)):
        [theirs] = medians(3, peer(name, "imagenet", "captions.txt", limit))
        against(f"text a second ÷ {name}", goal, theirs)
    for names, label, goals in (("wordnet", "all WordNet lemmas", (15, 25)),
                                ("ngrams", "500,000 n-grams", (8, 10))):
        run = match(names, "captions.txt")
        ours, *others = medians(3, run, *narrower(run))
        row(f"{label}: MB of text a second", "report", f"{ours / 1e6:.0f}", None, [f"{other / 1e6:.0f}" for other in others])
        for name, goal in zip(("pyahocorasick, MetaCLIP's way", "ahocorasick_rs, by caption"), goals):
            [theirs] = medians(1, peer(name, names, "captions.txt", limit // 5))
            against(f"{label} ÷ {name}", goal, theirs)
    answer = json.loads(cpu([bench, "match", str(data / "ngrams.json"), str(data / "captions.txt"), "best"])[1])
    at_most("500,000 terms ready, seconds", 2, answer["ready"])
    at_most("500,000 terms, resident MB", 300, answer["resident"] / 1e6)


def scripts():
    laion, plain = medians(a.rounds, match("imagenet", "laion.txt"), match("imagenet", "laion_ascii.txt"))
    at_least("the LAION sample ÷ its ASCII rows, text a second", 0.85, laion / plain)
    accented, han, plain = medians(
        a.rounds, match("imagenet", "accented.txt"), match("imagenet", "han.txt"), match("imagenet", "captions.txt"))
    at_least("captions with an accented letter each ÷ ASCII", 0.4, accented / plain)
    at_least("all-Han captions ÷ ASCII", 0.2, han / plain)


def threads():
    shards = sorted(data.glob("part-*.zst"))
    one, two = medians(a.rounds, scan(shards, 1, key="wall"), scan(shards, 2, key="wall"))
    at_least("one thread ÷ two, wall: 8 shards", 1.85, one / two)
    one, two = medians(a.rounds, scan([data / "array.json"], 1, key="wall"), scan([data / "array.json"], 2, key="wall"))
    at_least("one thread ÷ two, wall: one plain JSON array", 1.7, one / two)


def databases():
    def figure(name, goal, value, digits):
        row(name, "report" if goal is None else f"≤ {goal}", f"{value:.{digits}f}", None if goal is None else value <= goal)
    scale.figures(a.build / "corpus-tool", data / "scale", figure, shards=50_000 if a.bytes >= 200 << 20 else 500)
    report.figures(a.build / "corpus-tool", data / "report", figure, large=a.bytes >= 200 << 20)


def row_files():
    """Counting with rows beside counting alone, and what is made of the rows."""
    tool, folder = str(a.build / "corpus-tool"), data / "rows"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    shard, classes = data / "tenth.jsonl.zst", str(data / "imagenet.json")

    def index(name, *more):
        def run():
            for path in folder.glob(f"{name}.sqlite*"):
                path.unlink()
            seconds, _ = cpu([tool, "index", "--quiet", "--threads", "1", "--db", str(folder / f"{name}.sqlite"), "--classes", classes,
                              "--corpus", "c", *more, str(shard)])
            return seconds
        return run
    with_rows, alone = medians(max(a.rounds, 7), index("rows", "--rows", str(folder / "rows")), index("alone"))
    at_most("captions of which a tenth mention a class: counting with `--rows` ÷ counting alone", 1.15, with_rows / alone)
    [path] = (folder / "rows").glob("*.parquet")
    at_most("bytes of file a row", 16, path.stat().st_size / parquet_rows(path))

    sampling(tool, folder, classes, "rows", 200, None)
    # Ten times as many rows, and of each class ten times as many captions: there the program's start is no part of it any more.
    shards = [folder / f"{copy}.jsonl.zst" for copy in range(10)]
    for copy, path in enumerate(shards):
        last = json.dumps({"id": f"copy-{copy}", "caption": f"copy {copy}"}) + "\n"
        end = subprocess.run(["zstd", "-q", "-c"], input=last.encode(), stdout=subprocess.PIPE, check=True).stdout
        path.write_bytes(shard.read_bytes() + end)
    cpu([tool, "index", "--quiet", "--db", str(folder / "many.sqlite"), "--classes", classes, "--corpus", "c",
         "--rows", str(folder / "many"), *map(str, shards)])
    for path in shards:
        path.unlink()
    sampling(tool, folder, classes, "many", 2000, 20)


def sampling(tool, folder, classes, name, cap, goal):
    """A sample of the rows beside MetaCLIP's; both read them, draw, and write a file."""
    def sample():
        seconds, _ = cpu([tool, "sample", "--quiet", "--db", str(folder / f"{name}.sqlite"), "--rule", "metaclip", "--cap", str(cap),
                          "--replace", "-o", str(folder / "sample.parquet")])
        return seconds
    answer = {}

    def metaclip():
        out = cpu([sys.executable, str(here / "peers/metaclip_sampling.py"), str(folder / name),
                   str(len(json.loads(Path(classes).read_text()))), str(cap), str(folder / "peer.parquet")])[1]
        answer.update(json.loads(out))
        return answer["seconds"]
    ours, theirs = medians(3, sample, metaclip)
    # Two draws differ by chance, by no more than six times the square root of what they draw.
    kept = parquet_rows(folder / "sample.parquet")
    if abs(kept - answer["kept"]) > 6 * answer["kept"] ** 0.5:
        sys.exit(f"sample: {kept} captions, but MetaCLIP's way {answer['kept']}; a wrong count has no figure")
    rows = sum(map(parquet_rows, (folder / name).glob("*.parquet")))
    label = f"captions sampled a second ÷ MetaCLIP's published sampling in Python, both from {rows:,} rows to a file"
    if goal is None:
        row(f"{label}, the program's start included", "report", f"{theirs / ours:.2f}", None)
    else:
        at_least(label, goal, theirs / ours)
    row(f"its drawing alone, from lists in memory ÷ ours from {rows:,} rows to a file", "report",
        f"{answer['drawing'] / ours:.2f}", None)


def parquet_rows(path):
    import pyarrow.parquet as pq
    return pq.read_metadata(path).num_rows


def cost():
    """CPU seconds of one thread for a GB stored and a GB of text, and microseconds for each caption, by layout."""
    found = {}
    for layout, name in (("plain lines", "captions.txt"), ("TSV with URLs", "rows.tsv"),
                         ("JSON array of conversations", "conversations.json"), ("JSON array with URLs", "array.json"),
                         ("JSON Lines with URLs, gzip", "rows.jsonl.gz"), ("JSON Lines with URLs, zstd", "rows.jsonl.zst"),
                         ("Parquet with URLs, snappy", "rows_snappy.parquet"), ("Parquet with URLs, zstd", "rows_zstd.parquet"),
                         ("tar with pictures of 20 KB, from a file", "samples.tar")):
        answer = {}

        def run(path=data / name):
            seconds, out = cpu([bench, "scan", str(data / "imagenet.json"), "1", str(path)])
            answer.update(json.loads(out))
            expect(("imagenet", (str(path),)), answer["mentions"])
            return seconds
        [seconds] = medians(a.rounds, run)
        found[layout] = (seconds * 1e9 / (data / name).stat().st_size, seconds * 1e9 / answer["bytes"],
                         seconds * 1e6 / answer["captions"])
    return found


def resident():
    """Peak memory of a shard and of one ten times larger, for each layout."""
    folder = data / "memory"
    folder.mkdir(exist_ok=True)
    measured = memory.measure(bench, data / "imagenet.json", min(a.bytes // 50, 3 << 20), folder, bench=True)
    worst = max(larger for _, _, _, larger in measured.values())
    # What is known of an archive's samples grows with their number, and has a figure of its own.
    sampled = [layout for layout in measured if layout in memory.sample_counts]
    growth, layout = max((larger / peak, layout) for layout, (_, peak, _, larger) in measured.items() if layout not in sampled)
    at_most("peak memory of any layout, MB (the table below)", 200, worst / 1e6)
    at_most(f"peak memory of a shard ten times larger ÷ the smaller one's: the worst layout ({layout})", 1.1, growth)
    beyond = {layout: (measured[layout][3] - measured[layout][1]) / (memory.sample_counts[layout][1] - memory.sample_counts[layout][0])
              for layout in sampled}
    layout = max(beyond, key=beyond.get)
    at_most(f"peak memory of an archive ten times larger: bytes a sample ({layout})", 64, beyond[layout])
    return measured


def processor():
    """The processor's name, with family and model, since a virtual machine often hides its full name."""
    try:
        lines = [line.split(":", 1) for line in open("/proc/cpuinfo") if ":" in line]
    except OSError:
        return platform.machine()
    facts = {key.strip(): value.strip() for key, value in reversed(lines)}
    numbers = [f"{key} {facts[key]}" for key in ("cpu family", "model") if key in facts]
    return facts.get("model name", platform.machine()) + (f" ({', '.join(numbers)})" if numbers else "")


databases()
whole_job()
parquet()
matcher()
scripts()
threads()
row_files()
costs = cost()
measured = resident()
commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=here, stdout=subprocess.PIPE, text=True).stdout.strip()
instructions = json.loads(cpu([bench, "match", str(data / "imagenet.json"), str(data / "laion.txt"), "best"])[1])["instructions"]
head = f"""# Benchmarks

{date.today()}, commit {commit}, {processor()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}.
`make bench` repeats this: real captions (Flickr8k) repeated and shuffled to {a.bytes >> 20} MiB of text, ImageNet's names where
nothing else is said. CPU times, or wall times for the threads; medians of {a.rounds} rounds for our figures. All counts were
checked: every run of one input gave the same mentions, and peers of one rule the same matches. The last columns are the same
figure with AVX2 alone (`CORPUS_INSTRUCTIONS=avx2`) and without wide instructions (`CORPUS_INSTRUCTIONS=baseline`); the figures
themselves are with {instructions}, the best that this machine has. The 500,000 n-grams are all word uni-, bi- and trigrams of the
captions, filled up with those of the same captions with their words shuffled. Where the matcher stands beside a peer, both
start from captions in memory: ours laid out as a reader hands them on, theirs split, decoded and lower-cased before.
[Other runs](Benchmarks/record/README.md) are kept, on other processors too, where ratios differ.

| figure | goal | measured | holds | AVX2 | baseline |
|---|---|---|---|---|---|
"""
body = "".join("| " + " | ".join(cells) + " |\n" for cells in rows)
table = """
## Cost

CPU seconds of one thread from stored bytes to counts, with the start of the program, without the database.

| layout | seconds a GB stored | seconds a GB of text | microseconds a caption |
|---|---|---|---|
""" + "".join(f"| {layout} | " + " | ".join(f"{figure:.2f}" for figure in figures) + " |\n" for layout, figures in costs.items()) + """
## Peak memory

Of the whole program with two threads, by `wait4`, for a shard and for one ten times larger.

| layout | shard, MB | peak, MB | ten times larger, MB | peak, MB |
|---|---|---|---|---|
""" + "".join(f"| {layout} | " + " | ".join(f"{figure / 1e6:.1f}" for figure in figures) + " |\n" for layout, figures in measured.items())
page.write_rest(head + body + table)
record = here / "record" / f"{date.today()}-{commit}.csv"
record.parent.mkdir(exist_ok=True)
record.write_text("figure,goal,measured,holds,avx2,baseline\n" + "".join(
    ",".join('"' + str(cell).replace('"', '""') + '"' for cell in cells) + "\n" for cells in rows))
print(f"written: BENCHMARKS.md, {record.relative_to(here.parent)}")
