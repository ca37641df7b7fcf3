import Corpus

extension AccuracyFile {
  /// What a file holds, recognised by its content; a pipe is read once only.
  enum Content {
    /// Predictions in any form.
    case predictions(PredictionSource)
    /// Rows of accuracies that were read already.
    case rows(DelimitedTable)
    /// The bytes of any other table of accuracies.
    case table([UInt8])

    /// Looks at a file's beginning; where fields of predictions are named, that is what it holds.
    init(_ path: String, named: PredictionFields.Named) throws {
      let namesFields = !named.isEmpty
      var lines = try InputLines(path)
      let head = try lines.peek(4 << 20)
      try Spreadsheet.refuse(head, file: path)
      if let encoding = ForeignContent.encoding(of: head) { throw InputError(file: path, .foreign(encoding)) }
      let bytes = head.starts(with: [0xEF, 0xBB, 0xBF]) ? head.dropFirst(3) : head[...]
      switch bytes.first(where: { !InputFile.isSpace($0) }) {
      case UInt8(ascii: "{")?:
        if let records = try Self.frame(&lines, bytes, named: named) {
          self = try Self.content(of: records, namesFields: namesFields, file: path)
        } else if namesFields || Self.holdsRecords(bytes) {
          self = .predictions(try PredictionSource(lines))
        } else {
          self = .table(try lines.rest())
        }
      case UInt8(ascii: "[")?:
        let content = try lines.rest()
        let value = try OrderedJSON(InputFile.checked(content, file: path), file: path, readsNaN: true)
        guard let records = try RecordTable.list(value, file: path), !records.isEmpty else {
          self = .table(content)
          return
        }
        self = try Self.content(of: records, namesFields: namesFields, file: path)
      case nil:
        self = namesFields ? .predictions(try PredictionSource(lines)) : .table(try lines.rest())
      default:
        if ClassificationReport.recognises(bytes) {
          let content = try InputFile.checked(lines.rest(), file: path)
          self = .rows(try ClassificationReport(content, file: path).table)
          return
        }
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

    /// Records as what they are: predictions, or rows of accuracies.
    private static func content(
      of records: [PredictionSource.Record], namesFields: Bool, file: String
    ) throws -> Self {
      let isPredictions = namesFields || records.first.map { PredictionFields.isRecord($0.value) } ?? false
      return isPredictions
        ? .predictions(PredictionSource(records, file: file))
        : .rows(try RecordTable.table(records, file: file))
    }

    /// The rows of a table that one object holds; nil where it is none, or the file has an object a line.
    private static func frame(
      _ lines: inout InputLines, _ head: ArraySlice<UInt8>, named: PredictionFields.Named
    ) throws -> [PredictionSource.Record]? {
      guard !isLines(head) else { return nil }
      let content = try lines.peek(InputFile.sizeLimit + 1)
      guard content.count <= InputFile.sizeLimit, let value = try? OrderedJSON(content, readsNaN: true) else {
        return nil
      }
      return FrameRecords.rows(value) { record in
        named.isEmpty
          ? PredictionFields.isRecord(record) || AccuracyTableReader.isRow(record)
          : named.isThere(in: record)
      }
    }

    /// Whether the first two lines that are not blank are an object each.
    private static func isLines(_ bytes: ArraySlice<UInt8>) -> Bool {
      let lines = bytes.split(separator: 0x0A).lazy.filter { !$0.allSatisfy(InputFile.isSpace) }.prefix(2)
      return lines.count == 2
        && lines.allSatisfy { line in
          if case .object? = try? OrderedJSON(Array(line), readsNaN: true) { true } else { false }
        }
    }

    /// Whether the first line that is not blank is a record of predictions.
    private static func holdsRecords(_ bytes: ArraySlice<UInt8>) -> Bool {
      let lines = bytes.split(separator: 0x0A).lazy.filter { !$0.allSatisfy(InputFile.isSpace) }
      let objects = lines.prefix(2).map { try? OrderedJSON(Array($0), readsNaN: true) }
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
