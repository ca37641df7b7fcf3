"""Writes small files that stand for endless work or memory, one for each way to make one.

usage: bombs.py OUT_DIR      writes OUT_DIR/* and OUT_DIR/cases.json:
[{"file", "error": part of the sentence, or null where it is read, "piped": the same for the file from a pipe}]
"""
import bz2, gzip, json, os, struct, sys, zlib
import lz4.frame, zstandard

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../parquet"))
import pages as p

out, cases = sys.argv[1], []


def put(name, data, error=None, piped=None):
    open(f"{out}/{name}", "wb").write(data)
    cases.append({"file": name, "error": error, "piped": piped or error})


# -- zip: many names for the same bytes (D. Fifield, "A better zip bomb", WOOT 2019) -----------------------------------
def deflate(data):
    c = zlib.compressobj(9, zlib.DEFLATED, -15)
    return c.compress(data) + c.flush()


def local(name, stored, size, crc): return struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 20, 0, 8, 0, 0, crc, stored, size, len(name), 0) + name
def central(name, stored, size, crc, at): return struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\1\2", 20, 20, 0, 8, 0, 0, crc, stored, size, len(name), 0, 0, 0, 0, 0, at) + name


def archive(files, entries, count=None, size=None, wide=False):
    """Files as they lie, then a directory that may say what it likes."""
    directory = b"".join(entries)
    count, size = len(entries) if count is None else count, len(directory) if size is None else size
    end = b""
    if wide:
        end = struct.pack("<4sQHHIIQQQQ", b"PK\6\6", 44, 45, 45, 0, 0, count, count, size, len(files))
        end += struct.pack("<4sIQI", b"PK\6\7", 0, len(files) + len(directory), 1)
        end += struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    else:
        end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, count & 0xFFFF, count & 0xFFFF, size, len(files), 0)
    return files + directory + end


kernel = b"a tench beside a crane\n" * 500_000
stored, crc, names = deflate(kernel), zlib.crc32(kernel), [b"f%05d.txt" % i for i in range(60_000)]
one = local(names[0], len(stored), len(kernel), crc) + stored
entry = lambda name, at=0: central(name, len(stored), len(kernel), crc, at)
overlap = "its files f00000.txt and f00001.txt overlap"
# A stream has no places: its files come one after another, and then a directory that has to fit them.
alone = "its directory has 60000 entries for 1 files"
put("one_for_all.zip", archive(one, [entry(n) for n in names]), overlap, alone)
put("one_for_all_wide.zip", archive(one, [entry(n) for n in names], wide=True), overlap, alone)
apart = local(b"z.txt", 2, 0, 0) + deflate(b"")
put("one_for_all_other_order.zip", archive(one + apart, [central(b"z.txt", 2, 0, 0, len(one))] + [entry(n) for n in names]), overlap, "its directory has 60001 entries for 2 files")
# Each file's deflate stream begins with a stored block that holds the head of the next file and goes on as that one's.
heads, quoted, last = [], [], local(names[-1], len(stored), len(kernel), crc)
step = len(last) + 5
for i, name in enumerate(names[:-1]):
    left = len(names) - 1 - i
    sizes = len(stored) + left * step, len(kernel) + left * len(last)
    heads.append(local(name, *sizes, 0) + b"\0" + struct.pack("<HH", len(last), len(last) ^ 0xFFFF))
    quoted.append(central(name, *sizes, 0, i * step))
quoted.append(central(names[-1], len(stored), len(kernel), crc, len(names) * step - step))
# What the first holds begins as an archive does, and is none.
put("quoting.zip", archive(b"".join(heads) + last + stored, quoted), overlap, "member f00001.txt: the deflate data is corrupt")

# A directory that does not say what is in the archive.
small, files, entries = deflate(b"a tench"), b"", []
for i in range(10):
    entries.append(central(b"%d.txt" % i, len(small), 7, zlib.crc32(b"a tench"), len(files)))
    files += local(b"%d.txt" % i, len(small), 7, zlib.crc32(b"a tench")) + small
put("ten.zip", archive(files, entries))
put("ten_wide.zip", archive(files, entries, wide=True))
for wide in (False, True):
    word = "_wide" if wide else ""
    put(f"hides_one{word}.zip", archive(files, entries, size=9 * len(entries[0]), wide=wide), "its directory has 9 entries where its end says 10",
        f"its directory has {10 * len(entries[0])} bytes where its end says {9 * len(entries[0])}")
    put(f"leaves_one_out{word}.zip", archive(files, entries[:9], count=10, wide=wide), "its directory has 9 entries where its end says 10")
    put(f"claims_fewer{word}.zip", archive(files, entries, count=9, wide=wide), "its directory has 10 entries where its end says 9")
# Without zip64 there are 16 bits for the number of entries.
many, more = [], bytearray()
for i in range(0x10000 + 3):
    many.append(central(b"%d.txt" % i, len(small), 7, zlib.crc32(b"a tench"), len(more)))
    more += local(b"%d.txt" % i, len(small), 7, zlib.crc32(b"a tench")) + small
put("sixteen_bits.zip", archive(bytes(more), many))
put("sixteen_bits_but_wide.zip", archive(bytes(more), many, count=3, wide=True), "its directory has 65539 entries where its end says 3")

# -- members, frames and streams of nothing ----------------------------------------------------------------------------
text = b'{"caption": "a tench"}\n'
# An empty deflate block with codes of its own is dearest to decode: 16-bit runs of zeros, one code for the end of the block.
bits = "1" + "01" + "00000" + "00000" + "0111" + "000000100" + "000" * 14 + "100" + "1" + "1111111" + "1" + "1101011" + "0" + "0" + "0"
dynamic = int(bits[::-1], 2).to_bytes((len(bits) + 7) // 8, "little")
member = gzip.compress(b"")[:10] + dynamic + bytes(8)
assert gzip.decompress(member * 3) == b""
for ending, code in (("gz", gzip.compress), ("zst", zstandard.ZstdCompressor(3).compress), ("bz2", bz2.compress), ("lz4", lz4.frame.compress)):
    nothing = member if ending == "gz" else code(b"")
    put(f"empty.jsonl.{ending}", code(text) + nothing * 1_000_000 + code(text), "more than 100000 empty")
    put(f"some_empty.jsonl.{ending}", code(text) + nothing * 100_000 + code(text))
put("frames_to_skip.jsonl.zst", b"\x50\x2a\x4d\x18\0\0\0\0" * 1_000_000 + zstandard.ZstdCompressor(3).compress(text), "more than 100000 empty frames in a row")

# -- Parquet: pages and dictionaries that claim a gigabyte, and have it ------------------------------------------------
GB, MB = 1 << 30, 1 << 20
ONE = [p.node("schema", children=1), p.node("text", p.REQUIRED, p.BYTE_ARRAY, converted=p.UTF8)]
zeros = bytes(MB)


def snappy(size):
    """Zeros as copies of 64 bytes, three bytes each, after 64 as they are."""
    return p.varint(size) + bytes([60 << 2, 63]) + bytes(64) + bytes([63 << 2 | 2, 64, 0]) * (size // 64 - 1)


# Of each codec: its number, so many zeros, and a few bytes.
CODECS = {
    "snappy": (1, snappy, lambda b: p.varint(len(b)) + bytes([len(b) - 1 << 2]) + b),
    "gzip": (2, lambda n: gzip.compress(zeros) * (n // MB), gzip.compress),
    "zstd": (6, lambda n: zstandard.ZstdCompressor(3).compress(zeros) * (n // MB), zstandard.ZstdCompressor(3).compress),
}


def parquet(name, pages, codec, count, error=None):
    put(f"{name}.parquet", p.file(ONE, [(["text"], p.BYTE_ARRAY, codec, count, pages, {}, {})], count), error)


for word, (codec, fill, few) in CODECS.items():
    # Zeros are empty values: four bytes each.
    large, fair, values, fit = fill(GB), fill(192 * MB), GB // 4, 48 * MB
    bound = f"a page of {GB} bytes is larger than"
    index = b"\x01" + p.run(0, fit, 1)
    indices = p.data(fit, few(index), 8, size=len(index))
    parquet(f"page_{word}", [p.data(values, large, size=GB)], codec, values, bound)
    parquet(f"page2_{word}", [p.data2(values, (b"", b""), large, size=GB)], codec, values, bound)
    parquet(f"dictionary_{word}", [p.dictionary(values, large, size=GB), indices], codec, fit, bound)
    # What is claimed is little, what comes is much.
    parquet(f"lies_{word}", [p.data(values, large, size=MB)], codec, values, "ends inside a value" if word == "gzip" else "data of a page is corrupt")
    # Below the bound, as large as it can be: three texts of 60 MB. Parts of a snappy block cannot be joined.
    if word != "snappy":
        long = (few(struct.pack("<I", 60 * MB)) + fill(60 * MB)) * 3
        parquet(f"fair_{word}", [p.data(3, long, size=3 * (4 + 60 * MB))], codec, 3)
    parquet(f"entries_{word}", [p.dictionary(fit, fair, size=192 * MB), indices], codec, fit, "a dictionary of 50331648 entries is larger than")
json.dump(cases, open(f"{out}/cases.json", "w"))
print(len(cases), "cases")
