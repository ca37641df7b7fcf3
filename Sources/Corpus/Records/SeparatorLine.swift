/// The line with which Excel names a CSV's separator, before its header: `sep=;`. It is no row.
struct SeparatorLine {
  /// What separates the cells of the rows that follow.
  let delimiter: TableRow.Delimiter
  /// Where the next line starts.
  let end: Int

  /// Looks at a content's first line; nil where it is any other.
  init?(_ bytes: UnsafeRawBufferPointer) {
    let lineEnd = LineScan.lineFeed(in: bytes, from: 0) ?? bytes.count
    var line = bytes[..<min(LineScan.contentEnd(bytes, 0, lineEnd), 16)]
    if line.count == 7, line.first == UInt8(ascii: "\""), line.last == UInt8(ascii: "\"") {
      line = line.dropFirst().dropLast()
    }
    guard line.count == 5, line.dropLast().elementsEqual("sep=".utf8),
      let delimiter = line.last.flatMap(TableRow.Delimiter.init(rawValue:))
    else { return nil }
    self.delimiter = delimiter
    end = min(lineEnd + 1, bytes.count)
  }
}
