/// A known reason why only the tool or only Python's decoders read a damaged shard.
struct Difference {
  /// Who reads a shard that the other refuses.
  enum Reader { case tool, python }

  /// The one that reads it.
  var reader: Reader
  /// What the shard's name holds.
  var name: String
  /// What the other one's sentence holds.
  var refusal: String
  var why: String

  static let known: [Difference] = [
    Difference(
      reader: .python, name: ".tar", refusal: "a file header has a wrong checksum",
      why: "tarfile takes a damaged head behind the first for the archive's end"),
    Difference(
      reader: .python, name: ".tar", refusal: "the tar data ends early",
      why: "tarfile takes a head that is cut for the archive's end"),
    Difference(
      reader: .python, name: ".zip", refusal: "overlap",
      why: "zipfile looks only at the files that are asked for, and no picture is"),
    Difference(
      reader: .python, name: ".zip", refusal: "directory is corrupt",
      why: "zipfile looks only at the files that are asked for, and no picture is"),
    Difference(
      reader: .python, name: ".zip", refusal: "a file header is corrupt",
      why: "zipfile looks only at the heads of the files that are asked for, and no picture is"),
    Difference(
      reader: .python, name: ".zip", refusal: "the zip data ends early",
      why: "zipfile does not ask where a picture ends"),
    Difference(
      reader: .python, name: ".zip", refusal: "wrong checksum or size",
      why: "zipfile goes by the directory alone, the tool by the member's own head too"),
    Difference(
      reader: .python, name: ".zip", refusal: "the deflate data ends early",
      why: "zipfile takes what was decoded until then, if it has the right size"),
    Difference(
      reader: .python, name: ".zip.", refusal: "the deflate data is corrupt",
      why: "zipfile goes by the directory alone; a stream is read by the members' own heads"),
    Difference(
      reader: .python, name: ".zip.", refusal: "data ends early",
      why: "zipfile goes by the directory alone; a stream is read by the members' own heads"),
    Difference(
      reader: .tool, name: "lines.txt.", refusal: "no text",
      why: "an empty stream, and behind it what is no part of it, which is told"),
    Difference(
      reader: .tool, name: ".zip", refusal: "zip file version",
      why: "the version that a member asks for, which says nothing of how it is stored"),
    Difference(
      reader: .tool, name: ".zip.", refusal: "EOFError",
      why: "a member's size in the directory; a stream is read by the members' own heads"),
    Difference(
      reader: .tool, name: ".zip", refusal: "compressed patched data",
      why: "a flag that says nothing to most programs, and which the member's data does not bear out"),
    Difference(
      reader: .tool, name: ".zip.", refusal: "Bad magic number for file header",
      why: "where the directory says that a member lies; a stream is read as it comes"),
    Difference(
      reader: .tool, name: ".zip.", refusal: "Truncated file header",
      why: "where the directory says that a member lies; a stream is read as it comes"),
    Difference(
      reader: .tool, name: ".zip.", refusal: "Bad CRC-32",
      why: "the directory's checksum; a stream is held to those of the members' own heads"),
    Difference(
      reader: .python, name: ".zip", refusal: "where its end says",
      why: "zipfile does not count the directory's entries"),
    Difference(
      reader: .python, name: ".parquet", refusal: "binary data",
      why: "Arrow does not look at a file's first bytes"),
    Difference(
      reader: .python, name: ".parquet", refusal: "an unknown type in the metadata",
      why: "Thrift's library takes a stop for one, whatever else its byte holds"),
    Difference(
      reader: .python, name: ".parquet", refusal: "has another type than the format says",
      why: "Thrift's library passes over a field of another type"),
    Difference(
      reader: .python, name: ".parquet", refusal: "are not within the file",
      why: "Arrow reads the pages that it needs, whatever a chunk's length says"),
    Difference(
      reader: .python, name: ".parquet", refusal: "has no metadata",
      why: "Arrow gives nothing of a chunk that the footer does not describe"),
    Difference(
      reader: .python, name: ".parquet", refusal: "unknown repetition",
      why: "Arrow does not look at the repetition of a column that is not read"),
    Difference(
      reader: .python, name: ".parquet", refusal: "values early",
      why: "Arrow gives fewer rows than the footer claims without a word"),
    Difference(
      reader: .python, name: ".parquet", refusal: "values where the row group has",
      why: "Arrow believes one of two numbers in the footer that have to agree"),
    Difference(
      reader: .python, name: ".parquet", refusal: "where its footer says",
      why: "Arrow believes one of two numbers in the footer that have to agree"),
    Difference(
      reader: .python, name: ".parquet", refusal: "pages hold more values than its metadata says",
      why: "Arrow stops after as many values as the row group has rows"),
    Difference(
      reader: .python, name: ".parquet", refusal: "a field has the number",
      why: "Thrift's library passes over a field of any number"),
    Difference(
      reader: .python, name: ".parquet", refusal: "cannot be read: the data ends inside a value",
      why: "the footer, in a part that is not needed, of which Thrift's library asks less"),
    Difference(
      reader: .python, name: ".parquet", refusal: "columns, the schema",
      why: "Arrow asks for columns that it needs alone"),
    Difference(
      reader: .python, name: ".parquet", refusal: "chunks overlap",
      why: "Arrow reads the pages that it needs, whatever a chunk's length says"),
    Difference(
      reader: .python, name: ".parquet", refusal: "in the metadata",
      why: "Thrift's library takes the lower 32 bits of a length"),
    Difference(
      reader: .python, name: ".parquet", refusal: "more bits than its width",
      why: "a run of an index, of whose bits Arrow drops those beyond the width"),
    Difference(
      reader: .python, name: ".parquet", refusal: "a row group claims -",
      why: "Arrow goes by the file's number of rows, and the row groups' may be negative"),
    Difference(
      reader: .python, name: ".parquet", refusal: "has corrupt metadata",
      why: "Thrift's library passes over a field of another type"),
    Difference(
      reader: .python, name: ".parquet", refusal: "a page header is corrupt",
      why: "Thrift's library passes over a field of another type"),
    Difference(
      reader: .python, name: ".parquet", refusal: "the checksum of a page is wrong",
      why: "a checksum of more than 32 bits, of which Thrift's library takes the lower ones"),
    Difference(
      reader: .python, name: ".parquet", refusal: "a page needs a dictionary",
      why: "a page of nulls alone needs none"),
    Difference(
      reader: .python, name: ".parquet", refusal: "a page is smaller than its levels",
      why: "Arrow does not look at the size of a page that is not compressed"),
    Difference(
      reader: .python, name: ".parquet", refusal: "of a Parquet dictionary is not supported",
      why: "Arrow takes any dictionary for one of plain entries"),
    Difference(
      reader: .python, name: ".parquet", refusal: "no caption field was found",
      why: "the column's annotation, without which Arrow gives its bytes, and they may be anything"),
    Difference(
      reader: .tool, name: ".zip", refusal: "File name in directory",
      why: "the directory's name is the file's; the head's is passed over"),
    Difference(
      reader: .tool, name: ".parquet", refusal: "Page was smaller",
      why: "of a page without compression the size is known, and the one that it claims is of no use"),
    Difference(
      reader: .tool, name: ".parquet", refusal: "ZSTD decompression failed",
      why: "a frame without checksum, in which Python's newer library checks more than zstd 1.5.4"),
    Difference(
      reader: .tool, name: ".zst", refusal: "Data corruption detected",
      why: "a frame without checksum, in which Python's newer library checks more than zstd 1.5.4"),
    Difference(
      reader: .tool, name: ".parquet", refusal: "histogram size mismatch",
      why: "what the footer says of the sizes of values, which nobody needs to read them"),
    Difference(
      reader: .tool, name: ".parquet", refusal: "Unencoded byte array data bytes",
      why: "what the footer says of the sizes of values, which nobody needs to read them"),
    Difference(
      reader: .tool, name: ".parquet", refusal: "not enough ColumnOrder",
      why: "the order of a column's statistics, which nobody needs to read its values"),
    Difference(
      reader: .tool, name: ".parquet", refusal: "a column's name is no text",
      why: "the name of a column that is not read; pyarrow wants all of them as texts"),
    Difference(
      reader: .tool, name: ".parquet", refusal: "does not exist in schema",
      why: "the column's name, which need not be TEXT for the tool to know it"),
    Difference(
      reader: .tool, name: ".parquet", refusal: "cannot be applied to",
      why: "the annotation of a column that is not read"),
    Difference(
      reader: .tool, name: ".parquet", refusal: "Unknown encoding type for levels",
      why: "the encoding of repetition levels, of which the column has none"),
    Difference(
      reader: .tool, name: ".parquet", refusal: "negative number of rows",
      why: "the number of rows in a page's head; that of its values is enough"),
    Difference(
      reader: .tool, name: ".parquet", refusal: "Dictionary page must be before data page",
      why: "where the footer says that the dictionary lies, which its page tells as well"),
    Difference(
      reader: .tool, name: ".parquet", refusal: "Invalid number of indices: 0",
      why: "a run of no values, which changes nothing"),
    Difference(
      reader: .tool, name: ".parquet", refusal: "Couldn't deserialize thrift",
      why: "the footer's parts about columns that are not read"),
  ]

  /// Whether `reader` may read the shard of a name that the other refuses in these words.
  static func isKnown(_ reader: Reader, _ name: String, _ refusal: String) -> Bool {
    known.contains { $0.reader == reader && name.contains($0.name) && refusal.contains($0.refusal) }
  }
}
