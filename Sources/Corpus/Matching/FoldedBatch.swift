import CByteMask

/// A batch with bytes above 127, as the kernels understand it.
///
/// The whole text is copied, and each scalar outside ASCII folded where it stands, which is enough for most: all places stay,
/// and so does the list of captions. A caption for which it is not enough is blanked out there and folded apart.
///
/// SOUND: there is room for the leads and the captions of the largest batch so far; made before they are written.
/// WHY: where one caption in sixteen is not ASCII, folding all of those apart, with the others copied between and the list of
/// captions written anew, counting took 1.4 times as long as of ASCII alone; so it takes 1.15 (bench, the LAION sample).
struct FoldedBatch: ~Copyable {
  private let whole = PaddedBuffer(capacity: 64 << 10)
  private let apart = PaddedBuffer(capacity: 64 << 10)
  /// Where scalars outside ASCII start.
  private var leads: UnsafeMutablePointer<bytemask_leads>
  private var leadCapacity = 0
  private var leadCount = 0
  /// Whether `whole` is the batch's text already.
  private var isCopied = false
  /// What was folded in place last.
  private let recent = RecentFoldings()
  private var moved: UnsafeMutablePointer<CaptionBatch.Entry>
  private var movedCapacity = 0
  private var movedCount = 0

  init() {
    leads = .allocate(capacity: 1)
    moved = .allocate(capacity: 1)
  }

  deinit {
    leads.deallocate()
    moved.deallocate()
  }

  /// The batch's text without the captions that were folded apart; 64 more bytes are readable.
  var text: UnsafeRawBufferPointer { whole.bytes }

  /// The captions that were folded apart, in the matcher's form, a separator after each; 64 more bytes are readable.
  var textApart: UnsafeRawBufferPointer { apart.bytes }

  /// These captions, with their places in `textApart`.
  var captionsApart: UnsafeBufferPointer<CaptionBatch.Entry> {
    UnsafeBufferPointer(start: moved, count: movedCount)
  }

  /// Looks for scalars outside ASCII; whether there is one, so that the batch has to be folded.
  mutating func find(
    in text: UnsafeRawBufferPointer, _ kernels: UnsafePointer<bytemask_words_kernels>
  ) -> Bool {
    guard let base = text.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return false }
    let needed = text.count / 64 + 1
    if needed > leadCapacity {
      leads.deallocate()
      leads = .allocate(capacity: needed)
      leadCapacity = needed
    }
    // Where the batch before had some, this one mostly has some too.
    isCopied = leadCount > 0
    if isCopied {
      whole.removeAll()
      whole.appendInPlace(room: text.count) { copy in
        guard let target = copy.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return 0 }
        leadCount = kernels.pointee.copy_leads(base, text.count, target, leads)
        return text.count
      }
    } else {
      leadCount = kernels.pointee.leads(base, text.count, leads)
    }
    return leadCount > 0
  }

  /// Folds the batch in whose text `find` has looked last.
  mutating func fold(_ batch: CaptionBatch, _ folder: CaptionFolder) {
    let entries = batch.entries
    if entries.count > movedCapacity {
      moved.deallocate()
      moved = .allocate(capacity: entries.count)
      movedCapacity = entries.count
    }
    movedCount = 0
    apart.removeAll()
    if !isCopied {
      whole.removeAll()
      whole.append(batch.text)
    }
    guard let base = whole.mutableBytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
    let foldsInPlace = folder.foldsInPlace
    // All before `done` is folded, one way or the other.
    var (next, done) = (0, 0)
    for index in 0..<leadCount {
      let start = Int(leads[index].start)
      guard done < start + 64 else { continue }
      var mask = leads[index].mask & ~0 << UInt64(max(done - start, 0))
      while mask != 0 {
        let place = start + mask.trailingZeroBitCount
        mask &= mask - 1
        if foldsInPlace, recent.fold(base + place, folder) { continue }
        next = Self.caption(at: place, in: entries, from: next)
        // What is in no caption is no text: it is blanked out, and nothing is counted for it.
        guard next < entries.count, (Int(entries[next].start)..<Int(entries[next].end)).contains(place) else {
          base[place] = CaptionBatch.separator
          continue
        }
        let entry = entries[next]
        done = Int(entry.end)
        (base + Int(entry.start)).update(
          repeating: CaptionBatch.separator, count: done - Int(entry.start))
        setApart(entry, of: batch.text, folder)
        // Shifted by 64 or more, none is left.
        mask &= ~0 << UInt64(done - start)
      }
    }
  }

  private mutating func setApart(
    _ entry: CaptionBatch.Entry, of text: UnsafeRawBufferPointer, _ folder: CaptionFolder
  ) {
    var folded = entry
    folded.start = Int32(truncatingIfNeeded: apart.count)
    folder.fold(UnsafeRawBufferPointer(rebasing: text[Int(entry.start)..<Int(entry.end)]), into: apart)
    folded.end = Int32(truncatingIfNeeded: apart.count)
    folded.isFolded = true
    apart.append(CaptionBatch.separator)
    // A caption is set apart once, since all before its end is done then.
    precondition(movedCount < movedCapacity)
    moved[movedCount] = folded
    movedCount += 1
  }

  /// The index of the caption that holds a place, at `first` or after it; near ones are found soonest.
  private static func caption(
    at place: Int, in entries: UnsafeBufferPointer<CaptionBatch.Entry>, from first: Int
  ) -> Int {
    guard first < entries.count else { return first }
    var (low, step) = (first, 1)
    while low + step < entries.count, Int(entries[low + step - 1].end) <= place {
      low += step
      step *= 2
    }
    var high = min(low + step, entries.count) - 1
    while low < high {
      let middle = (low + high) / 2
      if Int(entries[middle].end) <= place { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
