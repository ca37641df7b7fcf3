import Synchronization

/// A dictionary page as stored, decoded by the first task that needs it and shared by all blocks of its chunk.
final class SharedDictionary: Sendable {
  private enum Content {
    case stored(PaddedBuffer)
    case decoded(DictionaryPage)
  }

  private let header: PageHeader
  private let content: Mutex<Content>

  init(header: PageHeader, stored: UnsafeRawBufferPointer) {
    self.header = header
    let copy = PaddedBuffer(capacity: stored.count)
    copy.append(stored)
    content = Mutex(.stored(copy))
  }

  /// The dictionary's entries.
  func page(by decoder: PageDecoder) throws -> DictionaryPage {
    try content.withLock { content in
      switch content {
      case .decoded(let page): return page
      case .stored(let bytes):
        let page = try decoder.dictionary(header, bytes.bytes)
        content = .decoded(page)
        return page
      }
    }
  }
}
