"""Writes corpora of captions as shards of every layout, codec and page encoding, many corpora in one process.

usage: write_corpora.py OUT_DIR < JOBS      JOBS: JSON, [{"name", "seed", "captions": [text, ...], "layouts": [name, ...]; all where it is missing}, ...]
Writes OUT_DIR/* and OUT_DIR/made.json: [{"name", "plain": [text, ...], "unescaped": [...], "shards": [SHARD, ...]}, ...] with each
caption as the two reading rules have it ("" where nothing is left of it), and of each shard
SHARD: {"file", "layout", "records": n, "roles": a letter a caption, "places": the record of each caption, from 1; 0 where it is none}
Letters: c caption, h human, a assistant, s system, o other, - left out, since this layout cannot hold the text.
A layout is written the same for the same seed, whatever other layouts are wanted, so that a failure can be made smaller.
"""
import bz2, csv, gzip, html, io, json, lzma, random, re, sys, tarfile, zipfile
import lz4.frame, pyarrow as pa, pyarrow.parquet as pq, zstandard

out = sys.argv[1]

# -- what is text: the documented rule, in the plainest way ------------------------------------------------------------
PLACEHOLDER = re.compile(r"[ \t\n\v\f\r]*<(?:image|video)>[ \t\n\v\f\r]*")


def spoken(text):
    if not PLACEHOLDER.search(text): return text
    return " ".join(piece for piece in PLACEHOLDER.split(text) if piece)


# -- codecs ------------------------------------------------------------------------------------------------------------
def pieces(data, rng):
    """The data in one to four parts, cut anywhere."""
    cuts = sorted(rng.randrange(len(data) + 1) for _ in range(rng.choice([0, 0, 1, 3])))
    return [data[a:b] for a, b in zip([0] + cuts, cuts + [len(data)])]


CODECS = {
    "": lambda b, rng: b,
    ".gz": lambda b, rng: b"".join(gzip.compress(p, rng.choice([0, 1, 6, 9])) for p in pieces(b, rng)),
    ".zst": lambda b, rng: b"".join(zstandard.ZstdCompressor(rng.choice([1, 3, 9])).compress(p) for p in pieces(b, rng)),
    ".xz": lambda b, rng: b"".join(lzma.compress(p, preset=0) for p in pieces(b, rng)),
    ".bz2": lambda b, rng: b"".join(bz2.compress(p, 1) for p in pieces(b, rng)),
    ".lz4": lambda b, rng: b"".join(lz4.frame.compress(p, block_linked=rng.random() < 0.5, store_size=rng.random() < 0.5) for p in pieces(b, rng)),
}


class Shard:
    """What is known of a shard while it is written: the record and the role of each caption."""

    def __init__(self, captions, rng):
        self.captions, self.rng = captions, rng
        self.roles, self.places, self.records = ["-"] * len(captions), [0] * len(captions), 0

    def put(self, index, role="c"):
        """Says that a caption is in the record begun last."""
        self.roles[index], self.places[index] = role, self.records

    def rows(self, fits=lambda text: True, blanks=True):
        """One caption a record; now and then a record without any, as (number, None)."""
        rows, often = [], self.rng.choice([0, 0, 0.05, 0.4]) if blanks else 0
        for index, text in enumerate(self.captions):
            # The first records say what is text.
            while index > 2 and self.rng.random() < often:
                self.records += 1
                rows.append(None)
            if not fits(text): continue
            self.records += 1
            self.put(index)
            rows.append(text)
        return rows

    def groups(self, roles, largest=6, blanks=False):
        """Several captions a record: [[(role, text), ...], ...]; the roles take turns. Now and then None."""
        groups, index = [], 0
        while index < len(self.captions):
            self.records += 1
            if blanks and groups and self.rng.random() < 0.2:
                groups.append(None)
                continue
            size = self.rng.randrange(1, largest + 1)
            group = []
            for turn in range(min(size, len(self.captions) - index)):
                role = roles[turn % len(roles)]
                self.put(index, role)
                group.append((role, self.captions[index]))
                index += 1
            groups.append(group)
        return groups


# -- JSON --------------------------------------------------------------------------------------------------------------
def encoded(value, rng, indent=None):
    """A value as JSON, escaped in one of the ways that writers have."""
    text = json.dumps(value, ensure_ascii=rng.random() < 0.5, indent=indent, separators=rng.choice([(",", ":"), (", ", ": ")]))
    if rng.random() < 0.3: text = text.replace("/", "\\/")
    # Of an even number of backslashes the last escapes nothing, so that this leaves them alone.
    if rng.random() < 0.3: text = re.sub(r"(?<!\\)((?:\\\\)*)\\u([0-9a-f]{4})", lambda m: m[1] + "\\u" + m[2].upper(), text)
    return text


def row(text, number, rng):
    fields = [("caption", text), ("id", number), ("url", f"https://x.org/tench/{number}.jpg"), ("score", 0.5), ("tags", ["tench", {"crane": None}])]
    if text is None and rng.random() < 0.5: fields = fields[1:]
    if rng.random() < 0.2: rng.shuffle(fields)
    return dict(fields)


def json_lines(shard):
    rng = shard.rng
    end = rng.choice(["\n", "\n", "\r\n"])
    lines = [encoded(row(t, i, rng), rng) for i, t in enumerate(shard.rows())]
    return end.join(lines) + rng.choice(["", end, end + end]), ".jsonl"


def json_array(shard):
    return "[" + ",".join(encoded(row(t, i, shard.rng), shard.rng) for i, t in enumerate(shard.rows())) + "]", ".json"


def json_array_of_lines(shard):
    rng = shard.rng
    return encoded([row(t, i, rng) for i, t in enumerate(shard.rows())], rng, indent=rng.choice([0, 1, 2])), ".json"


def json_values(shard):
    return "\n".join(encoded(row(t, i, shard.rng), shard.rng, indent=1) for i, t in enumerate(shard.rows())) + "\n", ".json"


def coco(shard):
    rows = [{"image_id": i, "id": i, "caption": t} for i, t in enumerate(shard.rows(blanks=False))]
    return encoded({"info": {"year": 2014}, "images": [{"id": 1, "file_name": "tench.jpg"}], "annotations": rows}, shard.rng), ".json"


def columns(shard):
    rows = shard.rows(blanks=False)
    return encoded({"image_urls": ["https://x.org/tench.jpg"] * len(rows), "captions": rows}, shard.rng), ".json"


def caption_lists(shard):
    return "".join(encoded({"id": i, "captions": [t for _, t in g]}, shard.rng) + "\n" for i, g in enumerate(shard.groups("c"))), ".jsonl"


FROM = {"h": ["human", "user"], "a": ["gpt", "assistant"], "s": ["system"], "o": ["tool"]}


def turns(group, rng): return [{"from": rng.choice(FROM[r]), "value": t} for r, t in group]


def conversation_records(shard):
    groups = shard.groups(shard.rng.choice(["ha", "sha", "hao"]))
    return [{"id": i, "image": f"tench/{i}.jpg", "conversations": turns(g, shard.rng)} for i, g in enumerate(groups)]


def conversations(shard): return encoded(conversation_records(shard), shard.rng, indent=shard.rng.choice([None, 2])), ".json"
def conversation_lines(shard): return "".join(encoded(r, shard.rng) + "\n" for r in conversation_records(shard)), ".jsonl"


def messages(shard):
    rng, lines = shard.rng, []
    for group in shard.groups("ha"):
        content = lambda t: t if rng.random() < 0.5 else [{"type": "image"}, {"type": "text", "text": t}]
        lines.append(encoded({"messages": [{"role": rng.choice(FROM[r]), "content": content(t)} for r, t in group]}, rng) + "\n")
    return "".join(lines), ".jsonl"


# -- tables and lines: no NUL, which says that a file is binary ---------------------------------------------------------
def lines(shard):
    few = sum("\t" in t for t in shard.captions) * 3 < len(shard.captions)  # with tabs in most lines it is a table
    fits = lambda t: t and not re.search("[\n\0]", t) and not t.endswith("\r") and (few or "\t" not in t)
    end = shard.rng.choice(["\n", "\n", "\r\n"])
    return end.join(shard.rows(fits, blanks=False)) + shard.rng.choice(["", end, end + end]), ".txt"


def tsv(shard):
    rows, first = shard.rows(lambda t: not re.search("[\t\n\0]", t) and not t.endswith("\r")), shard.rng.random() < 0.5
    cells = [("caption", "url")] + [(t or "", f"https://x.org/tench/{i}.jpg") for i, t in enumerate(rows)]
    return "".join("\t".join(c if first else c[::-1]) + shard.rng.choice(["\n", "\r\n"]) for c in cells), ".tsv"


def table(shard):
    rows, text = shard.rows(lambda t: "\0" not in t), io.StringIO(newline="")
    quoting, end = shard.rng.choice([(csv.QUOTE_MINIMAL, "\r\n"), (csv.QUOTE_ALL, "\n")])
    write = csv.writer(text, quoting=quoting, lineterminator=end).writerow
    write(["url", "caption", "n"])
    for i, t in enumerate(rows): write([f"https://x.org/tench/{i}.jpg", t or "", i])
    return text.getvalue(), ".csv"


# -- archives ----------------------------------------------------------------------------------------------------------
def picture(rng): return b"\xff\xd8 a tench " + rng.randbytes(rng.randrange(1, 900))


def texts(shard):
    fits = lambda t: not t.endswith(("\n", "\r"))
    return [(f"{i:06}.{e}", c) for i, t in enumerate(shard.rows(fits, blanks=False)) for e, c in (("jpg", picture(shard.rng)), ("txt", t.encode()))]


def objects(shard):
    rng = shard.rng
    return [(f"f/{i:06}.{e}", c) for i, t in enumerate(shard.rows()) for e, c in (("jpg", picture(rng)), ("json", encoded({"key": i, "caption": t}, rng).encode()))]


def shard_inside(shard):
    codec = shard.rng.choice(list(CODECS))
    return [("README.md", b"a tench"), ("part/rows.jsonl" + codec, CODECS[codec](json_lines(shard)[0].encode(), shard.rng))]


def tar(files, rng):
    b, format = io.BytesIO(), rng.choice([tarfile.USTAR_FORMAT, tarfile.PAX_FORMAT, tarfile.GNU_FORMAT])
    with tarfile.open(fileobj=b, mode="w", format=format) as t:
        for name, content in files:
            m = tarfile.TarInfo(name)
            m.size = len(content)
            t.addfile(m, io.BytesIO(content))
    return b.getvalue(), ".tar"


class Pipe(io.RawIOBase):
    """A file that cannot seek, so that sizes follow the files."""
    def __init__(self, b): self.b = b
    def writable(self): return True
    def write(self, x): return self.b.write(bytes(x))


def zipped(files, rng):
    b = io.BytesIO()
    method = rng.choice([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2])
    # A file that is stored has an end only where its size is known.
    target = Pipe(b) if method == zipfile.ZIP_DEFLATED and rng.random() < 0.5 else b
    with zipfile.ZipFile(target, "w", method) as z:
        for name, content in files: z.writestr(name, content)
    return b.getvalue(), ".zip"


# -- Parquet -----------------------------------------------------------------------------------------------------------
STRING = pa.string()
TURNS = pa.list_(pa.struct([("from", STRING), ("value", STRING)]))
PAIRS = pa.list_(pa.struct([("user", STRING), ("assistant", STRING), ("source", STRING)]))


def write_parquet(columns, leaves, rng, required=False, **options):
    """The table in random pages and row groups; `options` go before chance."""
    n = len(next(iter(columns.values())))
    columns = {"URL": pa.array([f"https://x.org/tench/{i}.jpg" for i in range(n)]), **columns}
    table = pa.table(columns)
    if required: table = table.cast(pa.schema([pa.field(f.name, f.type, nullable=f.name == "URL") for f in table.schema]))
    how = {
        "compression": rng.choice(["none", "none", "snappy", "gzip", "zstd", "brotli", "lz4"]), "data_page_version": rng.choice(["1.0", "2.0"]),
        "row_group_size": rng.choice([1, 7, 64, 100, 1000]) if n < 150 else rng.choice([30, 64, 100, 1000]),
        "data_page_size": rng.choice([1, 200, 5000, 1 << 20]), "write_batch_size": rng.choice([1, 10, 64, 1024]),
        "write_page_checksum": rng.random() < 0.3, **options,
    }
    encoding = how.pop("encoding", None)
    if encoding: how |= {"use_dictionary": False, "column_encoding": {leaf: encoding for leaf in leaves}}
    b = io.BytesIO()
    pq.write_table(table, b, **how)
    return b.getvalue(), ".parquet"


def flat(**options):
    def write(shard):
        rows = shard.rows(blanks=True)
        values = pa.array(rows, shard.rng.choice([STRING, pa.large_string()]))
        chosen = {k: v(shard.rng) if callable(v) else v for k, v in options.items()}
        return write_parquet({"TEXT": values}, ["TEXT"], shard.rng, required=None not in rows and shard.rng.random() < 0.5, **chosen)
    return write


# Past the limit the chunk goes on in plain pages.
overflow = {"use_dictionary": True, "dictionary_pagesize_limit": lambda rng: rng.choice([1, 60, 400, 3000]), "data_page_size": lambda rng: rng.choice([1, 200]),
            "write_batch_size": lambda rng: rng.choice([1, 10, 70])}
any_way = lambda rng: rng.choice([{"use_dictionary": False}, {"use_dictionary": True}, {k: v(rng) if callable(v) else v for k, v in overflow.items()},
                                  {"encoding": "DELTA_BYTE_ARRAY"}, {"encoding": "DELTA_LENGTH_BYTE_ARRAY"}])


def lists(shard):
    rng, rows = shard.rng, []
    for group in shard.groups("c", blanks=True):
        rows.append(rng.choice([None, []]) if group is None else [t for _, t in group] + ([None] if rng.random() < 0.2 else []))
    return write_parquet({"captions": pa.array(rows, pa.list_(STRING))}, ["captions.list.element"], rng, **any_way(rng))


def structs(shard):
    rows = [turns(g, shard.rng) for g in shard.groups(shard.rng.choice(["ha", "sha"]))]
    leaves = ["conversations.list.element.from", "conversations.list.element.value"]
    return write_parquet({"conversations": pa.array(rows, TURNS)}, leaves, shard.rng, **any_way(shard.rng))


def pairs(shard):
    rows = []
    for group in shard.groups("ha"):
        said = [t for _, t in group] + ([None] if len(group) % 2 else [])
        rows.append([{"user": u, "assistant": a, "source": "a tench"} for u, a in zip(said[::2], said[1::2])])
    leaves = [f"texts.list.element.{k}" for k in ("user", "assistant", "source")]
    return write_parquet({"texts": pa.array(rows, PAIRS)}, leaves, shard.rng, **any_way(shard.rng))


PARQUET = {
    "parquet plain": flat(use_dictionary=False), "parquet plain, one group": flat(use_dictionary=False, row_group_size=1 << 20, data_page_size=1 << 20),
    "parquet dictionary": flat(use_dictionary=True), "parquet overflow": flat(**overflow),
    "parquet delta": flat(encoding="DELTA_BYTE_ARRAY"), "parquet delta lengths": flat(encoding="DELTA_LENGTH_BYTE_ARRAY"),
    "parquet lists": lists, "parquet turns": structs, "parquet pairs": pairs,
}
TEXT = {
    "json lines": json_lines, "json array": json_array, "json array of lines": json_array_of_lines, "json values": json_values, "coco": coco, "columns": columns,
    "caption lists": caption_lists, "conversations": conversations, "conversation lines": conversation_lines, "messages": messages, "lines": lines, "tsv": tsv, "csv": table,
}
ARCHIVE = {f"{word} of {what}": (pack, files) for word, pack in (("tar", tar), ("zip", zipped))
           for what, files in (("texts", texts), ("objects", objects), ("a shard", shard_inside))}


def lay_out(layout, captions, rng):
    """The bytes of one shard, its name's ending, and what is known of it."""
    shard = Shard(captions, rng)
    codec = rng.choice(list(CODECS))
    if layout in PARQUET:
        data, ending = PARQUET[layout](shard)
        # From a stream it is spooled; most are files.
        codec = codec if rng.random() < 0.2 else ""
    elif layout in TEXT:
        text, ending = TEXT[layout](shard)
        data = text.encode()
    else:
        pack, files = ARCHIVE[layout]
        data, ending = pack(files(shard), rng)
    return CODECS[codec](data, rng), ending + codec, shard


made = []
for job in json.load(sys.stdin):
    captions, shards = job["captions"], []
    for layout in job.get("layouts") or [*TEXT, *ARCHIVE, *PARQUET]:
        data, ending, shard = lay_out(layout, captions, random.Random(f"{job['seed']} {layout}"))
        file = f"{job['name']}-{layout.replace(' ', '_').replace(',', '')}{ending}"
        open(f"{out}/{file}", "wb").write(data)
        shards.append({"file": file, "layout": layout, "records": shard.records, "roles": "".join(shard.roles), "places": shard.places})
    plain = [spoken(t) for t in captions]
    made.append({"name": job["name"], "plain": plain, "unescaped": [html.unescape(t) for t in plain], "shards": shards})
json.dump(made, open(f"{out}/made.json", "w"))
