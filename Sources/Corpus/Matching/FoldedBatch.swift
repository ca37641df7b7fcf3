/// A batch's captions with those that have bytes above 127 in the matcher's form, and the others as they are.
///
/// SOUND: there is room for an entry for each caption of the largest batch so far; `fold` makes it before it writes.
/// WHY: where one caption in sixteen is not ASCII, arrays that grow entry by entry took as long as the folding.
struct FoldedBatch: ~Copyable {
  private let buffer = PaddedBuffer(capacity: 64 << 10)
  private var places: UnsafeMutablePointer<CaptionBatch.Entry>
  private var capacity = 0
  private var count = 0

  init() { places = .allocate(capacity: 1) }

  deinit { places.deallocate() }

  /// The text, a separator after each caption; 64 more bytes are readable.
  var text: UnsafeRawBufferPointer { buffer.bytes }

  /// The captions, with their places in `text`.
  var entries: UnsafeBufferPointer<CaptionBatch.Entry> { UnsafeBufferPointer(start: places, count: count) }

  /// Takes the captions of a batch.
  ///
  /// - Parameters:
  ///   - batch: the captions.
  ///   - firstNonASCII: where the first byte above 127 is in the batch's text.
  ///   - folder: makes the matcher's form.
  mutating func fold(_ batch: CaptionBatch, firstNonASCII: Int, _ folder: CaptionFolder) {
    let (text, entries) = (batch.text, batch.entries)
    if entries.count > capacity {
      places.deallocate()
      capacity = entries.count
      places = .allocate(capacity: capacity)
    }
    buffer.removeAll()
    count = entries.count
    var place = firstNonASCII
    var next = 0
    while next < count {
      // The captions that end before that byte, and then the one that holds it.
      let start = Int(entries[next].start)
      let shift = Int32(truncatingIfNeeded: buffer.count - start)
      let first = next
      while next < count, Int(entries[next].end) <= place {
        var entry = entries[next]
        entry.start += shift
        entry.end += shift
        places[next] = entry
        next += 1
      }
      if next > first {
        buffer.append(UnsafeRawBufferPointer(rebasing: text[start...Int(entries[next - 1].end)]))
      }
      guard next < count else { break }
      var entry = entries[next]
      let caption = UnsafeRawBufferPointer(rebasing: text[Int(entry.start)..<Int(entry.end)])
      place = Matcher.firstNonASCII(text, from: Int(entry.end))
      entry.start = Int32(truncatingIfNeeded: buffer.count)
      folder.fold(caption, into: buffer)
      entry.end = Int32(truncatingIfNeeded: buffer.count)
      entry.isFolded = true
      buffer.append(CaptionBatch.separator)
      places[next] = entry
      next += 1
    }
  }
}
