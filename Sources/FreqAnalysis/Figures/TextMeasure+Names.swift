extension TextMeasure {
  /// Names that stand below each other, each cut where it is wider than allowed, so that they still differ.
  func cutApart(_ names: [String], to width: Double, size: Double = 12) -> [String] {
    DistinctCuts(
      width: width, ellipsis: estimate("…", size: size), room: { estimate(String($0), size: size) },
      usual: { cutMiddle($0, to: width, size: size) }
    ).cut(names)
  }
}
