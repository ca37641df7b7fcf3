"""Makes what the benchmarks read, once: real captions repeated and shuffled, in the layouts that are measured.

Everything is decided by a seed, so two machines measure the same bytes (but for the compressors' versions).
"""
import gzip
import io
import json
import random
import re
import subprocess
import tarfile
from collections import Counter
from pathlib import Path


def captions(shared):
    """The Flickr8k captions, lower and upper case as they are."""
    rows = (shared / "data/captions/flickr8k_a.token.txt").read_text(encoding="utf-8").split("\n")
    return [row.split("\t", 1)[1] for row in rows if row]


def shuffled(texts, total, seed=1):
    """Texts repeated in random order until there are `total` bytes."""
    rng, have, out = random.Random(seed), 0, []
    texts = list(texts)
    while have < total:
        rng.shuffle(texts)
        out += texts
        have += sum(len(text.encode()) + 1 for text in texts)
    return out


def record(i, caption, rng):
    url = f"https://images.example.com/{rng.getrandbits(40):x}/beach_{i}.jpg"
    return {"id": f"{i:09d}", "image": f"{i // 10000:05d}/{i:09d}.jpg", "caption": caption, "url": url}


def make(folder, shared, total):
    """Writes all inputs to a folder, unless they are there; returns nothing."""
    folder.mkdir(exist_ok=True)
    stamp = folder / f"made-4-{total}"
    if stamp.exists():
        return
    base = captions(shared)
    texts = shuffled(base, total)
    write_lines(folder / "captions.txt", texts)
    rng = random.Random(2)
    with open(folder / "rows.jsonl", "w") as lines, open(folder / "rows.json", "w") as array:
        array.write("[")
        for i, text in enumerate(texts):
            row = json.dumps(record(i, text, rng), ensure_ascii=i % 2 == 0)
            lines.write(row + "\n")
            array.write((",\n" if i else "\n") + row)
        array.write("\n]\n")
    with open(folder / "array.json", "wb") as out:
        # A plain array of about `total` bytes, for the threads.
        data = (folder / "rows.json").read_bytes()
        end = data.rindex(b"},\n", 0, min(len(data), total))
        out.write(data[:end] + b"}\n]\n")
    (folder / "rows.json").unlink()
    subprocess.run(["zstd", "-q", "-f", "-3", str(folder / "rows.jsonl"), "-o", str(folder / "rows.jsonl.zst")], check=True)
    with open(folder / "rows.jsonl.gz", "wb") as out:
        subprocess.run(["gzip", "-6", "-c", str(folder / "rows.jsonl")], stdout=out, check=True)
    parts(folder, (folder / "rows.jsonl").read_bytes(), 8)
    (folder / "rows.jsonl").unlink()
    parquet(folder, texts)
    other_layouts(folder, texts)
    other_scripts(folder, shared, base, total // 4)
    tenth(folder, shared, base, total)
    write_names(folder, shared, base)
    stamp.touch()


def parts(folder, data, count):
    start = 0
    for i in range(count):
        end = len(data) if i == count - 1 else data.index(b"\n", (i + 1) * len(data) // count) + 1
        path = folder / f"part-{i}.jsonl"
        path.write_bytes(data[start:end])
        subprocess.run(["zstd", "-q", "-f", "-3", "--rm", str(path)], check=True)
        start = end


def parquet(folder, texts):
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.table({"URL": [f"https://images.example.com/{i}.jpg" for i in range(len(texts))], "TEXT": texts})
    for codec in ("zstd", "snappy"):
        # Captions of real shards seldom repeat, so a dictionary would flatter every reader of these.
        pq.write_table(table, folder / f"rows_{codec}.parquet", compression=codec, use_dictionary=False)


def other_layouts(folder, texts):
    """A TSV, LLaVA's conversations, and a tar with a picture of 20 KB for each caption."""
    rng = random.Random(5)
    with open(folder / "rows.tsv", "w", encoding="utf-8") as table, open(folder / "conversations.json", "w") as array:
        table.write("TEXT\tURL\n")
        array.write("[")
        for i, text in enumerate(texts[: len(texts) // 4]):
            row = record(i, text, rng)
            table.write(f"{text}\t{row['url']}\n")
            turns = [{"from": "human", "value": "<image>\nWhat is in the picture?"}, {"from": "gpt", "value": text}]
            array.write((",\n" if i else "\n") + json.dumps({"id": row["id"], "image": row["image"], "conversations": turns}, indent=1))
        array.write("\n]\n")
    with tarfile.open(folder / "samples.tar", "w") as out:
        for i, text in enumerate(texts[: len(texts) // 400]):
            for name, content in ((f"{i:09d}.jpg", rng.randbytes(20_000)), (f"{i:09d}.txt", text.encode())):
                member = tarfile.TarInfo(name)
                member.size = len(content)
                out.addfile(member, io.BytesIO(content))


def other_scripts(folder, shared, base, total):
    import pyarrow.parquet as pq

    rows = pq.read_table(shared / "data/captions/laion400m_1000.parquet")["TEXT"].to_pylist()
    laion = [" ".join(row.split()) for row in rows if row]
    write_lines(folder / "laion.txt", shuffled(laion, total))
    write_lines(folder / "laion_ascii.txt", shuffled([row for row in laion if row.isascii()], total))
    ascii_rows = [text for text in base if text.isascii()]
    write_lines(folder / "accented.txt", shuffled([text.replace("a", "\u00e9", 1) if "a" in text else "\u00e9 " + text
                                                   for text in ascii_rows], total))
    rng = random.Random(3)
    han = ["".join(chr(rng.randrange(0x4E00, 0x9FA0)) for _ in range(rng.randrange(8, 40))) for _ in range(20_000)]
    write_lines(folder / "han.txt", shuffled(han, total))


def tenth(folder, shared, base, total):
    """JSON Lines of which a tenth of the captions mention a class; every other caption has a number, so that few are equal."""
    names = json.loads((shared / "data/classes/imagenet_classes.json").read_text())
    # Names are words or several, lower case, so a word's edge is enough to tell.
    mention = re.compile(r"\b(?:" + "|".join(re.escape(name.lower()) for name in names) + r")\b")
    named = [text for text in base if mention.search(text.lower())]
    others = [text for text in base if not mention.search(text.lower())]
    rng, have, i = random.Random(6), 0, 0
    with open(folder / "tenth.jsonl", "w") as lines:
        while have < total:
            text = rng.choice(named if rng.random() < 0.1 else others)
            if i % 2:
                text = f"{text[:-1]} {rng.randrange(10**6)} ."
            lines.write(json.dumps(record(i, text, rng)) + "\n")
            have += len(text) + 1
            i += 1
    subprocess.run(["zstd", "-q", "-f", "-3", "--rm", str(folder / "tenth.jsonl")], check=True)


def write_names(folder, shared, base):
    """ImageNet's names, WordNet's lemmas, and the most frequent word n-grams of the captions."""
    names = json.loads((shared / "data/classes/imagenet_classes.json").read_text())
    (folder / "imagenet.json").write_text(json.dumps(list(dict.fromkeys(names))))
    lemmas = set()
    for path in Path("/usr/share/wordnet").glob("index.*"):
        if path.suffix in (".noun", ".verb", ".adj", ".adv"):
            lines = path.read_text(encoding="latin-1").split("\n")
            lemmas |= {line.split(" ", 1)[0].replace("_", " ") for line in lines if line and line[0] != " "}
    (folder / "wordnet.json").write_text(json.dumps(sorted(lemmas)))
    grams = Counter()
    split = ["".join(c if c.isalnum() else " " for c in text.lower()).split() for text in base]
    for words in split:
        count_grams(words, grams)
    # The captions have fewer than half a million; more of the same words, which a filter by words cannot tell apart.
    rng = random.Random(4)
    terms = dict.fromkeys(gram for gram, _ in grams.most_common(500_000))
    while len(terms) < 500_000:
        more = Counter()
        for words in split:
            rng.shuffle(words)
            count_grams(words, more)
        terms.update(dict.fromkeys(more))
    (folder / "ngrams.json").write_text(json.dumps(list(terms)[:500_000]))


def count_grams(words, grams):
    for n in (1, 2, 3):
        grams.update(" ".join(words[i : i + n]) for i in range(len(words) - n + 1))


def write_lines(path, texts):
    with open(path, "w", encoding="utf-8", newline="\n") as out:
        out.write("\n".join(texts) + "\n")
