/// The extensions of files that hold captions, in lower case and without the dot.
public enum FileExtension {
  /// Those of layouts; of files that hold the same captions, the one with the earlier extension is kept.
  public static let layouts = [
    "parquet", "tar", "tgz", "json", "jsonl", "ndjson", "tsv", "csv", "txt", "text", "zip", "arrow",
    "parq", "feather",
  ]
  /// Those of codecs, which stand after a layout's.
  public static let codecs: Set<String> = ["gz", "zst", "zstd", "xz", "bz2", "lz4"]
}
