/// What the first rows of a text file say: a table, and which of its columns are text, or plain lines.
struct TableHead {
  /// What was understood; the records start `from` so many bytes on.
  enum Found {
    case table(TableReading, TextChoice, from: Int)
    case lines(TextChoice, from: Int)
  }

  /// Rows that are looked at.
  private static let rows = 200

  private let bytes: UnsafeRawBufferPointer
  private let isComplete: Bool
  private let options: ReadingOptions
  private let isNamedCSV: Bool

  /// Makes a look at a file's first bytes; whether these are all is `isComplete`, and `form` is what its name says.
  init(_ bytes: UnsafeRawBufferPointer, isComplete: Bool, options: ReadingOptions, form: NamedForm = .none) {
    self.bytes = bytes
    self.isComplete = isComplete
    self.options = options
    isNamedCSV = form.layout == "csv"
  }

  /// Decides what the file is.
  ///
  /// Tabs in most lines make a TSV. Commas, semicolons and bars make a CSV only with a header that is recognised, a field that
  /// the user named, or a name that says CSV where all rows are of one width: `a dog, a cat` is a line.
  func find() throws -> Found {
    if let separator = SeparatorLine(bytes) {
      let (start, delimiter) = (separator.end, separator.delimiter)
      if let spaced = spacedRows(delimiter, from: start) {
        return try table(delimiter, spaced, from: start, skipsBlanks: true)
      }
      return try table(delimiter, readRows(delimiter, from: start), from: start)
    }
    let tabs = readRows(.tab)
    let commas = readRows(.comma)
    // Below a header of commas the tabs are those of a caption of many lines.
    let isBelowCommas =
      tabs.first?.count == 1 && (commas.first.map { $0.count > 1 && isHeader($0) } ?? false)
    if !isBelowCommas, tabs.filter({ $0.count > 1 }).count * 2 > tabs.count {
      guard let spaced = spacedRows(.tab) else { return try table(.tab, tabs) }
      return try table(.tab, spaced, skipsBlanks: true)
    }
    let semicolons = readRows(.semicolon)
    if commas.first?.count == 1 {
      if let spaced = spacedRows(.semicolon) { return try table(.semicolon, spaced, skipsBlanks: true) }
      if let first = semicolons.first, first.count > 1, isHeader(first) {
        return try table(.semicolon, semicolons)
      }
      if let names = oneWordNames(.bar, from: 0), isHeader(names) {
        return try table(.bar, readRows(.bar, skipsBlanks: true), skipsBlanks: true)
      }
    }
    if let first = commas.first {
      if let spaced = spacedRows(.comma) { return try table(.comma, spaced, skipsBlanks: true) }
      if !options.rule.textFields.isEmpty {
        let isWholeLine = first.count == 1 && options.rule.textFields.allSatisfy { position($0) == 0 }
        if !isWholeLine || isHeader(first) { return try table(.comma, commas) }
      } else if isHeader(first), first.count > 1 || isOneQuotedColumn(commas) {
        return try table(.comma, commas)
      }
    }
    return try isNamedCSV ? named(commas, semicolons, tabs) : lines(tabs)
  }

  /// The rows without the blanks around their cells, where the first line has such blanks and is a header; nil else.
  ///
  /// Of its names each is one word, so that a caption with commas is none: `image, caption`.
  private func spacedRows(_ delimiter: TableRow.Delimiter, from start: Int = 0) -> [[String]]? {
    let line = bytes[start..<contentEnd(from: start)]
    let hasBlanks =
      line.first == 32 || line.last == 32
      || zip(line, line.dropFirst()).contains {
        $0 == 32 && $1 == delimiter.rawValue || $0 == delimiter.rawValue && $1 == 32
      }
    guard hasBlanks, let names = oneWordNames(delimiter, from: start), isHeader(names) else { return nil }
    return readRows(delimiter, from: start, skipsBlanks: true)
  }

  /// Where the line that begins at a place ends, without its line break.
  private func contentEnd(from start: Int) -> Int {
    LineScan.contentEnd(bytes, start, LineScan.lineFeed(in: bytes, from: start) ?? bytes.count)
  }

  /// The cells of the line that begins at a place, where they are several of one word each; nil else.
  private func oneWordNames(_ delimiter: TableRow.Delimiter, from start: Int) -> [String]? {
    guard bytes[start..<contentEnd(from: start)].contains(delimiter.rawValue) else { return nil }
    var row = TableRow(delimiter, skipsBlanks: true)
    _ = row.read(bytes, from: start)
    let names = row.cells.map { String(decoding: bytes[$0.start..<$0.end], as: UTF8.self) }
    return names.count > 1 && row.quoteFault == nil && names.allSatisfy { !$0.contains(" ") } ? names : nil
  }

  /// The file as plain lines, whatever it looks like.
  func asLines() throws -> Found { try lines(readRows(.tab)) }

  /// A file whose name says CSV, without a header of several columns: a table where all rows have the same width, else
  /// a list of captions, under a name for them or under none.
  private func named(_ commas: [[String]], _ semicolons: [[String]], _ tabs: [[String]]) throws -> Found {
    for (delimiter, rows) in [(TableRow.Delimiter.comma, commas), (.semicolon, semicolons)] {
      guard let width = rows.first?.count, width > 1, rows.allSatisfy({ $0.count == width }),
        !rows.contains(where: { $0.dropFirst().contains { $0.hasPrefix(" ") } })
      else { continue }
      return try table(delimiter, rows)
    }
    if LineScan.hasLine(startingWith: UInt8(ascii: "\""), in: bytes, from: 0),
      commas.allSatisfy({ $0.count == 1 })
    {
      return try table(.comma, commas)
    }
    guard let first = tabs.first, first.count == 1,
      ["caption", "captions", "text"].contains(Self.trimmed(first[0]).lowercased())
    else { return try lines(tabs) }
    let end = LineScan.lineFeed(in: bytes, from: 0).map { $0 + 1 } ?? bytes.count
    return try lines(Array(tabs.dropFirst()), from: end)
  }

  private static func trimmed(_ cell: String) -> Substring {
    var cell = cell[...]
    while cell.utf8.first == 32 { cell = cell.dropFirst() }
    while cell.utf8.last == 32 { cell = cell.dropLast() }
    return cell
  }

  /// Whether rows are single cells of which some are quoted; a plain line may happen to be `caption`.
  private func isOneQuotedColumn(_ rows: [[String]]) -> Bool {
    guard rows.allSatisfy({ $0.count == 1 }), let feed = LineScan.lineFeed(in: bytes, from: 0) else {
      return false
    }
    return LineScan.hasLine(startingWith: UInt8(ascii: "\""), in: bytes, from: feed)
  }

  private func lines(_ rows: [[String]], from start: Int = 0) throws -> Found {
    let cells = rows.map { $0.joined(separator: "\t") }
    let kind = CellKind.ofColumn(cells.map(Self.kind))
    let seen = SeenField(steps: [], strings: cells.count, example: String((cells.first ?? "").prefix(80)))
    guard kind == .text || cells.isEmpty || options.rule.readsLines || !options.rule.textFields.isEmpty else {
      throw ShardFault(.noTextField(seen: ["lines (\(kind.rawValue))"]))
    }
    let role = options.rule.textFields.first?.role ?? .caption
    return .lines(
      TextChoice(shape: "lines", texts: [TextChoice.Text(steps: [], role: .fixed(role))], seen: [seen]),
      from: start)
  }

  private func table(
    _ delimiter: TableRow.Delimiter, _ rows: [[String]], from start: Int = 0, skipsBlanks: Bool = false
  ) throws -> Found {
    let hasHeader = rows.first.map(isHeader) ?? false
    let header = hasHeader ? rows[0] : nil
    let columns = header?.count ?? Self.commonest(rows.map(\.count))
    let body = (hasHeader ? Array(rows.dropFirst()) : rows).filter { $0.count == columns }
    let kinds = (0..<columns).map { column in CellKind.ofColumn(body.map { Self.kind($0[column]) }) }
    let names = header ?? (1...max(columns, 1)).map { String($0) }
    let seen = (0..<columns).map { column in
      let filled = body.filter { !$0[column].isEmpty }
      return SeenField(
        steps: [.key(names[column])], strings: filled.count, blanks: body.count - filled.count,
        example: String((filled.first?[column] ?? "").prefix(80)))
    }
    let described = (0..<columns).map { column in
      hasHeader ? names[column] : "column \(column + 1) (\(kinds[column].rawValue))"
    }
    guard var choice = choice(seen, kinds, header) else {
      throw TextFields.fault(rule: options.rule, seen: described)
    }
    choice.seen = seen
    let texts = TableReading.columns(of: choice, names: names)
    let lower = names.map { $0.lowercased() }
    var reading = TableReading(
      delimiter: delimiter, hasHeader: hasHeader, columns: columns, texts: texts,
      roleColumn: hasHeader ? lower.firstIndex { Conversations.roleKeys.contains(Array($0.utf8)) } : nil,
      statusColumn: choice.leavesOutFailures ? lower.firstIndex(of: DownloadStatus.field) : nil,
      options: options)
    reading.skipsBlanks = skipsBlanks
    reading.names = names
    return .table(reading, choice, from: start)
  }

  /// The columns that are text: those named, those that the header names, or the only one that looks like text.
  private func choice(_ seen: [SeenField], _ kinds: [CellKind], _ header: [String]?) -> TextChoice? {
    if !options.rule.textFields.isEmpty {
      let named = options.rule.textFields.map { field in
        var steps: [FieldPath.Step] = [.key(field.path.description)]
        let isName = header?.contains { $0.utf8.elementsEqual(field.path.description.utf8) } ?? false
        if !isName, let position = position(field), position < seen.count { steps = seen[position].steps }
        return TextFields.Named(role: field.role, steps: steps, name: field.path.description)
      }
      return TextFields.choose(from: seen.map(Self.present), named: named)
    }
    if header != nil, let choice = TextFields.choose(from: seen.map(Self.present), rule: options.rule) {
      return choice
    }
    let texts = kinds.indices.filter { kinds[$0] == .text }
    guard texts.count == 1, let column = texts.first else { return nil }
    var choice = TextChoice(
      shape: "the only column of text",
      texts: [TextChoice.Text(steps: seen[column].steps, role: .fixed(.caption))])
    choice.leavesOutFailures = false
    return choice
  }

  /// A column that the header names is there, even where no row follows.
  private static func present(_ field: SeenField) -> SeenField {
    var field = field
    if field.strings + field.blanks == 0 { field.blanks = 1 }
    return field
  }

  /// The position, from 0, that a named field means where no header has its name.
  private func position(_ field: ReadingRule.TextField) -> Int? {
    Int(field.path.description).flatMap { $0 > 0 ? $0 - 1 : nil }
  }

  /// Whether a row names columns: one of its cells is a known name, or that of a named field, and none is a URL.
  private func isHeader(_ row: [String]) -> Bool {
    guard row.allSatisfy({ $0.utf8.count <= 64 && Self.kind($0) != .url && Self.kind($0) != .number }) else {
      return false
    }
    if row.contains(where: { cell in
      options.rule.textFields.contains { $0.path.description.utf8.elementsEqual(cell.utf8) }
    }) {
      return true
    }
    let names = row.map { $0.lowercased() }
    if names.contains(where: TextFields.columnNames.contains) { return true }
    return row.count > 1 && names.contains(where: Self.otherNames.contains)
      && !names.contains { $0.contains(" ") }
  }

  /// Names of columns that hold no text.
  private static let otherNames: Set<String> = [
    "url", "urls", "image_url", "image_urls", "link", "image", "image_id", "image_name", "image_path", "img",
    "id",
    "uid", "key", "sample_id", "filename", "file_name", "file", "filepath", "file_path", "path", "sha256",
    "md5",
    "hash", "width", "height", "status", "license", "nsfw", "similarity", "photo_id", "photoid",
  ]

  private static func kind(_ cell: String) -> CellKind {
    var cell = cell
    return cell.withUTF8 { CellKind(UnsafeRawBufferPointer($0)) }
  }

  private static func commonest(_ counts: [Int]) -> Int {
    let times = Dictionary(counts.map { ($0, 1) }, uniquingKeysWith: +)
    return counts.max { (times[$0] ?? 0) < (times[$1] ?? 0) } ?? 1
  }

  /// The first rows; the last of them only where it is whole, or the only one.
  private func readRows(
    _ delimiter: TableRow.Delimiter, from first: Int = 0, skipsBlanks: Bool = false
  ) -> [[String]] {
    var row = TableRow(delimiter, skipsBlanks: skipsBlanks)
    var rows: [[String]] = []
    var start = first
    var scratch: [UInt8] = []
    while start < bytes.count, rows.count < Self.rows {
      let next = row.read(bytes, from: start)
      start = next
      if next > bytes.count || (next == bytes.count && bytes[next - 1] != 10), !isComplete, !rows.isEmpty {
        break
      }
      if row.isBlank { continue }
      rows.append(
        row.cells.map { cell in
          TableRow.withText(of: cell, in: bytes, &scratch) { String(decoding: $0, as: UTF8.self) }
        })
    }
    return rows
  }
}
