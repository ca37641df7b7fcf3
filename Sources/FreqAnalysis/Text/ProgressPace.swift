/// When a long job says how far it is to a reader that is no terminal: after so many steps or seconds since it last did.
public struct ProgressPace: Sendable {
  /// After how many steps.
  public static let steps = 100
  /// After how many seconds.
  public static let seconds = 10.0

  private var lastStep = 0
  private var lastTime = 0.0

  /// Begins at no step, at second 0.
  public init() {}

  /// Whether it is time to say something; if so, the next time is counted from here.
  ///
  /// - Parameters:
  ///   - step: How many steps are done.
  ///   - time: Seconds since the job began.
  /// - Returns: Whether it is time.
  public mutating func isDue(step: Int, time: Double) -> Bool {
    guard step - lastStep >= Self.steps || time - lastTime >= Self.seconds else { return false }
    (lastStep, lastTime) = (step, time)
    return true
  }
}
