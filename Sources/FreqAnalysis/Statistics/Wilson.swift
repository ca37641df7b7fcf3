/// The interval of a proportion.
public enum Wilson {
  /// Gives Wilson's score interval of correct out of total, which stays inside 0...1 and is sound at 0 and at all.
  ///
  /// Undefined for a total of zero, and for counts that are none. Source: Wilson (1927), Probable inference, the law
  /// of succession, and statistical inference, J. Am. Stat. Assoc. 22, p. 210.
  public static func interval(correct: Int, total: Int, confidence: Double = 0.95) -> Estimate<Interval> {
    Estimate { () throws(Undefined) -> Interval in
      try Samples.check(confidence: confidence)
      guard correct >= 0, correct <= total else { throw .notACount(index: 0) }
      guard total > 0 else { throw .tooFew(have: 0, need: 1) }
      let n = Double(total)
      let share = Double(correct) / n
      let z = Normal.upperQuantile((1 - confidence) / 2)
      let shrink = 1 + z * z / n
      let centre = (share + z * z / (2 * n)) / shrink
      let reach = z / shrink * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
      return Interval(
        low: correct == 0 ? 0 : max(0, centre - reach),
        high: correct == total ? 1 : min(1, centre + reach), confidence: confidence)
    }
  }
}
