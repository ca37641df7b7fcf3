/// What numbers of a Parquet or Arrow column mean beside what their bytes say, and how they are written as text.
enum StoredNumber: Sendable, Equatable {
  /// A whole number with a sign.
  case whole
  /// A whole number without one, of so many bits.
  case unsigned(bits: Int)
  /// A whole number of which so many digits stand behind the point.
  case decimal(scale: Int)
  /// A floating-point number of 16 bits.
  case half

  /// A number of more bytes is none that the formats know.
  private static let mostBytes = 32
  private static let mostDigits = 76

  /// The text of a whole number as it is stored.
  func text(_ number: Int64) -> String {
    switch self {
    case .unsigned(let bits) where bits <= 32: String(UInt32(truncatingIfNeeded: number))
    case .unsigned: String(UInt64(bitPattern: number))
    case .decimal(let scale): Self.pointed(String(number.magnitude), number < 0, scale)
    case .whole, .half: String(number)
    }
  }

  /// The text of a number that is stored as bytes, the highest first; nil where they are none.
  func text(_ bytes: some BidirectionalCollection<UInt8>) -> String? {
    switch self {
    case .half:
      guard bytes.count == 2 else { return nil }
      return Self.half(bytes.reduce(0) { $0 << 8 | UInt16($1) }).description
    case .decimal(let scale):
      guard !bytes.isEmpty, bytes.count <= Self.mostBytes else { return nil }
      let (digits, isNegative) = Self.digits(bytes)
      return Self.pointed(digits, isNegative, scale)
    case .whole, .unsigned: return nil
    }
  }

  /// The text of a number that is stored as bytes, the lowest first; nil where they are none.
  func text(lowestFirst bytes: UnsafeRawBufferPointer) -> String? {
    guard self == .whole else { return text(bytes.reversed()) }
    guard (1...8).contains(bytes.count) else { return nil }
    let number = bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    let unused = UInt64(64 - 8 * bytes.count)
    return String(Int64(bitPattern: number << unused) >> Int64(unused))
  }

  /// The decimal digits of a number in two's complement, the highest byte first.
  private static func digits(_ bytes: some BidirectionalCollection<UInt8>) -> (String, isNegative: Bool) {
    let isNegative = (bytes.first ?? 0) >= 0x80
    var left = bytes.map { isNegative ? ~$0 : $0 }
    if isNegative {
      for place in left.indices.reversed() {
        left[place] &+= 1
        if left[place] != 0 { break }
      }
    }
    var digits: [UInt8] = []
    while left.contains(where: { $0 != 0 }) {
      var rest = 0
      for place in left.indices {
        rest = rest << 8 | Int(left[place])
        left[place] = UInt8(rest / 10)
        rest %= 10
      }
      digits.append(UInt8(ascii: "0") + UInt8(rest))
    }
    return (digits.isEmpty ? "0" : String(decoding: digits.reversed(), as: UTF8.self), isNegative)
  }

  /// Digits with a point before the last `scale`; without one where the scale is 0, or no scale.
  private static func pointed(_ digits: String, _ isNegative: Bool, _ scale: Int) -> String {
    let sign = isNegative ? "-" : ""
    guard (1...mostDigits).contains(scale) else { return sign + digits }
    let filled = String(repeating: "0", count: max(scale + 1 - digits.count, 0)) + digits
    return sign + filled.dropLast(scale) + "." + filled.suffix(scale)
  }

  /// A number of 16 bits: a sign, five bits of exponent, ten of fraction.
  private static func half(_ bits: UInt16) -> Double {
    let (exponent, fraction) = (Int(bits >> 10 & 31), Double(bits & 1023))
    let magnitude =
      switch exponent {
      case 0: fraction / 1024 / 16384
      case 31: fraction == 0 ? Double.infinity : .nan
      default: (1 + fraction / 1024) * Double(sign: .plus, exponent: exponent - 15, significand: 1)
      }
    return bits >> 15 == 1 ? -magnitude : magnitude
  }
}
