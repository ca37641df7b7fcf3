"""Writes the same captions in several layouts, and what the rows of each shard are, found by regular expressions.

usage: made_rows.py FOLDER SEED

Prints a JSON object: "shards" (from file name to its rows: record, turn, role, key, class_index, term, mentions, start, url,
similarity), "texts" (from file name to the text of each row), "distinct" and "pairs" (over all shards), and "captions".
"""
import csv
import io
import json
import random
import re
import sys
import tarfile
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path

CLASSES = [["tench", "Tinca tinca"], ["shark"], ["great white shark", "white shark"], ["crane"], ["never seen"]]
WORDS = ["tench", "Tinca tinca", "TENCH", "a", "red", "shark", "great white shark", "crane", "ﬃ", "né", "lake", "cranes",
         "Crane", "the", "😀", "white", "shark-like", "x" * 30]


def mentions(text):
    """For each class that the text mentions: its first term, how often, and the byte of the first mention."""
    found = {}
    for index, terms in enumerate(CLASSES):
        places = []
        for term in terms:
            pattern = r"(?<![^\W_])" + re.escape(term) + r"(?![^\W_])"
            places += [(m.start(), -len(term), term) for m in re.finditer(pattern, text, re.IGNORECASE)]
        kept, end = [], 0
        for start, length, term in sorted(places):
            if start >= end:
                kept.append((start, term))
                end = start - length
        if kept:
            start, term = kept[0]
            found[index] = (term, len(kept), len(text[:start].encode()))
    return found


class Made:
    def __init__(self):
        self.shards, self.texts = {}, {}
        self.hashes, self.both, self.captions = defaultdict(set), Counter(), 0

    def add(self, shard, record, turns, key, fields):
        rows, texts = self.shards.setdefault(shard, []), self.texts.setdefault(shard, [])
        for turn, (role, text) in enumerate(turns, 1):
            found = mentions(text)
            if role != "human":
                self.captions += 1
                for pair in combinations(sorted(found), 2):
                    self.both[pair] += 1
                for index in found:
                    self.hashes[index].add(text.lower())
            ordered = sorted(found.items(), key=lambda item: (item[1][2], item[0]))
            for index, (term, times, start) in ordered:
                rows.append([record, turn, role, key, index, term, times, start, fields.get("url"), fields.get("similarity")])
                texts.append(text)


def main():
    folder, rng = Path(sys.argv[1]), random.Random(int(sys.argv[2]))
    made = Made()

    def caption():
        return " ".join(rng.choice(WORDS) for _ in range(rng.randint(1, 7)))

    (folder / "names.json").write_text(json.dumps({names[0]: names[1:] for names in CLASSES}))
    with open(folder / "a.jsonl", "w", encoding="utf-8") as out:
        for number in range(1, 700):
            text = caption()
            record = {"id": f"a-{number}", "caption": text, "url": f"http://x/{number}?a=\"1\"\\é",
                      "meta": {"tags": ["t0", f"t{number}"]}}
            if number % 3 == 0:
                record["similarity"] = number / 8
            if number % 50 == 0:
                out.write("\n")
            out.write(json.dumps(record, ensure_ascii=number % 2 == 0) + "\n")
            made.add("a.jsonl", number, [("caption", text)], f"a-{number}", {
                "url": record["url"], "similarity": json.dumps(record["similarity"]) if number % 3 == 0 else None})
    records = []
    for number in range(1, 300):
        turns = [("human" if turn % 2 == 0 else "gpt", caption()) for turn in range(rng.choice([2, 4, 60]))]
        records.append({"image": f"{number}.jpg", "conversations": [{"from": who, "value": text} for who, text in turns]})
        made.add("b.json", number, [("human" if who == "human" else "assistant", text) for who, text in turns],
                 f"{number}.jpg", {})
    (folder / "b.json").write_text(json.dumps(records, indent=rng.choice([None, 1])))
    for name, delimiter in [("c.csv", ","), ("d.tsv", "\t")]:
        with open(folder / name, "w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
            writer.writerow(["uid", "caption", "url"])
            for number in range(1, 400):
                text = caption()
                url = f"http://y/{number},{number}" if number % 5 else ""
                writer.writerow([f"{name}{number}", text, url])
                made.add(name, number, [("caption", text)], f"{name}{number}", {"url": url or None})
    import pyarrow
    import pyarrow.parquet
    texts = [caption() if number % 7 else None for number in range(1, 3000)]
    table = {"uid": [10_000_000_000 + number for number in range(1, 3000)], "text": texts,
             "url": [f"http://z/{number}" if number % 4 else None for number in range(1, 3000)],
             "similarity": [number / 4 for number in range(1, 3000)]}
    pyarrow.parquet.write_table(pyarrow.table(table), folder / "e.parquet", row_group_size=rng.choice([100, 1000, 5000]),
                                data_page_size=2000)
    for number, text in enumerate(texts, 1):
        if text:
            made.add("e.parquet", number, [("caption", text)], str(10_000_000_000 + number), {
                "url": table["url"][number - 1], "similarity": str(number / 4)})
    with tarfile.open(folder / "f.tar", "w") as tar:
        for number in range(1, 200):
            text = caption()
            for ending, content in [("jpg", b"x"), ("txt", text.encode()),
                                    ("json", json.dumps({"url": f"http://t/{number}", "key": "no"}).encode())]:
                member = tarfile.TarInfo(f"dir/{number:05}.{ending}")
                member.size = len(content)
                tar.addfile(member, io.BytesIO(content))
            made.add("f.tar", number, [("caption", text)], f"dir/{number:05}", {"url": f"http://t/{number}"})
    json.dump({
        "shards": made.shards, "texts": made.texts, "captions": made.captions,
        "distinct": [len(made.hashes[index]) for index in range(len(CLASSES))],
        "pairs": [[*pair, count] for pair, count in sorted(made.both.items())]}, sys.stdout)


if __name__ == "__main__":
    main()
