import Corpus
import Foundation
import Yams

/// A training mixture as LLaVA-NeXT writes it in YAML: which files a stage was trained on, and how much of each.
///
/// ```yaml
/// datasets:
///   - json_path: data/llava_v1_5_mix665k.json
///     sampling_strategy: first:1000
///   - json_path: data/ai2d{,_eval}.json
/// ```
///
/// A strategy is `all` (so too where there is none), or `first:`, `end:` or `random:` with a number of records or a
/// percentage. A path may hold one list in braces; one that is duplicated was used twice.
public struct Mixture: Sendable, Hashable {
  /// One file and how much of it is used.
  public struct Entry: Sendable, Hashable {
    /// The file, braces resolved.
    public var path: String
    /// The part of the file that is used.
    public var amount: Amount
    /// Which records these are.
    public var place: Place
    /// The strategy as it was written.
    public var strategy: String
  }

  /// Which records of a file are used.
  public enum Place: Sendable, Hashable {
    /// Every record, or as many drawn at random: any part stands for the whole.
    case anywhere
    /// The first or last ones: what they mention is not known from the counts of the whole.
    case atOneEnd
  }

  /// How many records of a file are used.
  public enum Amount: Sendable, Hashable {
    /// Every record is used.
    case all
    /// So many records, or all where the file has fewer.
    case records(Int)
    /// A share of the records from 0 to 1, rounded up to a whole record.
    case share(Double)

    /// Reads a strategy; nil for one that LLaVA-NeXT does not know.
    public init?(strategy: String) {
      if strategy == "all" {
        self = .all
        return
      }
      let parts = strategy.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, ["first", "end", "random"].contains(parts[0]) else { return nil }
      if parts[1].hasSuffix("%") {
        guard let share = Double(parts[1].dropLast()), share >= 0, share <= 100 else { return nil }
        self = .share(share / 100)
      } else {
        guard let count = Int(parts[1]), count >= 0 else { return nil }
        self = .records(count)
      }
    }

    /// How many of a file's records are used.
    public func used(of records: Int) -> Double {
      switch self {
      case .all: Double(records)
      case .records(let count): Double(min(count, records))
      case .share(let share): min(Double(records), (share * Double(records) - 1e-9).rounded(.up))
      }
    }
  }

  /// The files in their order.
  public let entries: [Entry]

  /// Reads a mixture.
  ///
  /// Throws `ExposureError.mixture` for what is no YAML or has another shape.
  public init(yaml: String) throws {
    let root: Node?
    do {
      root = try Yams.compose(yaml: yaml)
    } catch {
      throw ExposureError.mixture(
        "it is not valid YAML: \("\(error)".split(separator: "\n").joined(separator: " "))")
    }
    guard let list = root?["datasets"]?.sequence else {
      throw ExposureError.mixture("it has no list `datasets`")
    }
    var entries: [Entry] = []
    for (index, item) in list.enumerated() {
      let place = "entry \(index + 1)" + (item.mark.map { " (line \($0.line))" } ?? "")
      guard let path = item["json_path"]?.string, !path.isEmpty else {
        throw ExposureError.mixture("\(place) has no `json_path`")
      }
      let strategy = item["sampling_strategy"]?.string ?? "all"
      guard let amount = Amount(strategy: strategy) else {
        throw ExposureError.mixture(
          "\(place) has the sampling_strategy `\(strategy)`, which is none of all, first:N, end:N, random:N and "
            + "these with a percentage")
      }
      let isAtEnd = strategy.hasPrefix("first:") || strategy.hasPrefix("end:")
      entries += Self.paths(path).map {
        Entry(path: $0, amount: amount, place: isAtEnd ? .atOneEnd : .anywhere, strategy: strategy)
      }
    }
    guard !entries.isEmpty else { throw ExposureError.mixture("its list `datasets` is empty") }
    self.entries = entries
  }

  /// Reads a mixture's file.
  public init(path: String) throws {
    let bytes = try InputFile.checked(InputFile.bytes(path), file: path)
    try self.init(yaml: String(decoding: bytes, as: UTF8.self))
  }

  /// The paths that one list in braces stands for.
  private static func paths(_ path: String) -> [String] {
    guard let open = path.firstIndex(of: "{"), let close = path[open...].firstIndex(of: "}") else {
      return [path]
    }
    let (before, after) = (path[..<open], path[path.index(after: close)...])
    return path[path.index(after: open)..<close].split(separator: ",", omittingEmptySubsequences: false)
      .map { before + String($0).trimmingCharacters(in: .whitespaces) + after }
  }

  /// What a mixture says of the corpora of a database.
  public struct Reading: Sendable, Hashable {
    /// The weight of each corpus that has a file in the mixture.
    public var exposure: Exposure
    /// What a person should know, a sentence each.
    public var notes: [String]
    /// Corpora of which no file is in the mixture, so that their weight is 1.
    public var outside: [String] = []
  }

  /// Weighs corpora by the share of their records that the mixture uses.
  ///
  /// A file of the mixture is found among the shards by its name, wherever it lies. Records that are drawn at random are
  /// a fair part of all. The first or last ones are not: their mentions are unknown where only the whole file was
  /// counted, so that a mixture that uses a part of a file in this way is refused.
  ///
  /// - Parameters:
  ///   - pools: The corpora that are looked at.
  ///   - store: The database.
  ///   - known: Weights that were given beside the mixture, of which nothing is noted.
  /// - Returns: Weights of the corpora with at least one file in the mixture.
  /// - Throws: `StoreError`; `ExposureError.mixture` where none of its files was counted;
  ///   `ExposureError.partOfFile` where the first or last records of a counted file are used, and not all.
  public func reading(of pools: [ResolvedSelection.Pool], in store: CountStore, known: Exposure = Exposure())
    throws -> Reading
  {
    var weights: [Exposure.Weight] = []
    var notes: [String] = []
    var outside: [String] = []
    var found: Set<Int> = []
    for pool in pools where !weights.contains(where: { $0.corpus.utf8.elementsEqual(pool.corpus.name.utf8) })
    {
      let shards = try store.shards(corpus: pool.corpus.name).filter { $0.rules == pool.rules.name }
      var (used, all) = (0.0, 0)
      var shares: Set<Double> = []
      var isNamed = false
      for shard in shards where shard.counts.records > 0 {
        let own = entries.indices.filter { matches(entries[$0].path, shard) }
        found.formUnion(own)
        isNamed = isNamed || !own.isEmpty
        for entry in own.map({ entries[$0] }) where entry.place == .atOneEnd {
          let used = entry.amount.used(of: shard.counts.records)
          guard used == 0 || used == Double(shard.counts.records) else {
            throw ExposureError.partOfFile(
              entry.path, strategy: entry.strategy, used: Int(used), of: shard.counts.records,
              corpus: pool.corpus.name)
          }
        }
        let records = own.reduce(0.0) { $0 + entries[$1].amount.used(of: shard.counts.records) }
        used += records
        all += shard.counts.records
        shares.insert(records / Double(shard.counts.records))
      }
      guard isNamed, all > 0 else {
        if known.weights.contains(where: { $0.corpus.utf8.elementsEqual(pool.corpus.name.utf8) }) { continue }
        outside.append(pool.corpus.name)
        continue
      }
      if shares.count > 1 {
        notes.append(
          "the mixture uses different parts of the shards of the corpus `\(pool.corpus.name)`; it gets their mean "
            + "as its weight; with one corpus per file each would get its own")
      }
      weights.append(.init(corpus: pool.corpus.name, weight: used / Double(all)))
    }
    guard !weights.isEmpty else {
      throw ExposureError.mixture(
        "none of its \(ShownText.count(entries.count, "file", "files")) was counted, such as "
          + "`\(entries.first?.path ?? "")`")
    }
    let lacking = entries.indices.filter { !found.contains($0) }.map { entries[$0].path }
    if !lacking.isEmpty {
      let names = lacking.prefix(10).map { "`\($0)`" }.joined(separator: ", ")
      notes.append(
        "\(NumberText.grouped(lacking.count)) of the mixture's files "
          + "\(lacking.count == 1 ? "was" : "were") not counted: \(names)\(lacking.count > 10 ? ", …" : "")")
    }
    return Reading(exposure: Exposure(weights), notes: notes, outside: outside)
  }

  /// Whether a path of the mixture ends in a shard's file name.
  private func matches(_ path: String, _ shard: StoredShard) -> Bool {
    func name(_ path: String) -> Substring.UTF8View { (path.split(separator: "/").last ?? "").utf8 }
    return shard.files.contains { name($0.path).elementsEqual(name(path)) }
  }
}
