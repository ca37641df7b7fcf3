import Testing

@testable import FreqAnalysis

/// Every reason why a statistic has no value, and the whole clause that a person reads behind "because".
@Suite struct UndefinedSentencesTests {
  private static let all: [(reason: Undefined, clause: String)] = [
    (.tooFew(have: 1, need: 4), "there is 1 point and at least 4 are needed"),
    (.tooFew(have: 2, need: 4), "there are 2 points and at least 4 are needed"),
    (.constant(.first), "all first values are equal"),
    (.constant(.control(0)), "all values of control 1 are equal"),
    (.notFinite(.second, index: 3), "the second values have a value that is not finite, at position 3"),
    (.lengthsDiffer(3, 4), "there are 3 first values and 4 second values"),
    (.perfect, "the points lie exactly on one line, which leaves no residual error to estimate"),
    (.redundant(control: 1), "control 2 is collinear with the controls before it"),
    (.explained(.second), "the controls fully determine the second values"),
    (.separated, "one value of the first values separates all successes from all failures"),
    (.notConverged, "the iteration did not converge"),
    (.notACount(index: 0), "the numbers at position 0 are not valid counts"),
    (.allZero, "all counts are zero"),
    (.unstable(undefined: 5, of: 9), "it is undefined in 5 of 9 resamples"),
    (.degenerate, "it is the same in every resample"),
    (.unreliable, "on so few images chance alone could make the second values differ as they do"),
    (.parameter("the confidence is not between 0 and 1"), "the confidence is not between 0 and 1"),
  ]

  @Test func reasonsAreClauses() {
    for (reason, clause) in Self.all { #expect(reason.description == clause) }
    #expect(Undefined.constant(.second).clause(second: "accuracies") == "all accuracies are equal")
  }
}
