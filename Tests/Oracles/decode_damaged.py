"""Reads shards that may be damaged with Python's own decoders, and says what texts they hold, or why they cannot be read.

usage: decode_damaged.py FOLDER < NAMES      NAMES: JSON, a list of files; their endings say what they are: .txt, .parquet, .tar or
.zip, and then .gz, .zst, .xz, .bz2 or .lz4. Prints JSON: for each file {"texts": [text, ...]} or {"error": why}.
A file that ends the decoder's process, or takes more than its memory or its time, is an error like another.
"""
import bz2, io, json, lzma, os, resource, signal, sys, tarfile, zipfile, zlib
import lz4.frame, pyarrow.parquet as pq, zstandard

folder = sys.argv[1]


def parts(data, make, magic):
    """The parts of a stream one after another, each whole; what follows the last and is none is left alone where `magic` is given."""
    out, first = [], True
    while data and (first or not magic or data.startswith(magic)):
        decoder = make()
        out.append(decoder.decompress(data))
        if not decoder.eof: raise EOFError("the data ends early")
        data, first = decoder.unused_data, False
    return b"".join(out)


def xz(data):
    out = []
    while data:
        decoder = lzma.LZMADecompressor(lzma.FORMAT_XZ)
        out.append(decoder.decompress(data))
        if not decoder.eof: raise EOFError("the data ends early")
        data = decoder.unused_data
        padding = len(data) - len(data.lstrip(b"\0"))
        if padding % 4: raise lzma.LZMAError("padding that is no multiple of four")
        data = data[padding:]
    return b"".join(out)


CODECS = {
    ".gz": lambda b: parts(b, lambda: zlib.decompressobj(31), b"\x1f\x8b"), ".bz2": lambda b: parts(b, bz2.BZ2Decompressor, b"BZh"), ".xz": xz,
    ".zst": lambda b: parts(b, lambda: zstandard.ZstdDecompressor(max_window_size=1 << 27).decompressobj(), None),
    ".lz4": lambda b: parts(b, lz4.frame.LZ4FrameDecompressor, (b"\x04\x22\x4d\x18",) + tuple(bytes([n]) + b"\x2a\x4d\x18" for n in range(0x50, 0x60))),
}


def lines(data):
    if not data.strip(): raise ValueError("no text")
    if b"\0" in data[:1024]: raise ValueError("a NUL: no text")
    rows = [row.removesuffix(b"\r") for row in data.removeprefix(b"\xef\xbb\xbf").split(b"\n")]
    return [row.decode() for row in rows if row]


def parquet(data):
    # Arrow's own schema in the footer says nothing that a column of Parquet does not; under another key Arrow passes it over.
    data = data.replace(b"ARROW:schema", b"other:schema")
    try: file = pq.ParquetFile(io.BytesIO(data), page_checksum_verification=True)
    except UnicodeDecodeError: raise ValueError("a column's name is no text")
    values = file.read(columns=["TEXT"], use_threads=False).column("TEXT").to_pylist()
    if len(values) != file.metadata.num_rows: raise ValueError("the rows are not as many as the footer says")
    return [text for text in (v.decode() if isinstance(v, bytes) else v for v in values) if text]



def tar(data):
    with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as t:
        return [text for text in (t.extractfile(m).read().decode().rstrip("\r\n") for m in t if m.isreg() and m.name.endswith(".txt")) if text]


def zipped(data, in_stream=False):
    with zipfile.ZipFile(io.BytesIO(data)) as z:
        entries = sorted(z.infolist(), key=lambda e: e.header_offset)
        # Of two members of one name the tool reads the first, and tells the other.
        entries = [e for i, e in enumerate(entries) if e.filename not in {other.filename for other in entries[:i]}]
        # Who reads a stream goes by the heads; where these disagree with the directory there is nothing to compare.
        if in_stream: [z.open(e).close() for e in entries]
        return [text for text in (z.read(e).decode().rstrip("\r\n") for e in entries if e.filename.endswith(".txt")) if text]


LAYOUTS = {".txt": lines, ".parquet": parquet, ".tar": tar, ".zip": zipped}


def read(name):
    data = open(f"{folder}/{name}", "rb").read()
    stem, ending = os.path.splitext(name)
    if ending in CODECS:
        data = CODECS[ending](data)
        stem, ending = os.path.splitext(stem)
        if ending == ".zip": return zipped(data, in_stream=True)
    return LAYOUTS[ending](data)


def answer(name):
    try:
        return {"texts": read(name)}
    except Exception as e:
        return {"error": f"{type(e).__name__}: {e}"[:300]}


def child(names, pipe):
    resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with os.fdopen(pipe, "w") as out:
        for name in names:
            signal.alarm(20)
            out.write(json.dumps(answer(name)) + "\n")
            out.flush()
    os._exit(0)


names, answers = json.load(sys.stdin), []
while len(answers) < len(names):
    receive, send = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(receive)
        child(names[len(answers):], send)
    os.close(send)
    with os.fdopen(receive) as lines_of_child:
        for line in lines_of_child:
            if line.endswith("\n"): answers.append(json.loads(line))
    status = os.waitpid(process, 0)[1]
    if len(answers) < len(names): answers.append({"error": f"the decoder ended with status {status}"})
json.dump(answers, sys.stdout)
