import Dispatch
import Foundation
import Synchronization

/// How often and from which seed points are resampled; the entry to the bootstrap and to permutation tests.
///
/// A result depends on the seed and the number of resamples alone: each resample has a stream of random numbers of its
/// own, so threads and machines do not matter.
public struct Resampling: Hashable, Sendable {
  /// The seed.
  public var seed: UInt64
  /// The number of resamples.
  public var resamples: Int
  /// The number of threads; it changes the time and nothing else.
  public var threads: Int

  /// Chooses seed, number of resamples and threads; as many threads as processors when left out.
  public init(
    seed: UInt64 = 1, resamples: Int = 9_999, threads: Int = ProcessInfo.processInfo.activeProcessorCount
  ) {
    self.seed = seed
    self.resamples = resamples
    self.threads = threads
  }

  /// Computes `count` values on the threads, in order; nil where one is undefined.
  func values(_ count: Int, _ value: @Sendable (Int) -> Double?) -> [Double?] {
    let parts = max(1, min(threads, count))
    guard parts > 1 else { return (0..<count).map(value) }
    let results = Mutex([[Double?]](repeating: [], count: parts))
    DispatchQueue.concurrentPerform(iterations: parts) { part in
      let own = (count * part / parts..<count * (part + 1) / parts).map(value)
      results.withLock { $0[part] = own }
    }
    return results.withLock { Array($0.joined()) }
  }

  /// Throws unless there are enough resamples for an answer.
  func check() throws(Undefined) {
    guard resamples >= 1, resamples <= 100_000_000 else {
      throw .parameter("the number of resamples must lie between 1 and 100,000,000")
    }
  }
}
