import Corpus

/// A sample of the captions that mention classes, in which frequent classes do not outweigh the others: drawn from rows.
public struct CaptionSample: Sendable {
  /// A caption that was drawn: the place of its first row in the file, how likely it was to be, and its classes.
  struct Kept: Sendable {
    var row: Int
    var probability: Double
    var classes: [Int]
  }

  let source: RowSource
  let classNames: [String]
  /// For each file of the source the captions that were drawn, in its order.
  let kept: [[Kept]]
  /// For each class the captions that mention it, how many of them were expected in the sample, and how many are in it.
  private let counts: [Int]
  private let expected: [Double]?
  private let drawn: [Int]
  /// The captions that mention any class.
  private let captions: Int
  private let cap: Int?
  /// What a person should know.
  public let notes: [SelectionNote]

  /// The captions of the sample.
  public var count: Int { kept.reduce(0) { $0 + $1.count } }

  /// Draws a sample.
  ///
  /// - Parameters:
  ///   - selection: The corpora, roles and rules.
  ///   - rule: How captions are drawn.
  ///   - seed: Decides which; a larger cap, or a plan of more, keeps what a smaller one drew (not under `perClass`).
  ///   - store: The database.
  /// - Throws: `StoreError`, `RowsMissing`, `RowOfNoClass`, `RowsOfOtherRules`, `RowsNotAsCounted`, `ShardError`.
  /// - Complexity: O(*n*) in the rows; memory for some 16 bytes a drawn caption under `metaclip`, besides 8 bytes a row under
  ///   `plan` and some 20 under `perClass`.
  public init(_ selection: Selection, _ rule: SampleRule, seed: UInt64, in store: CountStore) throws {
    let resolved = try store.resolve(selection)
    let source = try store.rowSource(resolved)
    let names = try store.load(resolved.classSet).classes.map(\.name)
    self.source = source
    classNames = names
    notes = resolved.notes
    func each(_ body: (_ file: Int, CaptionRow, inout CaptionDraw) throws -> Void) throws {
      for (place, file) in source.files.enumerated() {
        var draw = CaptionDraw(seed: seed, shardDigest: try Self.shardDigest(of: file.stored))
        try CaptionRow.each(of: file, roles: resolved.roles, classCount: names.count) {
          try body(place, $0, &draw)
        }
      }
    }
    // How often each class is mentioned the store knows; what the rows have is held against it as they are read.
    let counts = try Self.counts(resolved, in: store)
    var found = Array(repeating: 0, count: names.count)
    var captions = 0
    func count(_ caption: CaptionRow) {
      captions += 1
      for index in caption.classes { found[index] += 1 }
    }
    var kept: [[Kept]] = Array(repeating: [], count: source.files.count)
    var expected = Array(repeating: 0.0, count: names.count)
    /// Keeps what the classes draw, each caption with its probability 1 - ∏ (1 - p).
    func draw(_ shares: [Double], _ isDrawn: (_ number: UInt64, _ index: Int) -> Bool) throws {
      try each { file, caption, draw in
        count(caption)
        var (missed, isKept) = (1.0, false)
        for index in caption.classes {
          missed *= 1 - shares[index]
          let number = draw.number(record: caption.record, turn: caption.turn, classIndex: index)
          if isDrawn(number, index) { isKept = true }
        }
        for index in caption.classes { expected[index] += 1 - missed }
        if isKept {
          kept[file].append(Kept(row: caption.row, probability: 1 - missed, classes: caption.classes))
        }
      }
    }
    switch rule {
    case .metaclip(let cap):
      let limit = cap.count(among: counts)
      self.cap = limit
      let shares = counts.map { $0 == 0 ? 0 : min(1, Double(limit) / Double($0)) }
      try draw(shares) { CaptionDraw.share($0) < shares[$1] }
    case .plan(let wanted):
      cap = nil
      var numbers: [[UInt64]] = Array(repeating: [], count: names.count)
      try each { _, caption, draw in
        for index in caption.classes where index < wanted.count && wanted[index] > 0 {
          numbers[index].append(
            draw.number(record: caption.record, turn: caption.turn, classIndex: index))
        }
      }
      var limits: [UInt64?] = Array(repeating: nil, count: names.count)
      for index in names.indices where !numbers[index].isEmpty {
        numbers[index].sort()
        limits[index] = numbers[index][min(wanted[index], numbers[index].count) - 1]
      }
      let shares = names.indices.map { index in
        counts[index] == 0 || index >= wanted.count
          ? 0 : min(1, Double(wanted[index]) / Double(counts[index]))
      }
      try draw(shares) { number, index in limits[index].map { number <= $0 } ?? false }
    case .perClass(let limit):
      cap = limit
      var cover = GreedyCover()
      try each { _, caption, draw in
        count(caption)
        cover.add(
          caption.classes, number: draw.number(record: caption.record, turn: caption.turn, classIndex: -1))
      }
      try Self.check(found, counts, names)
      let taken = cover.taken(counts.map { min(limit, $0) })
      var next = 0
      try each { file, caption, _ in
        if taken[next] {
          kept[file].append(Kept(row: caption.row, probability: .nan, classes: caption.classes))
        }
        next += 1
      }
    }
    try Self.check(found, counts, names)
    if case .perClass = rule { self.expected = nil } else { self.expected = expected }
    var drawn = Array(repeating: 0, count: names.count)
    for caption in kept.joined() { for index in caption.classes { drawn[index] += 1 } }
    (self.counts, self.drawn, self.captions, self.kept) = (counts, drawn, captions, kept)
  }

  /// How many captions mention each class, by the corpora's totals.
  private static func counts(_ selection: ResolvedSelection, in store: CountStore) throws -> [Int] {
    var selection = selection
    (selection.measure, selection.grouping) = (.captions, .pooled)
    return try store.frequencies(selection).groups.first?.values.map { $0.captions ?? 0 } ?? []
  }

  /// Holds what the rows have against the counts.
  private static func check(_ found: [Int], _ counts: [Int], _ names: [String]) throws {
    guard let wrong = counts.indices.first(where: { found[$0] != counts[$0] }) else { return }
    throw RowsNotAsCounted(className: names[wrong], rows: found[wrong], counted: counts[wrong])
  }

  /// The digest of a file's shard, which stands in each of its rows; empty where there is none.
  private static func shardDigest(of file: StoredRowFile) throws -> String {
    /// Ends the reading after the first value.
    struct Found: Error { let digest: String }
    do {
      try ParquetTable(path: file.path).read(["shard_digest"]) { rows, columns in
        if rows > 0 { throw Found(digest: String(decoding: columns[0].values.text(0), as: UTF8.self)) }
      }
      return ""
    } catch let found as Found {
      return found.digest
    } catch let fault as ShardFault {
      throw ShardError(shard: .file(path: file.path), fault: fault)
    }
  }

  /// One row a class that is mentioned: its captions, and how many of them were expected and drawn.
  public var table: Table {
    var table = Table(columns: [
      .init("class_index", .ordinal, heading: "#"), .init("class", .text), .init("captions", .integer),
      .init("expected", .real), .init("drawn", .integer),
    ])
    for index in classNames.indices where counts[index] > 0 {
      table.append([
        .integer(index), .text(classNames[index]), .integer(counts[index]), .init(expected?[index]),
        .integer(drawn[index]),
      ])
    }
    return table
  }

  /// How much was drawn, as a sentence.
  public var sentence: String {
    "\(NumberText.grouped(count)) of \(NumberText.counted(captions, "caption")) with a mention were drawn"
      + (cap.map { ", with a cap of \(NumberText.grouped($0)) captions a class" } ?? "")
  }
}

/// Rows that do not add up to the counts of their shards.
struct RowsNotAsCounted: Error, Sendable, Hashable, CustomStringConvertible {
  /// The class.
  let className: String
  /// How many captions mention it, by the rows and by the counts.
  let rows: Int
  let counted: Int

  /// The error as a sentence.
  var description: String {
    "the rows have \(ShownText.count(rows, "caption", "captions")) of \(ShownText.name(className)), and "
      + "\(ShownText.number(counted)) \(counted == 1 ? "is" : "are") counted; `verify` names the damaged file"
  }
}
