import Synchronization

/// How much of a long computation is done: what a person who waits is shown.
///
/// A unit is about a nanosecond of one core.
public final class WorkMeter: Sendable {
  private let all = Atomic<Int>(0)
  private let over = Atomic<Int>(0)
  /// How many milliseconds had passed when nothing was known of the work yet.
  private let lead = Atomic<Int>(0)

  /// Starts with nothing to do.
  public init() {}

  /// The work that is known of.
  public var total: Int { all.load(ordering: .relaxed) }
  /// The work that is done, at most `total`.
  public var done: Int { min(over.load(ordering: .relaxed), total) }

  /// Adds work that is to be done.
  func expect(_ units: Double) { all.add(Self.whole(units), ordering: .relaxed) }

  /// Says that a part of it is done.
  func add(_ units: Double) { over.add(Self.whole(units), ordering: .relaxed) }

  /// How far it has come in one line: `resampling: 42 %  about 5 s left`.
  ///
  /// Seconds before any work was known of do not count towards its pace. Of the first hundredth no time is told: it says too
  /// little of the others.
  ///
  /// - Parameters:
  ///   - what: What is done.
  ///   - seconds: How long it has been done.
  /// - Returns: The line, without its end.
  public func line(_ what: String, after seconds: Double) -> String {
    let (done, total) = (done, total)
    if total == 0 { lead.store(Self.whole(seconds * 1_000), ordering: .relaxed) }
    guard total > 0, done > 0 else { return "\(what): \(NumberText.duration(seconds))" }
    guard done < total else { return "\(what): 100 %, about to end" }
    let share = Double(done) / Double(total)
    guard share >= 0.01 else { return "\(what): 0 %" }
    let worked = seconds - Double(lead.load(ordering: .relaxed)) / 1_000
    return "\(what): \(Int(share * 100)) %  about \(NumberText.duration(worked / share * (1 - share))) left"
  }

  private static func whole(_ units: Double) -> Int { Int(min(max(units, 0), 1e15)) }
}
