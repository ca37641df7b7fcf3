import Foundation

extension KnownPoints.Point {
  /// Where pictures place the class along the counts: at 0 if nothing that was counted mentions it, though a sample gives it
  /// the mean of such classes.
  var drawnCount: Double { isUnseen ? 0 : count }

  /// The count as a picture tells it.
  var countWords: String {
    isUnseenInSample ? "not in the sample" : NumberText.short(count, digits: 6)
  }
}

extension KnownPoints {
  /// Where pictures place the classes along the counts.
  var drawnCounts: [Double] { points.map(\.drawnCount) }

  /// The mean of log10(count + 1) over the classes that are drawn at 0: 0, unless a sample gives them more.
  var unseenLog: Double {
    let logs = points.filter(\.isUnseen).map { log10($0.count + 1) }
    return logs.isEmpty ? 0 : Samples.mean(logs)
  }
}
