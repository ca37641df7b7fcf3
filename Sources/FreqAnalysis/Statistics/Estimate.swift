/// A value, or the reason why there is none.
///
/// Every statistic returns one, so that a coefficient which does not exist (all accuracies equal, two points) can be
/// told from one that is zero. `value` is nil where it is undefined, `reason` says why.
public typealias Estimate<Value> = Result<Value, Undefined>

extension Result where Failure == Undefined {
  /// The value, or nil where it is undefined.
  public var value: Success? {
    if case .success(let value) = self { value } else { nil }
  }

  /// Why there is no value, or nil where there is one.
  public var reason: Undefined? {
    if case .failure(let reason) = self { reason } else { nil }
  }
}

/// Why a statistic has no value.
public enum Undefined: Error, Hashable, Sendable {
  /// Which of the inputs is meant.
  public enum Variable: Hashable, Sendable {
    /// The first input, by habit the counts.
    case first
    /// The second input, by habit the accuracies.
    case second
    /// A covariate that is held fixed, by its position from 0.
    case control(Int)
  }

  /// Fewer points than the formula needs.
  case tooFew(have: Int, need: Int)
  /// All values of an input are equal.
  case constant(Variable)
  /// A value is not a number, or infinite where that has no meaning; the index counts from 0.
  case notFinite(Variable, index: Int)
  /// The inputs pair up point by point and have different lengths.
  case lengthsDiffer(Int, Int)
  /// The points lie on one line (or in one order), which leaves no error to estimate.
  case perfect
  /// A control says nothing beyond the controls before it.
  case redundant(control: Int)
  /// The controls determine an input completely.
  case explained(Variable)
  /// One value of the predictor separates all successes from all failures, so that no largest likelihood exists.
  case separated
  /// The iteration did not converge.
  case notConverged
  /// A count is negative, or there are more successes than trials; the index counts from 0.
  case notACount(index: Int)
  /// All counts are zero, so there is nothing to share.
  case allZero
  /// Too many of the resamples have no value of the statistic.
  case unstable(undefined: Int, of: Int)
  /// The statistic is the same in every resample.
  case degenerate
  /// The accuracies vary no more than chance would make them on so few images.
  case unreliable
  /// A parameter of the method (a confidence, a number of bins or resamples) is outside its range.
  case parameter(String)
}

extension Undefined: CustomStringConvertible {
  /// The reason as a clause that can follow "because".
  public var description: String { clause() }

  /// Words the reason with the caller's names for the inputs.
  ///
  /// The result is a clause such as `all accuracies are equal`, without a capital or a full stop.
  func clause(first: String = "first values", second: String = "second values") -> String {
    func name(_ variable: Variable) -> String {
      switch variable {
      case .first: first
      case .second: second
      case .control(let index): "values of control \(index + 1)"
      }
    }
    switch self {
    case .tooFew(let have, let need):
      return "there \(have == 1 ? "is 1 point" : "are \(have) points") and at least \(need) are needed"
    case .constant(let variable): return "all \(name(variable)) are equal"
    case .notFinite(let variable, let index):
      return "the \(name(variable)) have a value that is not finite, at position \(index)"
    case .lengthsDiffer(let left, let right): return "there are \(left) \(first) and \(right) \(second)"
    case .perfect: return "the points lie exactly on one line, which leaves no residual error to estimate"
    case .redundant(let control): return "control \(control + 1) is collinear with the controls before it"
    case .explained(let variable): return "the controls fully determine the \(name(variable))"
    case .separated: return "one value of the \(first) separates all successes from all failures"
    case .notConverged: return "the iteration did not converge"
    case .notACount(let index): return "the numbers at position \(index) are not valid counts"
    case .allZero: return "all counts are zero"
    case .unstable(let undefined, let total):
      return "it is undefined in \(undefined) of \(total) resamples"
    case .degenerate: return "it is the same in every resample"
    case .unreliable: return "on so few images chance alone could make the \(second) differ as they do"
    case .parameter(let what): return what
    }
  }
}

/// A range that holds the true value with the stated confidence.
public struct Interval: Hashable, Sendable {
  /// The lower end.
  public var low: Double
  /// The upper end.
  public var high: Double
  /// The nominal confidence, between 0 and 1.
  public var confidence: Double

  /// Makes an interval from its ends.
  public init(low: Double, high: Double, confidence: Double) {
    self.low = low
    self.high = high
    self.confidence = confidence
  }
}
