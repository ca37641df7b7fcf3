/// A length on paper or on a screen: `3.3in`, `84mm`, `8pt`, `320px`.
public struct Length: Sendable, Hashable {
  /// What a length is measured in.
  public enum Unit: String, Sendable, Hashable, CaseIterable {
    /// A ninety-sixth of an inch, as in CSS.
    case pixel = "px"
    /// 2.54 centimeters.
    case inch = "in"
    /// A tenth of a centimeter.
    case millimeter = "mm"
    /// The hundredth part of a meter.
    case centimeter = "cm"
    /// A seventy-second of an inch.
    case point = "pt"

    /// How many pixels it has (CSS Values and Units Level 3, section 6.2).
    public var pixels: Double {
      switch self {
      case .pixel: 1
      case .inch: 96
      case .millimeter: 96 / 25.4
      case .centimeter: 96 / 2.54
      case .point: 96 / 72
      }
    }
  }

  /// How many of the unit; finite and above zero.
  public var value: Double
  /// What it is measured in.
  public var unit: Unit

  /// Reads a number and its unit, with or without a blank between them; nil for anything else.
  ///
  /// - Parameters:
  ///   - text: `3.3in`, `84 mm`, `640`.
  ///   - plain: The unit of a number that stands alone.
  public init?(_ text: String, plain: Unit = .pixel) {
    var digits = text
    var unit = plain
    if let named = Unit.allCases.first(where: { digits.lowercased().hasSuffix($0.rawValue) }) {
      unit = named
      digits.removeLast(2)
      while digits.hasSuffix(" ") { digits.removeLast() }
    }
    let isPlain = digits.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }
    guard isPlain, let value = Double(digits), value.isFinite, value > 0 else { return nil }
    self.init(value: value, unit: unit)
  }

  init(value: Double, unit: Unit) {
    self.value = value
    self.unit = unit
  }

  /// The length in pixels.
  public var pixels: Double { value * unit.pixels }

  /// The length as SVG writes it; pixels have no unit.
  var attribute: String { Self.number(value) + (unit == .pixel ? "" : unit.rawValue) }

  /// Another length in this one's unit, as SVG writes it.
  func attribute(ofPixels pixels: Double) -> String {
    Self.number(pixels / unit.pixels) + (unit == .pixel ? "" : unit.rawValue)
  }

  private static func number(_ value: Double) -> String {
    let thousandths = (value * 1000).rounded()
    guard thousandths.isFinite, abs(thousandths) < 1e12 else { return "0" }
    let text = "\(thousandths / 1000)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
