"""Prints JSON: contents, and the same in xz, bzip2 and LZ4 frames, in every arrangement that the programs take.

[{"name", "codec", "plain": base64, "coded": base64, "fails": part of the error or null}]
"""
import base64, bz2, json, lzma, random, struct
import lz4.frame, zstandard

rng = random.Random(11)
b64 = lambda b: base64.b64encode(b).decode()
texts = [b"", b"a", rng.randbytes(30000), b"\n".join(b"a %d dog" % rng.randrange(99) for _ in range(9000))]
rows = []
skippable = lambda n: b"\x5a\x2a\x4d\x18" + struct.pack("<I", n) + b"s" * n


def row(name, codec, plain, coded, fails=None):
    rows.append({"name": name, "codec": codec, "plain": b64(plain), "coded": b64(coded), "fails": fails})


z = zstandard.ZstdCompressor(3).compress
for i, t in enumerate(texts):
    half = len(t) // 2
    row(f"xz {i}", "xz", t, lzma.compress(t, preset=1))
    row(f"xz no check {i}", "xz", t, lzma.compress(t, check=lzma.CHECK_NONE))
    row(f"xz two streams, padding {i}", "xz", t, lzma.compress(t[:half]) + b"\0" * 8 + lzma.compress(t[half:]))
    row(f"bzip2 {i}", "bzip2", t, bz2.compress(t))
    row(f"bzip2 two streams {i}", "bzip2", t, bz2.compress(t[:half], 1) + bz2.compress(t[half:], 9))
    row(f"bzip2 garbage {i}", "bzip2", t, bz2.compress(t) + b"garbage that follows")
    row(f"lz4 {i}", "lz4", t, lz4.frame.compress(t, content_checksum=True, block_checksum=True))
    row(f"lz4 linked {i}", "lz4", t, lz4.frame.compress(t, block_linked=True, store_size=False))
    row(f"lz4 two frames, one skipped {i}", "lz4", t, lz4.frame.compress(t[:half]) + skippable(70000) + lz4.frame.compress(t[half:]))
    row(f"lz4 garbage {i}", "lz4", t, lz4.frame.compress(t) + b"garbage that follows")
t = texts[3]
row("xz cut", "xz", t, lzma.compress(t)[:-9], "ends early")
row("xz garbage", "xz", t, lzma.compress(t) + b"garbage that follows", "corrupt")
row("xz flipped", "xz", t, (lambda b: b[:900] + bytes([b[900] ^ 4]) + b[901:])(lzma.compress(t)), "corrupt")
row("bzip2 cut", "bzip2", t, bz2.compress(t)[:-9], "ends early")
row("bzip2 flipped", "bzip2", t, (lambda b: b[:900] + bytes([b[900] ^ 4]) + b[901:])(bz2.compress(t)), "corrupt")
row("lz4 cut", "lz4", t, lz4.frame.compress(t)[:-9], "ends early")
row("lz4 flipped", "lz4", t, (lambda b: b[:900] + bytes([b[900] ^ 4]) + b[901:])(lz4.frame.compress(t, content_checksum=True)), "corrupt")
print(json.dumps(rows))
