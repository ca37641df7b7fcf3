/// The memory in which a task decodes pages: a page of each column, and what the codecs keep.
final class PageScratch {
  let decompressor = PageDecompressor()
  private var pages: [PaddedBuffer] = []

  /// Pages that grew beyond this are freed instead of kept for the next block.
  private static let keptBytes = 4 << 20

  /// The memory for a page of the plan's `index`th column.
  func page(_ index: Int) -> PaddedBuffer {
    while pages.count <= index { pages.append(PaddedBuffer(capacity: 64)) }
    return pages[index]
  }

  /// Frees what is too large to be kept.
  fileprivate func trim() {
    if pages.contains(where: { $0.room > Self.keptBytes }) { pages = [] }
  }
}

/// The scratch memory of one file's tasks, used again from block to block.
final class PageScratchPool: Sendable {
  private let free = Pool<PageScratch>()

  /// Scratch memory that nobody else uses, until it is given back.
  func take() -> PageScratch { free.take() ?? PageScratch() }

  /// Takes scratch memory back, when its decoders are done.
  func give(_ scratch: PageScratch) {
    scratch.trim()
    free.give(scratch)
  }
}
