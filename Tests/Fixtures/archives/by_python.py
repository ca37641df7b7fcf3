"""Writes tar and zip archives as Python's tarfile and zipfile make them, and some made by hand, and what is in them.

usage: by_python.py OUT_DIR      writes OUT_DIR/* and OUT_DIR/cases.json:
[{"file", "fields", "records", "captions": [[record, role, text], ...]}, or {"file", "fields", "error": part of the sentence}]
"""
import bz2, gzip, io, json, lzma, random, struct, sys, tarfile, zipfile, zlib
import lz4.frame, pyarrow as pa, pyarrow.parquet as pq, zstandard

out, rng = sys.argv[1], random.Random(3)
cases = []
C = lambda r, t: [r, "caption", t]
N = 40
captions = [f"a red tench number {i}" + " é" * (i % 3) for i in range(N)]
jpeg = lambda: b"\xff\xd8 a great white shark " + rng.randbytes(rng.randrange(10, 3000))
meta = lambda i, **more: json.dumps({"key": str(i), "url": "http://x/tench.jpg", "caption": captions[i], "status": "success", **more}).encode()


def put(name, data, expected=None, fields=(), records=None, error=None):
    open(f"{out}/{name}", "wb").write(data)
    item = {"file": name, "fields": list(fields)}
    if error is not None: item["error"] = error
    else: item |= {"captions": expected, "records": records if records is not None else len({e[0] for e in expected})}
    cases.append(item)


def tar(files, format=tarfile.PAX_FORMAT, finish=True):
    b = io.BytesIO()
    with tarfile.open(fileobj=b, mode="w", format=format) as t:
        for f in files:
            m, content = (f if isinstance(f[0], tarfile.TarInfo) else (tarfile.TarInfo(f[0]), f[1]))
            m.size = len(content)
            t.addfile(m, io.BytesIO(content))
    return b.getvalue()


def of(name, kind, link=""):
    m = tarfile.TarInfo(name)
    m.type, m.linkname = kind, link
    return m, b""


def samples(*endings, name=lambda i: f"{i:09d}"):
    make = {"jpg": lambda i: jpeg(), "txt": lambda i: captions[i].encode(), "json": meta, "caption": lambda i: captions[i].encode(),
            "cls": lambda i: meta(i), "png": lambda i: jpeg(), "seg.png": lambda i: jpeg()}
    return [(f"{name(i)}.{e}", make[e](i)) for i in range(N) for e in endings]


all_of = [C(i, c) for i, c in enumerate(captions)]
for format, word in ((tarfile.USTAR_FORMAT, "ustar"), (tarfile.PAX_FORMAT, "pax"), (tarfile.GNU_FORMAT, "gnu")):
    put(f"samples_{word}.tar", tar(samples("jpg", "txt", "json"), format), all_of)
    put(f"folders_{word}.tar", tar([of("00000", tarfile.DIRTYPE)] + samples("jpg", "json", "txt", name=lambda i: f"00000/{i}") + [of("00000/link.txt", tarfile.SYMTYPE, "x"), of("00000/hard.txt", tarfile.LNKTYPE, "00000/1.txt")], format), all_of)
long = lambda i: f"{'a folder/' * 40}{i}"
for format, word in ((tarfile.PAX_FORMAT, "pax"), (tarfile.GNU_FORMAT, "gnu")):
    put(f"long_names_{word}.tar", tar(samples("jpg", "txt", name=long), format), all_of)
    put(f"odd_names_{word}.tar", tar([("../../etc/passwd.txt", b"one"), ("../../etc/passwd.jpg", b"x"), ("a\nb';--.txt", b"two"), ("a\nb';--.jpg", b"x"), ("Zürich/虎.txt", b"three"), ("Zürich/虎.jpg", b"x")], format), [C(0, "one"), C(1, "two"), C(2, "three")])
put("prefix_ustar.tar", tar(samples("jpg", "txt", name=lambda i: f"{'folder/' * 20}{i}"), tarfile.USTAR_FORMAT), all_of)
put("global_pax.tar", (lambda b: (tarfile.open(fileobj=b, mode="w", format=tarfile.PAX_FORMAT, pax_headers={"comment": "x" * 600}).close(), b.getvalue())[1])(io.BytesIO())[:1536] + tar(samples("txt", "jpg")), all_of)


def v7(files):
    b = b""
    for name, content in files:
        h = bytearray(512)
        h[:len(name)] = name.encode()
        h[100:108], h[108:116], h[116:124], h[124:136], h[136:148] = b"0000644\0", b"0000000\0", b"0000000\0", b"%011o " % len(content), b"00000000000 "
        h[148:156] = b" " * 8
        h[148:156] = b"%06o\0 " % sum(h)
        b += bytes(h) + content + b"\0" * (-len(content) % 512)
    return b + b"\0" * 1024


put("v7.tar", v7([("folder/", b"")] + samples("jpg", "txt")), all_of)
binary = bytearray(v7([("a.txt", b"one"), ("a.jpg", b"x")]))
binary[124:136] = b"\x80" + (3).to_bytes(11, "big")
binary[148:156] = b" " * 8
binary[148:156] = b"%06o\0 " % sum(binary[:512])
put("binary_size.tar", bytes(binary), [C(0, "one")])

put("json_only.tar", tar(samples("jpg", "json")), all_of)
put("caption_files.tar", tar(samples("jpg", "caption", "json")), all_of)
put("cls_objects.tar", tar(samples("jpg", "cls")), all_of)
put("cls_numbers.tar", tar([f for i in range(3) for f in ((f"{i}.jpg", jpeg()), (f"{i}.cls", b"7"), (f"{i}.txt", captions[i].encode()))]), all_of[:3])
put("two_dots.tar", tar(samples("jpg", "seg.png", "txt")), all_of)
put("text_first.tar", tar(samples("txt", "json", "jpg")), all_of)
put("some_without_text.tar", tar([f for i in range(N) for f in [(f"{i}.jpg", jpeg())] + ([(f"{i}.txt", captions[i].encode())] if i % 3 else [])]), [C(i, c) for i, c in enumerate(captions) if i % 3], records=N)
put("text_then_json.tar", tar([f for i in range(N) for f in [(f"{i}.jpg", jpeg()), (f"{i}.json", meta(i)) if i % 2 else (f"{i}.txt", captions[i].encode())]]), all_of)
put("empty_texts.tar", tar([("0.jpg", b"x"), ("0.txt", b""), ("0.json", meta(0)), ("1.jpg", b"x"), ("1.txt", b"one\n")]), [C(1, "one")], records=2)
put("metaclip.tar", tar([f for i in range(3) for f in ((f"u{i}.jpeg", jpeg()), (f"u{i}.json", json.dumps({"texts": [["alt", captions[i]], ["title", "t"]]}).encode()))]), [c for i in range(3) for c in (C(i, captions[i]), C(i, "t"))])
put("conversations.tar", tar([("1.jpg", b"x"), ("1.json", json.dumps({"conversations": [{"from": "human", "value": "<image>\nWhat?"}, {"from": "gpt", "value": "A tench."}]}).encode())]), [[0, "human", "What?"], [0, "assistant", "A tench."]])
put("failures_left_out.tar", tar([f for i in range(4) for f in ((f"{i}.jpg", b"x"), (f"{i}.json", json.dumps({"caption": captions[i], "status": "success" if i % 2 == 0 else "failed_to_download"}).encode()))]), [C(0, captions[0]), C(2, captions[2])])
put("named_json.tar", tar(samples("jpg", "txt", "json")), all_of, ["json.caption"])
put("named_ending.tar", tar(samples("jpg", "txt", "json")), [[i, "human", c] for i, c in enumerate(captions)], ["human:txt"])
put("pretty_json.tar", tar([f for i in range(5) for f in ((f"{i}.jpg", b"x"), (f"{i}.json", json.dumps({"caption": captions[i]}, indent=2).encode()))]), all_of[:5])

rows = "".join(json.dumps({"caption": c}) + "\n" for c in captions).encode()
z = lambda b: zstandard.ZstdCompressor(3).compress(b)
coders = {"gz": gzip.compress, "zst": z, "xz": lzma.compress, "bz2": bz2.compress, "lz4": lz4.frame.compress}
put("shards_inside.tar", tar([("part/rows.jsonl.gz", gzip.compress(rows)), ("README.md", b"a tench"), ("part/rows.tsv", b"caption\turl\n" + b"".join(b"%s\thttp://x\n" % c.encode() for c in captions[:5]))]),
    all_of + [C(N + i, c) for i, c in enumerate(captions[:5])])
for word, code in coders.items():
    put(f"shard_inside_{word}.tar", tar([(f"rows.jsonl.{word}", code(rows))]), all_of)
    put(f"samples.tar.{word}", code(tar(samples("jpg", "txt", "json"))), all_of)
table = io.BytesIO()
pq.write_table(pa.table({"TEXT": captions}), table)
put("parquet_inside.tar", tar([("a.parquet", table.getvalue())]), all_of)
put("parquet_and_rows.tar", tar([("a.parquet", table.getvalue()), ("b.jsonl", rows), ("c.parquet.gz", gzip.compress(table.getvalue()))]), [C(k * N + i, c) for k in range(3) for i, c in enumerate(captions)])
put("parquet_inside.tar.gz", gzip.compress(tar([("a.parquet", table.getvalue())])), all_of)
put("tar_inside.tar", tar([("a.tar", tar(samples("jpg", "txt"))), ("b.tar.zst", z(tar(samples("jpg", "txt"))))]), all_of + [C(N + i, c) for i, c in enumerate(captions)])
put("lone_array.tar", tar([("captions.json", json.dumps([{"caption": c} for c in captions]).encode())]), all_of)
put("lone_coco.tar", tar([("x/coco.json", json.dumps({"info": {}, "images": [{"id": 1, "file_name": "a tench.jpg"}], "annotations": [{"image_id": 1, "caption": c} for c in captions]}).encode())]), all_of)
put("lone_sbu.tar.gz", gzip.compress(tar([("d/sbu.json", json.dumps({"image_urls": ["u"] * N, "captions": captions}).encode())])), all_of)
put("lone_lines.tar", tar([("captions.txt", "".join(c + "\n" for c in captions).encode())]), all_of)
put("lone_texts.tar", tar([(f"{i}.txt", c.encode()) for i, c in enumerate(captions)]), all_of)
deep = tar(samples("jpg", "txt"))
for i in range(6): deep = tar([(f"{i}.tar", deep)])
put("too_deep.tar", deep, error="an archive nested more than 4 deep is not supported")

whole = tar(samples("jpg", "txt", "json"))
put("cut_in_member.tar", whole[:len(whole) // 2 + 77], error="the tar data ends early; is the file truncated?")
put("cut_in_header.tar", whole[:700], error="the tar data ends early")
# Without the blocks of zeros at its end, as GNU tar and Python read it; with one of them, and with what follows them.
bare = whole.rstrip(b"\0") + b"\0" * (-len(whole.rstrip(b"\0")) % 512)
put("no_end.tar", bare, all_of)
put("one_end.tar", bare + bytes(512), all_of)
put("after_end.tar", whole + b"garbage" * 100, all_of)
put("no_end_cut.tar", bare + whole[:100], error="the tar data ends early")
hurt = bytearray(whole)
place = whole.index(b"000000002.jpg")
hurt[place] ^= 1
put("bad_header.tar", bytes(hurt), error="a file header has a wrong checksum")
for name, record in (("last_is_equals", b"4 a="), ("no_newline", b"5 a=b"), ("equals_behind", b"6 abc\n6 a=b\n"), ("too_long", b"99 a=b\n"), ("no_length", b"a=b\n")):
    extended = tarfile.TarInfo("extended")
    extended.type = tarfile.XHDTYPE
    put(f"pax_{name}.tar", tar([(extended, record), ("a.txt", b"a tench")], tarfile.USTAR_FORMAT), error="a pax record is corrupt")
extended.type = tarfile.XHDTYPE
put("pax_empty_value.tar", tar([(extended, b"5 a=\n"), ("a.txt", b"a tench")], tarfile.USTAR_FORMAT), [C(0, "a tench")])
put("no_text.tar", tar(samples("jpg")), error="no caption field was found; fields seen: jpg")
put("json_no_text.tar", tar([("0.jpg", b"x"), ("0.json", b'{"id": 1, "url": "u"}')]), error="no caption field was found; fields seen: json.")
put("json_broken.tar", tar([("0.jpg", b"x"), ("0.json", b'{"caption": "a"}'), ("1.jpg", b"x"), ("1.json", b'{"caption": ')]), error="record 2, member 1.json: the JSON")
# Beside the samples what is no text, in a codec or not; places of pictures; DataCompDR's captions.
put("other_members.tar", tar([f for i in range(3) for f in ((f"{i}.jpg", b"x"), (f"{i}.pth.gz", gzip.compress(b"\0\1")), (f"{i}.npz", b"PK\3\4"), (f"{i}.emb.gz", b"no gzip"), (f"{i}.bin", b"\0"), (f"{i}.txt", captions[i].encode()))] + [("README", b"a tench"), ("._x.txt", b"a tench")]), all_of[:3])
put("places.tar", tar([f for i in range(3) for f in ((f"{i}.url.txt", b"http://x/tench.jpg"), (f"{i}.jpg", b"x"), (f"{i}.json", meta(i)))]), all_of[:3])
put("places_beside.tar", tar([f for i in range(3) for f in ((f"{i}.image_url.txt", b"http://x/a tench.jpg"), (f"{i}.txt", captions[i].encode()))]), all_of[:3])
put("datacompdr.tar", tar([f for i in range(3) for f in ((f"{i}.url.txt", b"http://x/tench.jpg"), (f"{i}.syn.json", json.dumps({"syn_text": [captions[i], "b"]}).encode()), (f"{i}.paug.json", b'{"param_aug": "[]"}'), (f"{i}.npz", b"x"), (f"{i}.json", b'{"uid": "x"}'))]), [x for i in range(3) for x in (C(i, captions[i]), C(i, "b"))])
put("named_place.tar", tar([("0.jpg", b"x"), ("0.url.txt", b"http://x"), ("0.txt", b"one")]), [C(0, "http://x")], ["url.txt"])
put("text_members.tar", tar([f for i in range(3) for f in ((f"{i}.jpg", b"x"), (f"{i}.text", captions[i].encode()))]), all_of[:3])
put("bad_member.tar", tar([("0.jpg", b"x"), ("0.txt", b"one"), ("0.rows.jsonl.gz", gzip.compress(b"a dog\n"))]), error="member 0.rows.jsonl.gz: the name ends in .jsonl, but the content is only plain lines")
put("pointer_inside.tar", tar([("rows.jsonl", b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n")]), error="member rows.jsonl: this is a Git LFS pointer, not the data; `git lfs pull` downloads the file that it stands for")
# Archives joined by cat, whatever their ends; the second starts its numbers anew.
one, two = tar([("0.jpg", b"x"), ("0.txt", b"one")]), tar([("0.jpg", b"x"), ("0.txt", b"two")])
put("joined.tar", one + two, [C(0, "one"), C(1, "two")])
put("joined_thrice.tar.gz", gzip.compress(one + bytes(10240)) + gzip.compress(two + one), [C(0, "one"), C(1, "two"), C(2, "one")])
put("joined_behind_nothing.tar", bytes(10240) + one + bytes(1024) + two, [C(0, "one"), C(1, "two")])
put("empty_inside.tar", tar([("part-0.json", b""), ("part-1.csv", b"")]), [], records=0)
put("joined_cut.tar", one + two[:700], error="the tar data ends early")
put("empty.tar", bytes(10240), [], records=0)
# Sparse files, whose content in the archive is a list of parts and these; a picture's is passed over as any.
def sparse(name):
    m = tarfile.TarInfo(name)
    m.pax_headers = {"GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.name": name, "GNU.sparse.realsize": "2097156"}
    return m, b"1\n2097152\n4\n".ljust(512, b"\0") + b"eel\n"
def old_sparse(name):
    h = bytearray(tarfile.TarInfo(name).tobuf(tarfile.GNU_FORMAT))
    h[124:136], h[156:157] = b"%011o\0" % 4, b"S"
    h[148:156] = b" " * 8
    h[148:156] = b"%06o\0 " % sum(h[:512])
    return bytes(h[:512]) + b"eel\n".ljust(512, b"\0")
put("sparse_text.tar", tar([("0.jpg", b"x"), sparse("0.txt")]), error="member 0.txt: a sparse file in a tar archive is not supported")
put("sparse_picture.tar", tar([sparse("0.jpg"), ("0.txt", b"one"), ("1.txt", b"two")]), [C(0, "one"), C(1, "two")])
put("old_sparse_text.tar", one[:-8192] .rstrip(b"\0") + b"\0" * (-len(one[:-8192].rstrip(b"\0")) % 512) + old_sparse("1.txt") + bytes(1024), error="member 1.txt: a sparse file in a tar archive is not supported")
put("old_sparse_picture.tar", old_sparse("1.jpg") + one, [C(1, "one")], records=2)
# Those that are read: without a hole, as file systems that compress make them, and with some; what is in them, Python says.
def parts_of(text):
    """Places and lengths of the blocks of 512 bytes that are not zeros, and their bytes."""
    blocks = [(i, text[i:i + 512]) for i in range(0, len(text), 512)]
    parts = [[i, b] for i, b in blocks if b.strip(b"\0")]
    return [(i, len(b)) for i, b in parts], b"".join(b for _, b in parts)
def pax_sparse(name, text, version):
    places, data = parts_of(text)
    m = tarfile.TarInfo(name if version < 1 else "GNUSparseFile.0/" + name)
    h = {"GNU.sparse.realsize" if version == 1 else "GNU.sparse.size": str(len(text)), "GNU.sparse.name": name}
    if version < 1: h["GNU.sparse.numblocks"] = str(len(places))
    if version == 0.1: h["GNU.sparse.map"] = ",".join(f"{o},{n}" for o, n in places)
    if version == 1:
        h |= {"GNU.sparse.major": "1", "GNU.sparse.minor": "0"}
        lines = "".join(f"{n}\n" for n in [len(places), *(x for p in places for x in p)]).encode()
        data = lines + bytes(-len(lines) % 512) + data
    m.pax_headers = h
    b = tar([(m, data)])
    if version == 0:  # Repeated keys, which tarfile does not write: put into the record block that it wrote.
        records = b"".join(f"{len(f'{k}={v}') + 4 + (len(f'{k}={v}') + 4 > 99)} {k}={v}\n".encode()
                           for k, v in [*h.items(), *((k, v) for o, n in places for k, v in (("GNU.sparse.offset", o), ("GNU.sparse.numbytes", n)))])
        head, old = bytearray(b[:512]), int(b[124:135], 8)
        head[124:136], head[148:156] = b"%011o\0" % len(records), b" " * 8
        head[148:156] = b"%06o\0 " % sum(head)
        b = bytes(head) + records + bytes(-len(records) % 512) + b[512 + -(-old // 512) * 512:]
    return b.rstrip(b"\0") + bytes(-len(b.rstrip(b"\0")) % 512)
def gnu_sparse(name, text):
    places, data = parts_of(text)
    h = bytearray(tarfile.TarInfo(name).tobuf(tarfile.GNU_FORMAT))
    entry = lambda p: b"%011o\0%011o\0" % p
    h[124:136], h[156:157], h[386:386 + 24 * len(places[:4])] = b"%011o\0" % len(data), b"S", b"".join(map(entry, places[:4]))
    h[482:483], h[483:495], h[148:156] = bytes([len(places) > 4]), b"%011o\0" % len(text), b" " * 8
    h[148:156] = b"%06o\0 " % sum(h[:512])
    rest, more = places[4:], b""
    while rest:
        more += b"".join(map(entry, rest[:21])).ljust(504, b"\0") + bytes([len(rest) > 21]) + bytes(7)
        rest = rest[21:]
    return bytes(h[:512]) + more + data + bytes(-len(data) % 512)
holes = b"a red tench".ljust(512, b" ") + bytes(4096) + b"a newt".ljust(512, b" ") + bytes(70000)
many = b"".join((b"eel %d" % i).ljust(512) + bytes(512) for i in range(30)) + b"a shark"
for label, text in (("whole", b"a red tench without a hole"), ("holes", holes), ("begins", bytes(1024) + b"a newt"), ("many", many)):
    for kind, make in (("old", gnu_sparse), ("pax0", lambda n, t: pax_sparse(n, t, 0)), ("pax01", lambda n, t: pax_sparse(n, t, 0.1)), ("pax1", lambda n, t: pax_sparse(n, t, 1))):
        data = tar([("0.jpg", b"x")], finish=False)[:1024] + make("0.txt", text) + tar([("1.jpg", b"y"), ("1.txt", b"two")])
        with tarfile.open(fileobj=io.BytesIO(data)) as t: held = t.extractfile("0.txt").read()
        assert held == text, (label, kind, len(held), len(text))
        put(f"sparse_{kind}_{label}.tar", data, [C(0, held.decode()), C(1, "two")])
put("not_utf8.tar", tar([("0.jpg", b"x"), ("0.txt", b"ok"), ("1.jpg", b"x"), ("1.txt", b"\xff\xfe")]), error="record 2, member 1.txt: the text is not valid UTF-8")
put("inner_broken.tar", tar([("rows.jsonl.gz", gzip.compress(rows)[:60])]), error="member rows.jsonl.gz: the gzip data ends early")


def archive(files, method=zipfile.ZIP_DEFLATED, stream=False, wide=False, comment=b""):
    b = io.BytesIO()
    class Pipe(io.RawIOBase):
        def writable(self): return True
        def write(self, x):
            b.write(bytes(x))
            return len(x)
    with zipfile.ZipFile(Pipe() if stream else b, "w", method) as zf:
        zf.comment = comment
        for name, content in files:
            if name.endswith("/"):
                zf.writestr(name, b"")
                continue
            with zf.open(name, "w", force_zip64=wide) as f: f.write(content)
    return b.getvalue()


for method, word in ((zipfile.ZIP_STORED, "stored"), (zipfile.ZIP_DEFLATED, "deflated"), (zipfile.ZIP_BZIP2, "bzip2")):
    put(f"samples_{word}.zip", archive([("f/", b"")] + samples("jpg", "txt", "json", name=lambda i: f"f/{i}"), method), all_of)
    put(f"rows_{word}.zip", archive([("docs/rows.jsonl", rows)], method), all_of)
put("zip64.zip", archive(samples("jpg", "txt"), wide=True), all_of)
put("streamed.zip", archive(samples("jpg", "txt") + [("x/rows.jsonl", rows)], stream=True), all_of + [C(N + i, c) for i, c in enumerate(captions)])
put("streamed_zip64.zip", archive(samples("jpg", "txt"), stream=True, wide=True), all_of)
put("commented.zip", archive(samples("jpg", "txt"), comment=b"PK\5\6 a comment " * 30), all_of)
put("mmc4.zip", archive([("docs_shard_0_v2.jsonl", "".join(json.dumps({"url": "u", "text_list": [c, "b"], "similarity_matrix": [[0.1]]}) + "\n" for c in captions).encode())]),
    [x for i, c in enumerate(captions) for x in (C(i, c), C(i, "b"))])
for method, word in ((zipfile.ZIP_STORED, "stored"), (zipfile.ZIP_DEFLATED, "deflated")):
    put(f"parquet_inside_{word}.zip", archive([("a.parquet", table.getvalue()), ("b.jsonl", rows)], method), all_of + [C(N + i, c) for i, c in enumerate(captions)])
put("zip_in_tar.tar", tar([("a.zip", archive([("rows.jsonl", rows)]))]), all_of)
put("large_rows.zip", archive([("rows.jsonl", rows * 100)]), [C(k * N + i, c) for k in range(100) for i, c in enumerate(captions)])
whole = archive([("a.txt", b"one"), ("a.jpg", b"x"), ("b.txt", b"two"), ("b.jpg", b"x")], zipfile.ZIP_STORED)
at = whole.index(b"PK\1\2")
entries = [b"PK\1\2" + e for e in whole[at:whole.rindex(b"PK\5\6")].split(b"PK\1\2")[1:]]
put("other_order.zip", whole[:at] + b"".join(reversed(entries)) + whole[whole.rindex(b"PK\5\6"):], [C(0, "one"), C(1, "two")])
# Two archives for two readers: a name in the directory that is not the file's, and an entry behind the end of the directory.
named = whole.replace(b"b.txt", b"b.png", 1)
put("two_names.zip", named, error="the zip data is corrupt (its directory and its file headers have different names)")
end = whole.rindex(b"PK\5\6")
put("hidden_entry.zip", whole[:end] + struct.pack("<4s4H2L", b"PK\5\6", 0, 0, 3, 3, end - at - len(entries[3]), at) + b"\0\0", error="the zip data is corrupt (its directory ")
# The directory alone gives a file one byte more than it has: who reads by it would read into what follows.
for name, place in (("into_next", 0), ("into_directory", 3)):
    longer = bytearray(entries[place])
    longer[20:24] = longer[24:28] = struct.pack("<L", int.from_bytes(longer[20:24], "little") + 1)
    open(f"{out}/{name}.zip", "wb").write(whole[:at] + b"".join(entries[:place]) + bytes(longer) + b"".join(entries[place + 1:]) + whole[end:])
whole = archive(samples("jpg", "txt"))
put("cut.zip", whole[:len(whole) // 2], error="the zip data ends early")
hurt = bytearray(archive([("rows.jsonl", rows)], zipfile.ZIP_STORED))
hurt[100] ^= 1
put("bad_checksum.zip", bytes(hurt), error="wrong checksum or size")
hurt = bytearray(archive([("0.jpg", b"x"), ("0.txt", b"one")], zipfile.ZIP_STORED))
for sign, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
    at = -1
    while (at := hurt.find(sign, at + 1)) >= 0: hurt[at + offset] |= 1
put("encrypted.zip", bytes(hurt), error="an encrypted file in a zip archive is not supported")
# Joined by cat, of equal size and not, with zip64 records and comments; the second starts its numbers anew.
one, two = archive([("0.jpg", b"x"), ("0.txt", b"one")]), archive([("0.jpg", b"x"), ("0.txt", b"two")])
put("joined.zip", one + two, [C(0, "one"), C(1, "two")])
put("joined_thrice.zip", one + archive([("a/0.txt", b"another"), ("a/0.png", b"x" * 999)], zipfile.ZIP_STORED, comment=b"PK\5\6 a comment") + two, [C(0, "one"), C(1, "another"), C(2, "two")])
put("joined_empty.zip", archive([]) + one + archive([]) + two, [C(0, "one"), C(1, "two")])
put("joined_streamed.zip", archive([("0.txt", b"one"), ("0.jpg", b"x")], stream=True) + two, [C(0, "one"), C(1, "two")])
put("nothing.zip", archive([]), [], records=0)

# What describes the data set or the project is no part of it, in an archive as in a folder.
described = [("d/dataset_info.json", b'{"description": "no"}'), ("README.txt", b"no"), ("LICENSE.txt", b"no"), ("d/NOTICE.txt", b"no"),
    ("requirements.txt", b"no"), ("state.json", b'{"text": "no"}'), ("00000_stats.json", b'{"text": "no"}'), ("rows.jsonl", rows), ("licenses.txt", b"one")]
put("described.tar", tar(described), all_of + [C(N, "one")])
put("described.zip", archive(described), all_of + [C(N, "one")])
# Of members of one name the first is read, wherever the other lies.
put("repeated.tar", tar([("0.jpg", b"x"), ("0.txt", b"one"), ("0.txt", b"two"), ("1.jpg", b"x"), ("1.txt", b"three"), ("0.txt", b"four")]), [C(0, "one"), C(1, "three")])

json.dump(cases, open(f"{out}/cases.json", "w"))
print(len(cases), "cases")
