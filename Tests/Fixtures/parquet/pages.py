"""The parts of a Parquet file, written byte by byte: the compact protocol, pages, levels, and the file around them."""
import struct

# The compact protocol: a structure is {field: (type, value)}.
I32, I64, BIN, LIST, STRUCT, BOOL = 5, 6, 8, 9, 12, 1


def varint(n):
    b = bytearray()
    while n >= 128:
        b.append(n & 127 | 128)
        n >>= 7
    return bytes(b + bytes([n]))


def zigzag(n): return varint((n << 1) ^ (n >> 63) if n >= 0 else ((-n) << 1) - 1)


def value(kind, v):
    if kind in (I32, I64): return zigzag(v)
    if kind == BIN: return varint(len(v)) + v
    if kind == LIST:
        element, items = v
        head = bytes([len(items) << 4 | element]) if len(items) < 15 else bytes([0xF0 | element]) + varint(len(items))
        return head + b"".join(value(element, i) for i in items)
    return structure(v)


def structure(fields):
    b, last = b"", 0
    for number in sorted(fields):
        kind, v = fields[number]
        wire = (1 if v else 2) if kind == BOOL else kind
        delta = number - last
        b += bytes([delta << 4 | wire]) if 0 < delta < 16 else bytes([wire]) + zigzag(number)
        if kind != BOOL: b += value(kind, v)
        last = number
    return b + b"\0"


REQUIRED, OPTIONAL, REPEATED = 0, 1, 2
BYTE_ARRAY, FIXED = 6, 7
UTF8, MAP, MAP_KEY_VALUE, LISTED = 0, 1, 2, 3


def node(name, repetition=None, type=None, children=None, converted=None, length=None, logical=None):
    f = {4: (BIN, name.encode())}
    if type is not None: f[1] = (I32, type)
    if length is not None: f[2] = (I32, length)
    if repetition is not None: f[3] = (I32, repetition)
    if children is not None: f[5] = (I32, children)
    if converted is not None: f[6] = (I32, converted)
    if logical is not None: f[10] = (STRUCT, {logical: (STRUCT, {})})
    return f


def page(kind, body, size=None, crc=None, **heads):
    f = {1: (I32, kind), 2: (I32, len(body) if size is None else size), 3: (I32, len(body))}
    if crc is not None: f[4] = (I32, crc - (1 << 32) if crc >= 1 << 31 else crc)
    for number, head in heads.items(): f[int(number[1:])] = (STRUCT, {k: ((BOOL if isinstance(v, bool) else I32), v) for k, v in head.items()})
    return structure(f) + body


def data(count, body, encoding=0, size=None, definition=3, repetition=3, crc=None):
    return page(0, body, size, crc, h5={1: count, 2: encoding, 3: definition, 4: repetition})


def data2(count, levels, values, encoding=0, rows=None, compressed=None, size=None, nulls=0):
    rep, defs = levels
    head = {1: count, 2: nulls, 3: count if rows is None else rows, 4: encoding, 5: len(defs), 6: len(rep)}
    if compressed is not None: head[7] = compressed
    return page(3, rep + defs + values, size, h8=head)


def dictionary(count, body, encoding=0, size=None): return page(2, body, size, h7={1: count, 2: encoding})
def plain(*texts): return b"".join(struct.pack("<I", len(t)) + t for t in (t.encode() if isinstance(t, str) else t for t in texts))
def run(value, count, width): return varint(count << 1) + value.to_bytes((width + 7) // 8, "little")
def packed(values, width):
    values = values + [0] * (-len(values) % 8)
    bits = sum(v << (i * width) for i, v in enumerate(values))
    return varint(len(values) // 8 << 1 | 1) + bits.to_bytes(len(values) * width // 8, "little")
def levels(runs): return struct.pack("<I", len(runs)) + runs


def file(schema, columns, rows, created="by hand", top=None, footer=None, magic=b"PAR1", group=None, groups=1):
    """The bytes of a file. columns: [(path, type, codec, values, pages, changes to the chunk's metadata, to the chunk)]"""
    b, chunks = b"PAR1", []
    for path, type, codec, count, pages, changes, outer in columns:
        start, offset, dictionary_offset = len(b), len(b), None
        if pages and b"\x15\x04" == pages[0][:2]:  # a dictionary page: kind 2
            dictionary_offset, offset = start, start + len(pages[0])
        b += b"".join(pages)
        meta = {1: (I32, type), 2: (LIST, (I32, [0])), 3: (LIST, (BIN, [p.encode() for p in path])), 4: (I32, codec),
                5: (I64, count), 6: (I64, len(b) - start), 7: (I64, len(b) - start), 9: (I64, offset)}
        if dictionary_offset: meta[11] = (I64, dictionary_offset)
        meta.update(changes)
        chunk = {2: (I64, start), 3: (STRUCT, meta)}
        chunk.update(outer)
        chunks.append({k: v for k, v in chunk.items() if v is not None})
    one = {1: (LIST, (STRUCT, chunks)), 2: (I64, len(b)), 3: (I64, rows)}
    one.update(group or {})
    f = {1: (I32, 1), 2: (LIST, (STRUCT, schema)), 3: (I64, rows * groups), 4: (LIST, (STRUCT, [one] * groups)), 6: (BIN, created.encode())}
    f.update(top or {})
    foot = structure(f) if footer is None else footer
    return b + foot + struct.pack("<I", len(foot)) + magic
