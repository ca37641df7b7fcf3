/// The JSON of an archive's samples, held before the second reading where fields of it are wanted: the members of a sample may lie
/// anywhere, and its fields are asked for where its text is.
///
/// Of each sample the object is held that says most of it. Belongs to one task.
final class SampleObjects {
  /// Where an object lies in the text held, and where it stands among those of its sample.
  private struct Place {
    let range: Range<Int>
    let rank: SampleRank

    /// Whether it is the one to be held; of two files of one name the first is read.
    func isBetter(than other: Place) -> Bool {
      (rank, range.lowerBound) < (other.rank, other.range.lowerBound)
    }
  }

  /// A sample that an object may belong to.
  struct Owner {
    let key: ShardSamples.Key
    let rank: SampleRank
    /// Whether it belongs there only where no later full stop divides the key.
    let isUnsettled: Bool
  }

  /// So many bytes are held; an archive with more has fields only beside their text.
  static let mostBytes = 64 << 20

  private let text = PaddedBuffer(capacity: 64 << 10)
  private var places: [ShardSamples.Key: Place] = [:]
  private var unsettled: [ShardSamples.Key: Place] = [:]
  /// Whether there was more than is held.
  private(set) var isFull = false

  /// Takes the content of an archive's current file, where it is an object.
  ///
  /// - Throws: What reading throws.
  func add(from members: any ArchiveMembers, of owners: [Owner]) throws {
    guard !isFull else { return }
    let start = text.count
    while try text.appendInPlace(room: 16 << 10, { try members.read(into: $0) }) > 0 {
      guard text.count <= Self.mostBytes else {
        isFull = true
        return text.truncate(to: start)
      }
    }
    guard SampleGroup.looksLikeObject(text.bytes[start...]) else { return text.truncate(to: start) }
    for owner in owners {
      let place = Place(range: start..<text.count, rank: owner.rank)
      if owner.isUnsettled {
        Self.add(place, owner.key, &unsettled)
      } else {
        Self.add(place, owner.key, &places)
      }
    }
  }

  private static func add(
    _ place: Place, _ key: ShardSamples.Key, _ places: inout [ShardSamples.Key: Place]
  ) {
    if let known = places[key], !place.isBetter(than: known) { return }
    places[key] = place
  }

  /// Says which keys a later full stop divides, when all names are known.
  func settle(_ divided: Set<ShardSamples.Key>) {
    for (key, place) in unsettled where !divided.contains(key) { Self.add(place, key, &places) }
    unsettled = [:]
  }

  /// The object of a sample, valid as long as this is; nil where none is held, or none that says more than one of a rank.
  func object(of key: ShardSamples.Key, before rank: SampleRank?) -> UnsafeRawBufferPointer? {
    guard let place = places[key], rank.map({ place.rank < $0 }) ?? true else { return nil }
    return UnsafeRawBufferPointer(rebasing: text.bytes[place.range])
  }
}
