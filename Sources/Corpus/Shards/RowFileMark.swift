/// By what a file of rows is known: what was found in captions is never counted as captions.
public enum RowFileMark {
  /// The key under which each says by which rules its mentions were found.
  static let note = "corpus-tool.rule_set"
  /// How much of a file's end is looked at; what a file says of itself stands there.
  private static let tailBytes = 64 << 10

  /// Whether a name is one that files of rows are given: 32 hexadecimal digits, a hyphen, 16 more, and `.parquet`.
  public static func isName(_ name: String) -> Bool {
    let bytes = Array(name.utf8)
    let digits = bytes.prefix(49)
    return bytes.count == 57 && bytes.suffix(8).elementsEqual(".parquet".utf8)
      && digits.enumerated().allSatisfy { place, byte in
        place == 32
          ? byte == UInt8(ascii: "-") : (48...57).contains(byte) || (97...102).contains(byte)
      }
  }

  /// Whether a file is one of rows, by its name and by what stands at its end: a stranger's file under such a name is none.
  ///
  /// - Complexity: O(1); only files with such a name are opened.
  static func isRowFile(named name: String, at path: String) -> Bool {
    guard isName(name), let file = try? FileBytes(path: path) else { return false }
    let count = min(file.size, tailBytes)
    let tail = UnsafeMutableRawBufferPointer.allocate(byteCount: max(count, 1), alignment: 1)
    defer { tail.deallocate() }
    guard (try? file.read(at: file.size - count, into: tail)) != nil else { return false }
    return Array(tail.prefix(count)).firstRange(of: Array(note.utf8)) != nil
  }
}
