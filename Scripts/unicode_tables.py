#!/usr/bin/env python3
"""Writes Sources/CByteMask/unicode_tables.c: what the project knows of each Unicode scalar.

usage: Scripts/unicode_tables.py            (from anywhere; needs: pip install unicodedata2==17.0.1, run by Python 3.11)

Unicode 17.0.0 folds and splits text for the `word` and `bag` rules. The `paper` and `treebank` rules repeat what NLTK gave on
the Python of its time, so their columns are those of Python 3.11's own str and re, Unicode 14.0.0.
"""
import sys
import unicodedata as python_unicode
from pathlib import Path

import unicodedata2 as ud

if ud.unidata_version != "17.0.0" or python_unicode.unidata_version != "14.0.0":
    sys.exit("unicode_tables.py: needs unicodedata2==17.0.1 and Python 3.11")

SCALARS = [v for v in range(0x110000) if not 0xD800 <= v <= 0xDFFF]
BLOCK = 64
LIMIT = 0x110000


def spans(text):
    ends = [(part.split("-")[0], part.split("-")[-1]) for part in text.split()]
    return {v for low, high in ends for v in range(int(low, 16), int(high, 16) + 1)}


# Letters and numbers of the scripts that are written without spaces: Han, Hiragana, Katakana, Thai, Lao, Khmer, Myanmar,
# Tibetan; with the kana signs whose Script is Common.
SPACELESS = spans(
    """E01-E30 E32-E33 E40-E46 E50-E59 E81-E82 E84 E86-E8A E8C-EA3 EA5 EA7-EB0 EB2-EB3 EBD EC0-EC4 EC6 ED0-ED9 EDC-EDF
    F00 F20-F33 F40-F47 F49-F6C F88-F8C 1000-102A 103F-1049 1050-1055 105A-105D 1061 1065-1066 106E-1070 1075-1081 108E
    1090-1099 1780-17B3 17D7 17DC 17E0-17E9 17F0-17F9 3005-3007 3021-3029 3031-3035 3038-303C 3041-3096 309D-309F
    30A1-30FA 30FC-30FF 31F0-31FF 3400-4DBF 4E00-9FFF A9E0-A9E4 A9E6-A9FE AA60-AA76 AA7A AA7E-AA7F F900-FA6D FA70-FAD9
    FF66-FF9D 116D0-116E3 16FE3 16FF2-16FF6 1AFF0-1AFF3 1AFF5-1AFFB 1AFFD-1AFFE 1B000-1B122 1B132 1B150-1B152 1B155
    1B164-1B167 20000-2A6DF 2A700-2B81D 2B820-2CEAD 2CEB0-2EBE0 2EBF0-2EE5D 2F800-2FA1D 30000-3134A 31350-33479"""
)
# Default_Ignorable_Code_Point without U+200B.
IGNORED = spans(
    """AD 34F 61C 115F-1160 17B4-17B5 180B-180F 200C-200F 202A-202E 2060-206F 3164 FE00-FE0F FEFF FFA0 FFF0-FFF8
    1BCA0-1BCA3 1D173-1D17A E0000-E0FFF"""
)
WHITE_SPACE = spans("9-D 20 85 A0 1680 2000-200A 2028-2029 202F 205F 3000")
# Signs that NFKC would glue to a word, and the zero width space: a space. The apostrophes: one.
FIRST = {**dict.fromkeys((0x200B, 0x2122, 0x2120), 0x20)}
FIRST |= dict.fromkeys((0x60, 0xB4, 0x2BB, 0x2BC, 0x2018, 0x2019, 0x201B, 0x2032), 0x27)
# Lowercase mappings that came after Unicode 14.0.0.
NEWER_LOWERCASE = {0x1C89: 0x1C8A, 0xA7CB: 0x264, 0xA7CC: 0xA7CD, 0xA7CE: 0xA7CF, 0xA7D2: 0xA7D3, 0xA7D4: 0xA7D5}
NEWER_LOWERCASE |= {0xA7DA: 0xA7DB, 0xA7DC: 0x19B}
NEWER_LOWERCASE |= {v: v + 0x20 for v in spans("10D50-10D65")} | {v: v + 0x1B for v in spans("16EA0-16EB8")}

NORMALIZE, DROP, LETTER, SPACELESS_LETTER, MARK, JOINER, SEPARATOR, PUNCTUATION = range(8)


def kind(v):
    category = ud.category(chr(v))
    if category[0] in "LN":
        return SPACELESS_LETTER if v in SPACELESS else LETTER
    if category[0] == "M":
        return MARK
    if v in WHITE_SPACE or v in (0x27, 0x5F) or category == "Pd":
        return JOINER
    return PUNCTUATION if 0x21 <= v <= 0x7E else SEPARATOR


def lower(v):
    """Lowercase without regard to neighbours, as a list; two scalars for U+0130 alone."""
    return [ord(c) for c in chr(NEWER_LOWERCASE.get(v, v)).lower()]


def entry(v, result, what, combining=0):
    return ((result - v) & 0x1FFFFF) | what << 21 | combining << 24


canonical = {}
for v in SCALARS:
    parts = ud.decomposition(chr(v)).split()
    if len(parts) == 2 and parts[0][0] != "<" and ud.normalize("NFC", chr(v)) == chr(v):
        canonical[int(parts[0], 16), int(parts[1], 16)] = v
SECONDS = {b for _, b in canonical} | set(range(0x1161, 0x1176)) | set(range(0x11A8, 0x11C3))


def starts_segment(v):
    """Whether NFKC of a text is that of what stands before this scalar and that of the rest, one after the other."""
    first = ud.normalize("NFKD", chr(v))[0]
    return ud.combining(first) == 0 and ord(first) not in SECONDS


def folding(v):
    """The whole folding of a scalar where neighbours do not matter, else NORMALIZE with whether it starts a segment."""
    if v in IGNORED:
        return entry(v, v, DROP)
    first = FIRST.get(v, v)
    composed = ud.normalize("NFKC", chr(first))
    boundary = starts_segment(first)
    if boundary and len(composed) == 1 and len(lower(ord(composed))) == 1:
        result = lower(ord(composed))[0]
        return entry(v, result, kind(result))
    alone = composed == chr(first) == ud.normalize("NFKD", chr(first)) and first not in SECONDS
    if not boundary and alone and lower(first) == [first]:
        combining = ud.combining(chr(first))
        assert combining and kind(first) == MARK and first == v
        return entry(v, v, MARK, combining)
    return int(boundary) | NORMALIZE << 21


def plain(v):
    """Lowercase, kind of the lowercase, and the scalar's own combining class."""
    small = lower(v)
    assert lower(small[0]) == small[:1] and (len(small) == 1 or v == 0x130)
    return entry(v, small[0], kind(small[0]), ud.combining(chr(v)))


def python(v):
    """What Python's own str and re say: lowercase, \\s, \\w, \\d, and what the rule of the final sigma asks."""
    c = chr(v)
    small = [ord(x) for x in c.lower()]
    assert len(small) == 1 or v == 0x130
    cased = (c + "\u03a3").lower()[-1] == "\u03c2"
    ignorable = ("A\u03a3" + c + "a").lower()[1] == "\u03c3" and ("A\u03a3" + c).lower()[1] == "\u03c2"
    flags = c.isspace() | (c.isalnum() or c == "_") << 1 | c.isdecimal() << 2 | cased << 3 | ignorable << 4
    return ((small[0] - v) & 0x1FFFFF) | flags << 21


decomposed, sequences = [0], {}


def decomposition(v):
    """Where the scalar's full compatibility decomposition stands in `decomposed`, after its length; 0 for none."""
    parts = tuple(ord(c) for c in ud.normalize("NFKD", chr(v)))
    if parts == (v,) or 0xAC00 <= v <= 0xD7A3:
        return 0
    if parts not in sequences:
        sequences[parts] = len(decomposed)
        decomposed.append(len(parts))
        decomposed.extend(parts)
    return sequences[parts]


def array(kind_of_number, name, numbers, width):
    lines = []
    for i in range(0, len(numbers), width):
        lines.append(",".join(map(str, numbers[i : i + width])))
    return f"const {kind_of_number} {name}[{len(numbers)}] = {{\n" + ",\n".join(lines) + "\n};\n"


def two_stages(name, number_type, of_scalar, elsewhere):
    column = [elsewhere(v) for v in range(LIMIT)]
    for v in SCALARS:
        column[v] = of_scalar(v)
    blocks, index = {}, []
    for at in range(0, LIMIT, BLOCK):
        index.append(blocks.setdefault(tuple(column[at : at + BLOCK]), len(blocks)))
    data = [n for block in blocks for n in block]
    print(f"{name}: {len(blocks)} blocks, {len(set(data))} values", file=sys.stderr)
    return array("uint16_t", f"unicode_{name}_index", index, 48) + array(
        number_type, f"unicode_{name}_data", data, 32
    )


def matcher_bytes(v):
    """The most bytes that one scalar can become where captions are folded for the matcher."""
    total = 1  # a space where it touches the word before
    for x in [x for c in ud.normalize("NFKD", chr(FIRST.get(v, v))) for x in lower(ord(c))]:
        size = len(chr(x).encode())
        total += {LETTER: size, SPACELESS_LETTER: size + 1, MARK: 6, JOINER: 1, SEPARATOR: 6, PUNCTUATION: 1}[kind(x)]
    return total


# What CaptionFolder and Normalization make room for.
for v in SCALARS:
    size = len(chr(v).encode())
    assert len(ud.normalize("NFKD", chr(v))) <= 6 * size and matcher_bytes(v) <= 12 * size, hex(v)

nothing = lambda v: entry(v, v, SEPARATOR)
text = f"""// Written by Scripts/unicode_tables.py; do not edit.
// Unicode {ud.unidata_version} (unicodedata2 17.0.1); the python columns: Unicode {python_unicode.unidata_version} (Python 3.11).
#include "unicode_tables.h"

"""
text += two_stages("folding", "uint32_t", folding, nothing)
text += two_stages("plain", "uint32_t", plain, nothing)
text += two_stages("python", "uint32_t", python, lambda v: 0)
text += two_stages("decomposition", "uint16_t", decomposition, lambda v: 0)
assert len(decomposed) < 65536
text += array("uint32_t", "unicode_decomposed", decomposed, 24)
pairs = sorted(canonical)
text += array("uint64_t", "unicode_composition_keys", [a << 32 | b for a, b in pairs], 12)
text += array("uint32_t", "unicode_compositions", [canonical[p] for p in pairs], 24)
out = Path(__file__).resolve().parent.parent / "Sources/CByteMask/unicode_tables.c"
out.write_text(text)
longest = max(ud.normalize("NFKD", chr(v)).__len__() for v in SCALARS)
print(f"{out}: {len(text)} bytes, {len(pairs)} compositions, longest decomposition {longest}", file=sys.stderr)
