import Foundation
import TestSupport
import Testing

/// Tables without a row, as pyarrow and pandas write them: a column may have the type null, or there may be none at all.
@Suite(.enabled(if: ProjectPaths.python != nil, "needs Python")) struct EmptyTableTests {
  private static let script = """
    import sys, pyarrow as pa, pyarrow.parquet as pq
    folder = sys.argv[1]
    empty = {"text": pa.table({"caption": pa.array([], pa.string())}),
             "null": pa.table({"url": pa.array([], pa.null()), "caption": pa.array([], pa.null())}),
             "numbers": pa.table({"n": pa.array([], pa.int64())}), "nothing": pa.table({})}
    for name, table in empty.items():
        pq.write_table(table, f"{folder}/{name}.parquet")
        with pa.ipc.new_stream(f"{folder}/{name}.arrow", table.schema) as writer:
            writer.write_table(table)
            for batch in table.to_batches() or [pa.RecordBatch.from_pylist([], schema=table.schema)]:
                writer.write_batch(batch)
    late = pa.table({"caption": ["a dog"]})
    with pa.ipc.new_file(f"{folder}/late.arrow", late.schema) as writer:
        writer.write_batch(pa.RecordBatch.from_pylist([], schema=late.schema))
        writer.write_table(late)
    pq.write_table(pa.table({"n": [1]}), f"{folder}/full.parquet")
    """

  @Test func areShardsWithoutRecords() throws {
    let folder = try TemporaryFolder()
    let made = try Run.python(["-c", Self.script, folder.url.path])
    try #require(made.status == 0, "\(made.stderr)")
    try folder.write("names.json", #"["dog"]"#)
    for name in ["text", "null", "numbers", "nothing"] {
      for ending in ["parquet", "arrow"] {
        let run = try Binary.run(
          ["index", "--classes", "names.json", "--corpus", name + ending, "\(name).\(ending)"],
          folder: folder.url)
        #expect(run.status == 0, "\(name).\(ending): \(run.stderr)")
        #expect(run.stderr.contains("note: \(name).\(ending) has 0 records\n"), "\(run.stderr)")
      }
    }
    let late = try Binary.run(
      ["index", "--classes", "names.json", "--corpus", "late", "late.arrow"], folder: folder.url)
    #expect(late.status == 0 && late.stdout.contains("captions  1 caption\n"), "\(late.stderr)")
    let full = try Binary.run(
      ["index", "--classes", "names.json", "--corpus", "full", "full.parquet"], folder: folder.url)
    #expect(full.status == 1 && full.stderr.contains("no caption field was found; fields seen: n"))
  }
}
