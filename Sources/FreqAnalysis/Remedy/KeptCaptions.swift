/// The captions of one file that were drawn, in its order.
struct KeptCaptions: RandomAccessCollection, Sendable {
  /// One of them: the place of its first row in the file, how likely it was to be drawn (NaN: no formula says), and its classes.
  struct Caption {
    var row: Int
    var probability: Double
    var classes: ArraySlice<Int32>
  }

  private(set) var rows: [Int] = []
  private(set) var probabilities: [Double] = []
  private var classes: [Int32] = []
  private var ends: [Int] = []

  var startIndex: Int { 0 }
  var endIndex: Int { rows.count }

  subscript(index: Int) -> Caption {
    Caption(
      row: rows[index], probability: probabilities[index],
      classes: classes[(index == 0 ? 0 : ends[index - 1])..<ends[index]])
  }

  /// Adds up for each class how many of the captions mention it.
  func addClasses(to counts: inout [Int]) {
    for index in classes { counts[Int(index)] += 1 }
  }

  mutating func append(_ caption: CaptionRow, probability: Double) {
    rows.append(caption.row)
    probabilities.append(probability)
    for index in caption.classes { classes.append(Int32(truncatingIfNeeded: index)) }
    ends.append(classes.count)
  }
}
