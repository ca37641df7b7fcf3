/// Numbers as people read them.
public enum NumberText {
  /// A whole number with its digits grouped by threes: `1,234,567`.
  public static func grouped(_ number: Int) -> String {
    let digits = Array(String(number.magnitude))
    var text = number < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { text.append(",") }
      text.append(digit)
    }
    return text
  }

  /// A number and its noun: `1 record`, `1,234 records`; `plural` where it is not the noun with an s.
  public static func counted(_ number: Int, _ noun: String, plural: String? = nil) -> String {
    "\(grouped(number)) \(number == 1 ? noun : plural ?? noun + "s")"
  }

  /// A number to `digits` significant digits: `0.4793`, `1.449e-58`, `1,234.5`; empty where it is not finite.
  ///
  /// The power of ten is written out below 0.001 and from 10⁹ on. Rounding is that of the decimal digits of the
  /// shortest form, halves away from zero.
  public static func short(_ number: Double, digits: Int = 4) -> String {
    guard number.isFinite else { return "" }
    guard number != 0 else { return "0" }
    let (decimals, exponent) = rounded(abs(number), digits: digits)
    let sign = number < 0 ? "-" : ""
    if exponent < -3 || exponent > 8 {
      return sign + placed(decimals, point: 1) + "e\(exponent)"
    }
    guard exponent >= 0 else {
      let zeros = [UInt8](repeating: 0, count: -exponent)
      return sign + placed(zeros + decimals, point: 1)
    }
    let padded = decimals + [UInt8](repeating: 0, count: max(0, exponent + 1 - decimals.count))
    let whole = padded.prefix(exponent + 1).reduce(0) { $0 * 10 + Int($1) }
    let rest = padded.dropFirst(exponent + 1)
    return sign + grouped(whole) + (rest.isEmpty ? "" : "." + rest.map(String.init).joined())
  }

  /// Bytes with a unit of a thousand: `312 B`, `1.7 GB`.
  public static func bytes(_ count: Int) -> String {
    let units = ["B", "KB", "MB", "GB", "TB", "PB", "EB"]
    var value = Double(count)
    var unit = 0
    while abs(value) >= 999.5, unit < units.count - 1 {
      value /= 1000
      unit += 1
    }
    return unit == 0 ? "\(count) B" : "\(short(value, digits: value < 99.5 ? 2 : 3)) \(units[unit])"
  }

  /// A time in seconds as `0.4 s`, `12 s`, `3 min 20 s` or `2 h 05 min`.
  public static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds >= 0, seconds < 1e15 else { return "unknown" }
    if seconds < 9.95 { return "\((seconds * 10).rounded() / 10) s" }
    let whole = Int(seconds.rounded())
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
    let minutes = whole / 60 % 60
    return "\(grouped(whole / 3600)) h \(minutes < 10 ? "0" : "")\(minutes) min"
  }

  /// The significant decimal digits of a positive number, without zeros at the end, and the first one's power.
  private static func rounded(_ number: Double, digits: Int) -> (decimals: [UInt8], exponent: Int) {
    let parts = number.description.split(separator: "e")
    let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    let whole = mantissa[0]
    let all = (whole + (mantissa.count > 1 ? mantissa[1] : "")).utf8.map { $0 - UInt8(ascii: "0") }
    let leading = all.prefix { $0 == 0 }.count
    var exponent = whole.utf8.count - 1 - leading + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
    var decimals = Array(all.dropFirst(leading).prefix(digits))
    let next = all.dropFirst(leading + digits).first ?? 0
    if next >= 5 {
      var index = decimals.count - 1
      while index >= 0, decimals[index] == 9 { index -= 1 }
      if index < 0 {
        decimals = [1]
        exponent += 1
      } else {
        decimals = Array(decimals.prefix(index)) + [decimals[index] + 1]
      }
    }
    while decimals.count > 1, decimals.last == 0 { decimals.removeLast() }
    return (decimals, exponent)
  }

  private static func placed(_ decimals: [UInt8], point: Int) -> String {
    let head = decimals.prefix(point).map(String.init).joined()
    let tail = decimals.dropFirst(point).map(String.init).joined()
    return tail.isEmpty ? head : head + "." + tail
  }
}
