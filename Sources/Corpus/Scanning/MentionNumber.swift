/// The random numbers by which mentions of a shard are drawn: of the seed, the shard's content, and the mention's place in it, so
/// that they are the same wherever the shard lies and whatever it is called.
///
/// A place is what rows say too: the record, the caption's number in it, the class, and which of the caption's mentions of the
/// class it is. Of a shard whose digest is not known before it is read, the caption's text stands for the content.
public struct MentionNumber: Sendable {
  private let start: UInt64

  /// Makes the numbers of a shard's mentions.
  ///
  /// - Parameters:
  ///   - seed: Decides which mentions are drawn.
  ///   - shard: The shard's digest; nil where it is not known.
  public init(seed: UInt64, shard: Digest?) {
    start = Digest(ofFields: ["\(seed)", shard?.hex ?? ""]).high
  }

  /// The number of a mention.
  ///
  /// - Parameters:
  ///   - record: The record in the shard, from 1.
  ///   - turn: The caption's number in its record, from 1.
  ///   - slot: The class's index among those of all sets.
  ///   - mention: Which of the caption's mentions of the class it is, from 1.
  ///   - caption: The caption's UTF-8, where the shard's digest is not known.
  /// - Returns: One of 2⁶⁴ numbers, each as likely.
  public func number(
    record: Int, turn: Int, slot: Int, mention: Int, caption: UnsafeRawBufferPointer? = nil
  ) -> UInt64 {
    var state = start
    if let caption { state = mix(state, Int(bitPattern: UInt(Digest(of: caption).low))) }
    return mix(mix(mix(mix(state, record), turn), slot), mention)
  }

  /// A step of SplitMix64 (Steele and others, OOPSLA 2014), from a state and a value.
  private func mix(_ state: UInt64, _ value: Int) -> UInt64 {
    var z = state ^ UInt64(bitPattern: Int64(value)) &* 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// For each caption of a batch its number among its record's, from 1; some of them may have been in the batch before.
struct CaptionTurns {
  private var turns: [Int32] = []
  private var (lastRecord, lastTurn, blockStart) = (-1, 0, 0)

  /// Takes a batch, before which the shard had so many records.
  mutating func begin(_ batch: CaptionBatch, recordsBefore: Int) {
    turns.removeAll(keepingCapacity: true)
    if recordsBefore != blockStart { (lastRecord, lastTurn, blockStart) = (-1, 0, recordsBefore) }
    for entry in batch.entries {
      let record = recordsBefore + Int(entry.record)
      lastTurn = record == lastRecord ? lastTurn + 1 : 1
      lastRecord = record
      turns.append(Int32(truncatingIfNeeded: lastTurn))
    }
  }

  /// The number of the caption at a place in the batch.
  subscript(caption: Int) -> Int { Int(turns[caption]) }
}
