/// Numbers as pictures and pages show them: every minus is the sign and none is a hyphen.
extension NumberText {
  /// A number to `digits` significant digits as `short` writes it, with minus signs: `−0.48`, `1.4e−58`.
  static func typeset(_ number: Double, digits: Int = 4) -> String {
    short(number, digits: digits).replacing("-", with: "−")
  }

  /// A number to so many decimals, halves away from zero: `0.50`, `−3.1`; what rounds to zero has no sign.
  ///
  /// A number that is not finite, or too large for its decimals to be known, is written as `typeset` does.
  static func fixed(_ number: Double, decimals: Int) -> String {
    let places = max(0, min(decimals, 9))
    var scale = 1
    for _ in 0..<places { scale *= 10 }
    let scaled = (abs(number) * Double(scale)).rounded()
    guard scaled < 0x1p53 else { return typeset(number) }
    let all = Int(scaled)
    let sign = number < 0 && all > 0 ? "−" : ""
    guard places > 0 else { return sign + grouped(all) }
    let rest = String(all % scale)
    let zeros = String(repeating: "0", count: places - rest.utf8.count)
    return sign + grouped(all / scale) + "." + zeros + rest
  }
}
