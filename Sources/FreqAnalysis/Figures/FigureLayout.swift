/// What a person decides of a picture beside what it shows: its size, its letters, its heading, its ranges.
///
/// A picture is laid out in units of a twelfth of its font size, so that a larger font makes everything larger that
/// belongs to text, and a narrower picture has as large letters as a wide one.
public struct FigureLayout: Sendable, Hashable {
  /// The words above a picture.
  public enum Title: Sendable, Hashable {
    /// What the picture says of itself.
    case own
    /// Nothing; those who do not see the picture are still told what it shows.
    case none
    /// Other words.
    case text(String)
  }

  /// The words above the picture.
  public var title = Title.own
  /// The width; nil: that of the kind, 720 pixels.
  public var width: Length?
  /// The height; nil: what the content needs. A picture of rows is never lower than they need.
  public var height: Length?
  /// The size of most letters; nil: 12 pixels.
  public var fontSize: Length?
  /// The fonts; nil: Helvetica, or what looks like it.
  public var font: FontFamily?
  /// The letter of the picture among others of one figure: `a`; the panels of one picture go on from it.
  public var panel: String?
  /// The names of classes that are written beside their points; empty: those that the picture chooses.
  public var labels: [String] = []
  /// The ranges of axes, one an axis.
  public var ranges: [AxisRange] = []

  /// Whether what is said of one series is left out, since it stands beside the picture.
  var isBare = false

  /// Makes a layout that leaves everything to the picture.
  public init() {}

  /// How many pixels a unit of the picture is.
  var unit: Double { (fontSize?.pixels ?? 12) / 12 }

  /// The range that was asked for of an axis.
  func range(_ axis: FigureAxis) -> ClosedRange<Double>? {
    ranges.last { $0.axis == axis }.map { $0.low...$0.high }
  }

  /// The letter of a panel: that of the picture for the first, then the following ones; none after `z`.
  func letter(of index: Int) -> String? {
    guard let panel, let first = panel.unicodeScalars.first, panel.unicodeScalars.count == 1 else {
      return index == 0 ? panel : nil
    }
    guard first.isASCII, first.properties.isAlphabetic else { return index == 0 ? panel : nil }
    let last = first.properties.isUppercase ? UInt32(90) : 122
    let value = first.value + UInt32(clamping: index)
    return value <= last ? Unicode.Scalar(value).map { String(Character($0)) } : nil
  }
}
