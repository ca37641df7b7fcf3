/// The scalars that a worker folded in place last, with what became of them: most texts outside ASCII have the same few dashes, signs
/// and letters, and the tables of Unicode lie far away.
///
/// SOUND: the table has a place for each value of a hash's upper bits.
/// WHY: half of the time in which scalars are folded in place; bench `match/laion`.
struct RecentFoldings: ~Copyable {
  /// A scalar's bytes as they stand and folded, as many, in the lower bytes; no scalar outside ASCII is 0, and none folds to it: 0 says
  /// that it cannot be folded in place.
  private struct Entry {
    var scalar: UInt32 = 0
    var folded: UInt32 = 0
  }

  private static let log: UInt32 = 8
  private let entries: UnsafeMutablePointer<Entry>

  init() {
    entries = .allocate(capacity: 1 << Self.log)
    entries.initialize(repeating: Entry(), count: 1 << Self.log)
  }

  deinit { entries.deallocate() }

  /// Folds the scalar that starts at a place, as `CaptionFolder.foldInPlace` does; one folder at all times.
  ///
  /// SOUND: four bytes from the place on lie in a padded buffer; those behind the scalar are written as they are.
  @inline(__always)
  func fold(_ place: UnsafeMutablePointer<UInt8>, _ folder: CaptionFolder) -> Bool {
    let bytes = UnsafeRawPointer(place).loadUnaligned(as: UInt32.self).littleEndian
    let lead = bytes & 0xFF
    let mask: UInt32 = lead >= 0xF0 ? ~0 : lead >= 0xE0 ? 0xFF_FFFF : 0xFFFF
    let scalar = bytes & mask
    let entry = entries + Int((scalar &* 0x9E37_79B1) &>> (32 &- Self.log))
    if entry.pointee.scalar == scalar {
      let folded = entry.pointee.folded
      guard folded != 0 else { return false }
      UnsafeMutableRawPointer(place).storeBytes(of: (bytes & ~mask | folded).littleEndian, as: UInt32.self)
      return true
    }
    return take(place, scalar, mask, entry, folder)
  }

  /// Folds it by the tables, and keeps it.
  @inline(never)
  private func take(
    _ place: UnsafeMutablePointer<UInt8>, _ scalar: UInt32, _ mask: UInt32,
    _ entry: UnsafeMutablePointer<Entry>,
    _ folder: CaptionFolder
  ) -> Bool {
    let isFolded = folder.foldInPlace(place)
    let bytes = UnsafeRawPointer(place).loadUnaligned(as: UInt32.self).littleEndian
    entry.pointee = Entry(scalar: scalar, folded: isFolded ? bytes & mask : 0)
    return isFolded
  }
}
