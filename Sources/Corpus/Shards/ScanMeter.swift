import Synchronization

/// How far a scan has come; written by all workers, read by whoever shows it.
public final class ScanMeter: Sendable {
  private let stored = Atomic<Int>(0)
  private let seen = Atomic<Int>(0)
  /// What came from servers.
  public let remote = RemoteTraffic()

  /// Makes a meter at zero.
  public init() {}

  /// Bytes read as they are stored, so compressed ones where shards are compressed.
  public var storedBytes: Int { stored.load(ordering: .relaxed) }
  /// The number of captions read so far.
  public var captions: Int { seen.load(ordering: .relaxed) }

  func add(storedBytes: Int) { stored.add(storedBytes, ordering: .relaxed) }

  func add(captions: Int) { seen.add(captions, ordering: .relaxed) }
}
