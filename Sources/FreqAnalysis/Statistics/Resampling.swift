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
  func values(_ count: Int, _ value: @Sendable (Int) -> Double?) -> [Double?] { mapped(count, value) }

  /// Computes `count` values on the threads, in order.
  func mapped<Value: Sendable>(_ count: Int, _ value: @Sendable (Int) -> Value) -> [Value] {
    inParts(count) { $0.map(value) }.flatMap { $0 }
  }

  /// Divides `count` things among the threads and gives what each made of its part, in order.
  func inParts<Part: Sendable>(_ count: Int, _ work: @Sendable (Range<Int>) -> Part) -> [Part] {
    let count = max(0, count)
    let parts = max(1, min(threads, count))
    guard parts > 1 else { return [work(0..<count)] }
    let results = Mutex([Part?](repeating: nil, count: parts))
    DispatchQueue.concurrentPerform(iterations: parts) { part in
      let own = work(count * part / parts..<count * (part + 1) / parts)
      results.withLock { $0[part] = own }
    }
    return results.withLock { $0.compactMap { $0 } }
  }

  /// The same with as many resamples as some work allows, and at least `fewest`; the usual steps below 9,999.
  ///
  /// - Parameters:
  ///   - work: The work of one resample, in nanoseconds of one core.
  ///   - seconds: What all of them may take.
  ///   - fewest: How many there are in any case.
  /// - Returns: The resampling; itself where all resamples fit.
  func bounded(work: Double, seconds: Double = 60, fewest: Int = 199) -> Resampling {
    var bounded = self
    let allowed = seconds * 1e9 / max(work, 1)
    let steps = [9_999, 4_999, 1_999, 999, 499, 199]
    let fitting = steps.first { Double($0) <= allowed } ?? fewest
    bounded.resamples = min(resamples, max(fewest, fitting))
    return bounded
  }

  /// Throws unless there are enough resamples for an answer.
  func check() throws(Undefined) {
    guard resamples >= 1, resamples <= 100_000_000 else {
      throw .parameter("the number of resamples must lie between 1 and 100,000,000")
    }
  }
}
