import CByteMask

/// Memory for tables that are entered at any place: on huge pages where the table is large and the system has them.
///
/// With pages of 4 KB most entries of a table of some megabytes cost a walk through the page table as well, on a virtual
/// machine through two of them: a sixth of the time of 500,000 terms (bench `match/ngrams`).
///
/// SOUND: what is given is an ordinary allocation of at least `count` elements, all of them initialised; the owner frees it
/// with `deallocate()`.
enum TableMemory {
  private static let hugePage = 2 << 20

  /// Allocates `count` elements of a trivial type, all equal to `value`.
  static func allocate<Element: BitwiseCopyable>(
    _ count: Int, repeating value: Element
  ) -> UnsafeMutablePointer<Element> {
    let bytes = count * MemoryLayout<Element>.stride
    let isLarge = bytes >= hugePage
    let rounded = isLarge ? (bytes + hugePage - 1) / hugePage * hugePage : max(bytes, 1)
    let memory = UnsafeMutableRawPointer.allocate(byteCount: rounded, alignment: isLarge ? hugePage : 64)
    if isLarge { bytemask_ask_for_huge_pages(memory, rounded) }
    let elements = memory.bindMemory(to: Element.self, capacity: count)
    elements.initialize(repeating: value, count: count)
    return elements
  }
}
