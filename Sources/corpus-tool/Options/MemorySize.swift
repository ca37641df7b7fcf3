import ArgumentParser

/// An amount of memory as a person writes it: a number of bytes with K, M, G or T for powers of 1,024.
struct MemorySize: ExpressibleByArgument, CustomStringConvertible {
  /// The bytes.
  let bytes: Int

  private static let units: [(letter: Character, bytes: Int)] = [
    ("K", 1 << 10), ("M", 1 << 20), ("G", 1 << 30), ("T", 1 << 40),
  ]

  /// The amount where none is given.
  init() { bytes = 256 << 20 }

  /// Reads an amount of at least a mebibyte; nil where it is none.
  init?(argument: String) {
    let unit = Self.units.first { $0.letter == argument.uppercased().last }
    guard let number = Int(unit == nil ? argument[...] : argument.dropLast()) else { return nil }
    let (bytes, overflows) = number.multipliedReportingOverflow(by: unit?.bytes ?? 1)
    guard !overflows, bytes >= 1 << 20 else { return nil }
    self.bytes = bytes
  }

  var description: String { defaultValueDescription }

  var defaultValueDescription: String {
    let unit = Self.units.last { bytes % $0.bytes == 0 }
    return unit.map { "\(bytes / $0.bytes)\($0.letter)" } ?? "\(bytes)"
  }
}
