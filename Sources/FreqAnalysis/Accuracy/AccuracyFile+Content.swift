import Corpus

extension AccuracyFile {
  /// What a file holds, recognised by its content; a pipe is read once only.
  enum Content {
    /// Predictions in any form.
    case predictions(PredictionSource)
    /// Rows of accuracies, one object each.
    case rows([PredictionSource.Record])
    /// The bytes of any other table of accuracies.
    case table([UInt8])

    /// Looks at a file's beginning; where fields of predictions are named, that is what it holds.
    init(_ path: String, named: PredictionFields.Named) throws {
      let namesFields = !named.isEmpty
      var lines = try InputLines(path)
      let head = try lines.peek(4 << 20)
      try Spreadsheet.refuse(head, file: path)
      let bytes = head.starts(with: [0xEF, 0xBB, 0xBF]) ? head.dropFirst(3) : head[...]
      switch bytes.first(where: { !InputFile.isSpace($0) }) {
      case UInt8(ascii: "{")?:
        if namesFields || Self.holdsRecords(bytes) {
          self = .predictions(try PredictionSource(lines))
        } else {
          self = .table(try lines.rest())
        }
      case UInt8(ascii: "[")?:
        let content = try lines.rest()
        let value = try OrderedJSON(InputFile.checked(content, file: path), file: path)
        guard let records = try RecordTable.list(value, file: path), let first = records.first else {
          self = .table(content)
          return
        }
        let isPredictions = namesFields || PredictionFields.isRecord(first.value)
        self = isPredictions ? .predictions(PredictionSource(records, file: path)) : .rows(records)
      case nil:
        self = namesFields ? .predictions(try PredictionSource(lines)) : .table(try lines.rest())
      default:
        guard namesFields || Self.holdsHeader(bytes) else {
          self = .table(try lines.rest())
          return
        }
        let content = try InputFile.checked(lines.rest(), file: path)
        self = .predictions(
          PredictionSource(
            try DelimitedTable(content, file: path, semicolons: true), file: path, named: named))
      }
    }

    /// Whether the first line that is not blank is a record of predictions.
    private static func holdsRecords(_ bytes: ArraySlice<UInt8>) -> Bool {
      let lines = bytes.split(separator: 0x0A).lazy.filter { !$0.allSatisfy(InputFile.isSpace) }
      let objects = lines.prefix(2).map { try? OrderedJSON(Array($0)) }
      guard case let first?? = objects.first, case .object = first else { return false }
      if PredictionFields.isRecord(first) { return true }
      if AccuracyTableReader.isRow(first) { return false }
      // Two lines that are each an object are JSON Lines, whatever their fields.
      return objects.count == 2 && objects.allSatisfy { $0 != nil }
    }

    /// Whether the first row is the header of predictions.
    private static func holdsHeader(_ bytes: ArraySlice<UInt8>) -> Bool {
      let line = Array(bytes.prefix { $0 != 0x0A && $0 != 0x0D })
      guard UTF8Validation.firstInvalidByte(in: line) == nil else { return false }
      var rows = CSVRows(line, separator: DelimitedTable.separatorOrSemicolon(of: line))
      guard let header = try? rows.next() else { return false }
      return PredictionFields.isHeader(header.cells.map(InputFile.trimmed))
    }
  }
}
