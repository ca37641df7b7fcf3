import Foundation
import TestSupport
import Testing

/// Fields beside the text: numbers of every kind that pyarrow writes, and samples of archives whose files lie apart.
@Suite(.enabled(if: ProjectPaths.python != nil, "needs the project's Python")) struct KeptFieldTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("names.json", Small.classes)
  }

  private func index(_ options: [String], _ shards: [String]) throws -> Run {
    try Binary.run(
      ["index", "--db", "m.sqlite", "--classes", "names.json", "--corpus", "c"] + options + shards,
      folder: folder.url)
  }

  @Test func numbersAreWhatPyarrowSays() throws {
    let script = """
      import json, sys, datetime as dt, decimal, random, pyarrow as pa, pyarrow.ipc as ipc, pyarrow.parquet as pq
      random.seed(3)
      n, D = 60, decimal.Decimal
      def column(kind, make):
          return pa.array([None if i % 7 == 3 else make(i) for i in range(n)], kind)
      whole = lambda bits, signed: lambda i: random.choice([0, 1, 2 ** (bits - signed) - 1, -signed * 2 ** (bits - 1), i])
      exact = lambda digits, scale: lambda i: D(random.randrange(-10 ** random.randint(1, digits) + 1, 10 ** digits)).scaleb(-scale, decimal.Context(prec=80))
      columns = {"caption": pa.array(["a tench"] * n)}
      for bits in (8, 16, 32, 64):
          columns[f"i{bits}"] = column(getattr(pa, f"int{bits}")(), whole(bits, 1))
          columns[f"u{bits}"] = column(getattr(pa, f"uint{bits}")(), whole(bits, 0))
      for digits, scale in ((4, 2), (9, 0), (18, 18), (38, 10)):
          columns[f"d{digits}"] = column(pa.decimal128(digits, scale), exact(digits, scale))
      columns["d76"] = column(pa.decimal256(76, 30), exact(76, 30))
      columns["half"] = column(pa.float32(), lambda i: random.choice([0.0, -1.5, 6e-8, 65504.0, 1 / 3, 6.2e-5])).cast(pa.float16())
      columns["date"] = column(pa.date32(), lambda i: dt.date(1950 + i, 1, 2))
      columns["time"] = column(pa.time32("ms"), lambda i: dt.time(i % 24, i, 1))
      columns["stamp"] = column(pa.timestamp("us"), lambda i: dt.datetime(1940 + 3 * i, 1, 2, 3, 4, 5))
      columns["took"] = column(pa.duration("s"), lambda i: dt.timedelta(seconds=i - 30))
      table = pa.table(columns)
      pq.write_table(table, "a.parquet", row_group_size=25)
      pq.write_table(table, "b.parquet", use_dictionary=False, store_decimal_as_integer=True, data_page_version="2.0")
      for name, codec in (("c.arrow", None), ("d.arrow", "zstd")):
          with ipc.new_file(name, table.schema, options=ipc.IpcWriteOptions(compression=codec)) as out: out.write_table(table, max_chunksize=17)
      def text(value, column):
          if not value.is_valid: return None
          kind = value.type
          if pa.types.is_temporal(kind): return str(value.cast(pa.int32() if kind.bit_width == 32 else pa.int64()).as_py())
          if pa.types.is_decimal(kind): return format(value.as_py(), "f")
          return float(value.as_py()) if column == "half" else str(value.as_py())
      json.dump({name: [text(value, name) for value in table[name]] for name in columns if name != "caption"}, sys.stdout)
      """
    let made = try Run.python(["-c", "import os, sys; os.chdir(sys.argv[1])\n" + script, folder.url.path])
    try #require(made.status == 0, "\(made.stderr)")
    let expected = try #require(
      try JSONSerialization.jsonObject(with: made.output) as? [String: [Any]])
    for shard in ["a.parquet", "b.parquet", "c.arrow", "d.arrow"] {
      let database = ["--db", "\(shard).sqlite"]
      let indexed = try Binary.run(
        ["index", "--classes", "names.json", "--corpus", "c", shard] + database, folder: folder.url)
      try #require(indexed.status == 0, "\(indexed.stderr)")
      let run = try Binary.run(
        [
          "extract", "tench", "--columns", expected.keys.sorted().joined(separator: ","), "--replace", "-o",
          "o.jsonl",
        ]
          + database, folder: folder.url)
      try #require(run.status == 0, "\(run.stderr)")
      let text = try String(contentsOf: folder.url.appending(path: "o.jsonl"), encoding: .utf8)
      let rows = try text.split(separator: "\n").map {
        try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] ?? [:]
      }
      #expect(rows.count == 60)
      for (name, values) in expected {
        for (row, value) in zip(rows, values) {
          let found = row[name] as? String
          if let number = value as? Double {
            #expect(found.flatMap(Double.init) == number, "\(shard) \(name)")
          } else {
            #expect(found == value as? String, "\(shard) \(name)")
          }
        }
      }
    }
  }

  /// Text and JSON of a sample apart, either first, in a tar and a zip: read from a file, refused from a pipe, which cannot be read
  /// twice.
  @Test func fieldsApartFromTheirTextAreFound() throws {
    let script = """
      import io, sys, tarfile, zipfile
      texts = [(f"{i}.txt", b"a tench") for i in range(3)]
      metas = [(f"{i}.json", b'{"url": "u%d"}' % i) for i in range(3)]
      for name, files in (("a", texts + metas), ("b", metas[::-1] + texts), ("c", [f for pair in zip(texts, metas) for f in pair])):
          with tarfile.open(f"{name}.tar", "w") as t, zipfile.ZipFile(f"{name}.zip", "w") as z:
              for path, content in files:
                  m = tarfile.TarInfo(path); m.size = len(content); t.addfile(m, io.BytesIO(content))
                  z.writestr(path, content)
      """
    let made = try Run.python(["-c", "import os, sys; os.chdir(sys.argv[1])\n" + script, folder.url.path])
    try #require(made.status == 0, "\(made.stderr)")
    func extract(_ words: [String]) throws -> Run {
      try Binary.run(
        ["extract", "tench", "--db", "m.sqlite", "--columns", "key,url", "-o", "-"] + words,
        folder: folder.url)
    }
    for shard in ["a.tar", "a.zip", "b.tar", "b.zip", "c.tar", "c.zip"] {
      let kept = try index(["--rows", "rows", "--keep", "url"], [shard])
      #expect(kept.status == 0, "\(kept.stderr)")
      #expect(try extract(["--rows", "rows"]).stdout == "key,url\n0,u0\n1,u1\n2,u2\n", "\(shard)")
      try FileManager.default.removeItem(atPath: folder.path("m.sqlite"))
      #expect(try index([], [shard]).status == 0)
      let scanned = try extract([])
      #expect(scanned.stdout == "key,url\n0,u0\n1,u1\n2,u2\n", "\(shard): \(scanned.stderr)")
      try FileManager.default.removeItem(atPath: folder.path("m.sqlite"))
    }
    let piped = try index(["--rows", "rows", "--keep", "url"], ["pipe:cat a.tar"])
    #expect(
      piped.status == 1
        && piped.stderr.contains(
          "member 0.json: it lies apart from the other members of its sample, so the archive has to be read twice, which "
            + "cannot be done with standard input or a command; save the archive to a file first\n"),
      "\(piped.stderr)")
  }

  /// More JSON apart from its text than is held: an error, and without fields the counts.
  @Test func moreFieldsApartThanAreHeldAreRefused() throws {
    let script = """
      import io, tarfile
      with tarfile.open("big.tar", "w") as t:
          def add(name, content):
              m = tarfile.TarInfo(name); m.size = len(content); t.addfile(m, io.BytesIO(content))
          for i in range(20): add(f"{i}.txt", b"a tench")
          for i in range(20): add(f"{i}.json", b'{"url": "u%d", "padding": "' % i + b"x" * 3_900_000 + b'"}')
      """
    let made = try Run.python(["-c", "import os, sys; os.chdir(sys.argv[1])\n" + script, folder.url.path])
    try #require(made.status == 0, "\(made.stderr)")
    let kept = try index(["--rows", "rows", "--keep", "url"], ["big.tar"])
    #expect(
      kept.status == 1
        && kept.stderr.contains(
          "member 0.json: it lies apart from the text of its sample, and there is more such JSON in the archive than can be "
            + "held to bring its fields to their text; put the files of a sample one after another, as tar does when it sorts "
            + "by name, or ask for no fields\n"),
      "\(kept.stderr)")
    #expect(try index([], ["big.tar"]).status == 0)
  }

  /// What of an archive is not read is told: descriptions, links, and members of one name.
  @Test func membersThatAreNotReadAreTold() throws {
    let script = """
      import io, tarfile
      with tarfile.open("a.tar", "w") as t:
          def add(name, content):
              m = tarfile.TarInfo(name); m.size = len(content); t.addfile(m, io.BytesIO(content))
          add("README.md", b"x"); add("state.json", b'{"text": "a tench"}')
          for name, content in (("0.jpg", b"x"), ("0.txt", b"a tench"), ("0.txt", b"a crane"), ("1.jpg", b"x"), ("1.txt", b"a crane"), ("0.txt", b"none")): add(name, content)
          for kind, name in ((tarfile.LNKTYPE, "2.txt"), (tarfile.SYMTYPE, "3.txt"), (tarfile.SYMTYPE, "4.jpg")):
              m = tarfile.TarInfo(name); m.type, m.linkname = kind, "0.txt"; t.addfile(m)
      """
    let made = try Run.python(["-c", "import os, sys; os.chdir(sys.argv[1])\n" + script, folder.url.path])
    try #require(made.status == 0, "\(made.stderr)")
    let run = try index([], ["a.tar"])
    #expect(run.status == 0, "\(run.stderr)")
    #expect(
      run.stdout.contains(
        "ignored   6 archive members: 2 links, 2 of the same name as another, 1 README*, 1 data set descriptions\n"
      ),
      "\(run.stdout)")
    #expect(run.stdout.contains("records   2"), "\(run.stdout)")
  }
}
