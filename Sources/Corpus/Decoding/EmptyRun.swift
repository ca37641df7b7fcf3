/// Counts the members, frames or streams of a codec that decode to nothing, one after another.
///
/// A compressor that works in pieces ends with one, and joined files may have one each. More than any program writes are an
/// attack: each costs a decoder's start and gives nothing, so that a few megabytes would keep it busy for minutes.
struct EmptyRun {
  /// More of them in a row are refused.
  static let limit = 100_000

  private let codec: Codec
  private let part: String
  private var count = 0
  private var hasOutput = false

  /// Makes a count of a codec's parts, of which each is a `part`.
  init(_ codec: Codec, part: String) {
    self.codec = codec
    self.part = part
  }

  /// Says that the part in hand gave some bytes.
  mutating func gave(_ bytes: Int) {
    if bytes > 0 { hasOutput = true }
  }

  /// Ends the part in hand.
  ///
  /// - Throws: `ShardFault` where it was one of too many empty ones.
  mutating func endPart() throws(ShardFault) {
    count = hasOutput ? 0 : count + 1
    hasOutput = false
    guard count <= Self.limit else {
      throw ShardFault(
        .corrupt(codec: codec.rawValue, detail: "more than \(Self.limit) empty \(part)s in a row"))
    }
  }
}
