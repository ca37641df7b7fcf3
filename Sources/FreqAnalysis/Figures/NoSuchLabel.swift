/// A name was asked for in a picture that has no class of that name.
public struct NoSuchLabel: Error, Sendable, Hashable, CustomStringConvertible {
  /// The name.
  public var name: String
  /// Names of classes that may have been meant.
  public var near: [String]

  /// The error as a sentence.
  public var description: String {
    let meant = near.isEmpty ? "" : "; did you mean \(near.map(ShownText.name).joined(separator: " or "))?"
    return "no class of the picture is named \(ShownText.name(name))\(meant)"
  }
}

extension Picture {
  /// Looks for the classes that are to be named.
  ///
  /// - Throws: `NoSuchLabel` for the first that is in no series; where there are no points, nothing.
  public func checkLabels(_ names: [String]) throws {
    let series: [KnownPoints]
    switch self {
    case .scatter(let figure): series = figure.series
    case .matrix(let figure): series = figure.series
    default: return
    }
    for name in names where series.allSatisfy({ ScatterFigure.named([name], in: $0).isEmpty }) {
      let classes = series.first?.points.map(\.className) ?? []
      throw NoSuchLabel(name: name, near: NearMiss.names(near: name, among: classes))
    }
  }
}
