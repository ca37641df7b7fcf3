import Corpus

/// Mentions aligned on the term, with what stands around them, each after its shard and record: the form of a concordance.
public struct ConcordanceText: Sendable {
  /// The lines.
  public let lines: [String]

  /// Lays examples out.
  ///
  /// - Parameters:
  ///   - examples: the mentions.
  ///   - width: the columns of a terminal.
  ///   - highlights: whether the mention is set in bold.
  public init(_ examples: [MentionSample.Example], width: Int, highlights: Bool) {
    let places = examples.map { Self.place(of: $0, width: max(width / 4, 12)) }
    let placeWidth = places.map { DisplayText.width(of: $0) }.max() ?? 0
    let mentions = examples.map { Self.plain($0.mention) }
    let room = width - placeWidth - 2
    let widest = min(mentions.map { DisplayText.width(of: $0) }.max() ?? 0, room / 2)
    let before = max((room - widest) / 2, 8)
    lines = zip(examples, zip(places, mentions)).map { example, shown in
      let (place, mention) = shown
      let left = DisplayText.truncatedAtStart(Self.plain(example.before), to: before)
      let after = max(room - before - DisplayText.width(of: mention), 8)
      let right = DisplayText.truncated(Self.plain(example.after), to: after)
      return place + Self.blanks(placeWidth - DisplayText.width(of: place) + 2)
        + Self.blanks(before - DisplayText.width(of: left)) + left
        + (highlights ? "\u{1B}[1m\(mention)\u{1B}[0m" : mention) + right
    }
  }

  /// The shard's file name, shortened where it is long, and the record's number.
  private static func place(of example: MentionSample.Example, width: Int) -> String {
    var name = example.shard.description
    if case .remote = example.shard { name = String(name.split(separator: "/").last ?? "") }
    if case .file(let path) = example.shard { name = String(path.split(separator: "/").last ?? "") }
    let record = ":\(example.record)"
    return DisplayText.shortened(plain(name), to: max(width - record.count, 4)) + record
  }

  private static func blanks(_ count: Int) -> String { String(repeating: " ", count: max(count, 0)) }

  private static func plain(_ text: String) -> String {
    DisplayText.escaped(text.replacing(/[\r\n\t]+/, with: " "))
  }
}
