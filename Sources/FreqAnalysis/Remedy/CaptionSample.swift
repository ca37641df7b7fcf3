import Corpus

/// A sample of the captions that mention classes, in which frequent classes do not outweigh the others: drawn from rows.
public struct CaptionSample: Sendable {
  let source: RowSource
  let classNames: [String]
  /// For each file of the source the captions that were drawn, in its order.
  let kept: [KeptCaptions]
  /// For each class the captions that mention it, how many of them were expected in the sample, and how many are in it.
  private let counts: [Int]
  private let expected: [Double]?
  private let drawn: [Int]
  /// The captions that mention any class.
  private let captions: Int
  private let cap: Int?
  /// For each class how many a plan asks for; nil: there is no plan.
  private let wanted: [Int]?
  /// What a person should know.
  public let notes: [SelectionNote]

  /// The captions of the sample.
  public var count: Int { kept.reduce(0) { $0 + $1.count } }

  /// Draws a sample.
  ///
  /// - Parameters:
  ///   - selection: The corpora, roles and rules.
  ///   - rule: How captions are drawn.
  ///   - seed: Decides which; a larger cap, or a plan of more, keeps what a smaller one drew.
  ///   - store: The database.
  /// - Throws: `StoreError`, `RowsMissing`, `RowOfNoClass`, `RowsOfOtherRules`, `RowsNotAsCounted`, `ShardError`.
  /// - Complexity: O(*n*) in the rows; memory for some 30 bytes a drawn caption, besides 8 bytes a row under `plan` and some 40
  ///   under `perClass`.
  public init(_ selection: Selection, _ rule: SampleRule, seed: UInt64, in store: CountStore) throws {
    let resolved = try store.resolve(selection)
    let source = try store.rowSource(resolved)
    let names = try store.load(resolved.classSet).classes.map(\.name)
    self.source = source
    classNames = names
    notes = resolved.notes
    // How often each class is mentioned the store knows; what the rows have is held against it as they are read.
    let counts = try Self.counts(resolved, in: store)
    /// Lets a taker take the captions of all files, and says before each with which numbers they are drawn.
    func takeAll<Taker: CaptionTaker>(
      _ taker: inout Taker, start: (inout Taker, CaptionDraw) -> Void, end: (Taker) -> Void = { _ in }
    ) throws {
      for file in source.files {
        start(&taker, CaptionDraw(seed: seed, shardDigest: try Self.shardDigest(of: file.stored)))
        try taker.takeAll(of: file, roles: resolved.roles, classCount: names.count)
        end(taker)
      }
    }
    var kept: [KeptCaptions] = []
    /// Draws all captions, and adds up what was expected.
    func draw(_ drawing: CaptionDrawing) throws -> CaptionDrawing {
      var drawing = drawing
      try takeAll(&drawing, start: { $0.startFile($1) }, end: { kept.append($0.kept) })
      try Self.check(drawing.found, counts, names)
      return drawing
    }
    var asked: [Int]?
    switch rule {
    case .metaclip(let cap):
      let limit = cap.count(among: counts)
      self.cap = limit
      let drawn = try draw(
        CaptionDrawing(shares: counts.map { $0 == 0 ? 0 : min(1, Double(limit) / Double($0)) }))
      (captions, expected) = (drawn.captions, drawn.expected)
    case .plan(let wanted):
      cap = nil
      let wanted = names.indices.map { $0 < wanted.count ? wanted[$0] : 0 }
      asked = wanted
      var collected = DrawNumbers(wanted.map { $0 > 0 })
      try takeAll(&collected, start: { $0.draw = $1 })
      let limits = names.indices.map { index -> UInt64? in
        var numbers = collected.numbers[index]
        guard !numbers.isEmpty else { return nil }
        numbers.sort()
        return numbers[min(wanted[index], numbers.count) - 1]
      }
      let shares = names.indices.map {
        counts[$0] == 0 ? 0 : min(1, Double(wanted[$0]) / Double(counts[$0]))
      }
      let drawn = try draw(CaptionDrawing(shares: shares, limits: limits))
      (captions, expected) = (drawn.captions, drawn.expected)
    case .perClass(let limit):
      cap = limit
      var cover = GreedyCover(classCount: names.count)
      try takeAll(&cover, start: { $0.draw = $1 })
      try Self.check(cover.found, counts, names)
      let taken = cover.taken(limit)
      var covered = CoveredCaptions(taken)
      try takeAll(&covered, start: { covered, _ in covered.startFile() }, end: { kept.append($0.kept) })
      (captions, expected) = (taken.count, nil)
    }
    self.wanted = asked
    var drawn = Array(repeating: 0, count: names.count)
    for captions in kept { captions.addClasses(to: &drawn) }
    (self.counts, self.drawn, self.kept) = (counts, drawn, kept)
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
    do {
      let groups = try file.table().open(["shard_digest"])
      while let (rows, columns) = try groups.next(picking: { $0 > 0 ? [0] : [] }) {
        guard rows > 0 else { continue }
        guard columns[0].isThere == nil else {
          throw ShardFault(.parquet(detail: "a row does not name its shard"))
        }
        return String(decoding: columns[0].values.text(0), as: UTF8.self)
      }
      return ""
    } catch let fault as ShardFault {
      throw ShardError(shard: .file(path: file.path), fault: fault)
    }
  }

  /// The classes of which there are fewer captions than a plan asks for, in the order of the class set.
  public var short: [(name: String, wanted: Int, found: Int)] {
    (wanted ?? []).enumerated().filter { $1 > counts[$0] }.map { index, wanted in
      (name: classNames[index], wanted: wanted, found: counts[index])
    }
  }

  /// One row a class that is mentioned or planned: its captions, and how many of them were expected and drawn.
  public var table: Table {
    var table = Table(columns: [
      .init("class_index", .ordinal, heading: "#"), .init("class", .text), .init("captions", .integer),
      .init("expected", .real), .init("drawn", .integer),
    ])
    for index in classNames.indices where counts[index] > 0 || wanted.map({ $0[index] > 0 }) ?? false {
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
