"""MetaCLIP's balanced sampling as it was published, over the rows that `corpus-tool index --rows` wrote; prints JSON.

Source: Xu and others, "Demystifying CLIP data", ICLR 2024, algorithm 1, second part: an entry of the metadata (here: a class) that has
more than T captions draws each with the probability T / count, and a caption that any of its entries draws is kept. One caption
after another, as there; what a caption is known by and what it matched are taken out of the rows before, in whole columns.

usage: metaclip_sampling.py FOLDER CLASSES CAP OUT.parquet
"""
import json
import random
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

folder, classes, cap, out = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
start = time.process_time()

captions = []
counts = [0] * classes
for path in sorted(folder.glob("*.parquet")):
    columns = pq.read_table(path, columns=["record", "turn", "key", "class_index"], use_threads=False).to_pydict()
    last = None
    for record, turn, key, index in zip(*columns.values()):
        if (record, turn) != last:
            last, matched_entry_ids = (record, turn), []
            captions.append((path.name, record, turn, key, matched_entry_ids))
        matched_entry_ids.append(index)
        counts[index] += 1
read = time.process_time()

entry_prob = [cap / max(count, cap) for count in counts]
random.seed(1)
kept = []
for caption in captions:
    for entry_id in caption[4]:
        if random.random() < entry_prob[entry_id]:
            kept.append(caption)
            break
drawn = time.process_time()

names = ("file", "record", "turn", "key", "classes")
pq.write_table(pa.table(dict(zip(names, map(list, zip(*kept))))), out, compression="zstd")
print(json.dumps({
    "captions": len(captions), "kept": len(kept), "counts": counts, "seconds": time.process_time() - start,
    "drawing": drawn - read,
}))
