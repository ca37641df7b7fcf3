extension OrderedJSON {
  /// Reads a file's JSON; a fault becomes an error of the file.
  init(_ bytes: [UInt8], file: String, firstLine: Int = 1, readsNaN: Bool = false) throws {
    do {
      try self.init(bytes, readsNaN: readsNaN)
    } catch {
      throw InputError(
        file: file, at: .column(line: error.line + firstLine - 1, column: error.column), .json(error.reason))
    }
  }
}
