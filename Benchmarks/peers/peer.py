"""One peer over one file of captions: prints matches and the CPU seconds of the matching alone, as JSON.

usage: peer.py PEER NAMES.json CAPTIONS.txt BYTES        (at most BYTES of the captions, ending with a line)

Peers of one rule give the same number of matches:
  substring   each place where a lower-cased name is in the lower-cased text, words or not
  spaced      MetaCLIP's: the text with spaces around its punctuation, the name between two spaces, case as it is
"""
import json
import sys
import time

peer, names_file, captions_file, limit = sys.argv[1:]
names = json.load(open(names_file))
data = open(captions_file, "rb").read(int(limit))
text = data[: data.rindex(b"\n") + 1].decode()
lines = text.split("\n")[:-1]
lowered = list(dict.fromkeys(name.lower() for name in names))


def timed(run):
    start = time.process_time()
    found = run()
    return found, time.process_time() - start


def ahocorasick_rs_one_string():
    import ahocorasick_rs

    automaton = ahocorasick_rs.AhoCorasick(lowered, matchkind=ahocorasick_rs.MatchKind.Standard)
    lower = text.lower()
    return timed(lambda: len(automaton.find_matches_as_indexes(lower, overlapping=True)))


def ahocorasick_rs_by_caption():
    import ahocorasick_rs

    automaton = ahocorasick_rs.AhoCorasick(lowered, matchkind=ahocorasick_rs.MatchKind.Standard)
    lower = [line.lower() for line in lines]
    find = automaton.find_matches_as_indexes
    return timed(lambda: sum(len(find(line, overlapping=True)) for line in lower))


def hyperscan_count():
    import hyperscan

    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    patterns = [name.encode() for name in lowered]
    database.compile(expressions=patterns, ids=list(range(len(patterns))), elements=len(patterns),
                     flags=[hyperscan.HS_FLAG_CASELESS] * len(patterns), literal=True)
    count = 0

    def matched(*_):
        nonlocal count
        count += 1

    content = data[: data.rindex(b"\n") + 1]
    _, seconds = timed(lambda: database.scan(content, match_event_handler=matched))
    return count, seconds


def polars_extract_many():
    import polars

    series = polars.Series(lines)
    frame = polars.DataFrame({"text": series})
    expression = polars.col("text").str.extract_many(lowered, ascii_case_insensitive=True, overlapping=True).list.len().sum()
    return timed(lambda: frame.select(expression).item())


def pyahocorasick_metaclip():
    import ahocorasick

    automaton = ahocorasick.Automaton()
    for name in dict.fromkeys(names):
        automaton.add_word(f" {name} ", name)
    automaton.make_automaton()

    def spaced(line):
        line = f" {line} "
        for mark in ",.;:?!`":
            line = line.replace(mark, f" {mark} ")
        return line.replace("\t", " ").replace("\r", " ")

    return timed(lambda: sum(sum(1 for _ in automaton.iter(spaced(line))) for line in lines))


PEERS = {
    "ahocorasick_rs, one string": ("substring", ahocorasick_rs_one_string),
    "ahocorasick_rs, by caption": ("substring", ahocorasick_rs_by_caption),
    "hyperscan": ("substring", hyperscan_count),
    "polars extract_many": ("substring", polars_extract_many),
    "pyahocorasick, MetaCLIP's way": ("spaced", pyahocorasick_metaclip),
}
rule, run = PEERS[peer]
found, seconds = run()
print(json.dumps({"rule": rule, "matches": found, "bytes": sum(len(line.encode()) for line in lines), "seconds": seconds}))
