import Synchronization

/// What has come from servers so far; written by all who ask, read by whoever shows it.
public final class RemoteTraffic: Sendable {
  private let bytes = Atomic<Int>(0)
  private let asked = Atomic<Int>(0)
  private let sizes = Atomic<Int>(0)

  /// Makes one of nothing.
  public init() {}

  /// The bytes of bodies that came.
  public var fetchedBytes: Int { bytes.load(ordering: .relaxed) }
  /// The requests that were made, redirects and repeated ones among them.
  public var requests: Int { asked.load(ordering: .relaxed) }
  /// The sizes of the files that were opened, as far as their servers told them.
  public var fileBytes: Int { sizes.load(ordering: .relaxed) }

  func add(bytes count: Int) { bytes.add(count, ordering: .relaxed) }
  func addRequest() { asked.add(1, ordering: .relaxed) }
  func addFile(bytes count: Int) { sizes.add(count, ordering: .relaxed) }
}
