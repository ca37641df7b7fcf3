import Synchronization

/// Things that one task at a time works with, kept from one to the next: scratch memory, counters.
///
/// They need not be `Sendable`, and mostly are not: so the compiler holds each to the task that has taken it.
final class Pool<Element>: Sendable {
  /// - Note: `@unchecked Sendable`: an element is in the pool or with the one task that took it, never both. `take`
  ///   removes what it returns, and whoever calls `give` does not use it again.
  private struct Kept: @unchecked Sendable {
    let element: Element
  }

  private let kept = Mutex<[Kept]>([])

  /// Takes out the element that was given back last; nil where there is none.
  func take() -> Element? { kept.withLock { $0.popLast() }?.element }

  /// Takes an element that its caller does not use again.
  func give(_ element: Element) {
    let new = Kept(element: element)
    kept.withLock { $0.append(new) }
  }
}
