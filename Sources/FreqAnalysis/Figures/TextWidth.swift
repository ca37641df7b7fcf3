/// How wide text is drawn, nearly; the reader's font is not known.
enum TextWidth {
  /// The width in units of the picture at a font size.
  static func estimate(_ text: String, size: Double = 12) -> Double {
    TextMeasure().estimate(text, size: size)
  }

  /// The text, cut with an ellipsis where it is wider than allowed.
  static func cut(_ text: String, to width: Double, size: Double = 12) -> String {
    TextMeasure().cut(text, to: width, size: size)
  }

  /// The text in lines no wider than allowed, broken at spaces; a longer word is cut.
  static func lines(_ text: String, width: Double, size: Double = 12) -> [String] {
    TextMeasure().lines(text, width: width, size: size)
  }
}
