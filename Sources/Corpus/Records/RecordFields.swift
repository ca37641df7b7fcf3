/// Values of some fields of some records as text, one after another: of each record its key, then the kept fields.
struct RecordFields: Sendable {
  /// How many values a record has.
  private let width: Int
  private(set) var bytes: [UInt8] = []
  /// For each value where its bytes end; of one that is missing the complement of where they would.
  private var ends: [Int] = []

  /// Makes room for the values of records.
  init(_ request: FieldRequest) { width = request.count }

  /// How many records have their values.
  var count: Int { ends.count / width }
  /// How many bytes all values have.
  var byteCount: Int { bytes.count }

  /// Appends the next value; nil: it is missing.
  mutating func append(_ value: (some Sequence<UInt8>)?) {
    guard let value else { return ends.append(~bytes.count) }
    bytes.append(contentsOf: value)
    ends.append(bytes.count)
  }

  /// Appends the next value, whose bytes `fill` appends to those it is given.
  mutating func append(_ fill: (inout [UInt8]) -> Void) {
    fill(&bytes)
    ends.append(bytes.count)
  }

  /// Appends a record without values.
  mutating func appendNothing() {
    for _ in 0..<width { ends.append(~bytes.count) }
  }

  /// Where in `bytes` the value of a field of a record stands; nil where it is missing.
  func range(_ field: Int, of record: Int) -> Range<Int>? {
    let place = record * width + field
    let end = ends[place]
    return end < 0 ? nil : start(place)..<end
  }

  /// The value of a field of a record; nil where it is missing.
  func value(_ field: Int, of record: Int) -> ArraySlice<UInt8>? {
    range(field, of: record).map { bytes[$0] }
  }

  /// How many bytes the values of a record have.
  func byteCount(of record: Int) -> Int {
    let last = ends[record * width + width - 1]
    return (last < 0 ? ~last : last) - start(record * width)
  }

  private func start(_ place: Int) -> Int {
    guard place > 0 else { return 0 }
    let before = ends[place - 1]
    return before < 0 ? ~before : before
  }
}
