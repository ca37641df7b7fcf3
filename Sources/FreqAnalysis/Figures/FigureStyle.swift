/// How pictures look: colours that differ also for the colour-blind and in grey print, and a shape beside each.
public struct FigureStyle: Sendable, Hashable {
  /// The background on which a figure is drawn.
  public enum Theme: String, Sendable, Hashable, CaseIterable {
    /// Dark on white; for paper.
    case light
    /// Light marks on a nearly black background.
    case dark
    /// As the reader's system asks for.
    case auto
  }

  /// The background.
  public var theme: Theme

  /// Whether marks say which class they are of, for a page whose script shows it, instead of having a title each.
  public var isLinked: Bool

  /// Makes a style.
  public init(theme: Theme = .light, isLinked: Bool = false) {
    self.theme = theme
    self.isLinked = isLinked
  }

  /// Says of a mark which class it is of, or what it shows.
  func label(_ mark: inout SVGElement, classIndex: Int, _ words: String) {
    if isLinked {
      mark.attributes.append(("data-c", "\(classIndex)"))
    } else {
      mark.append(SVGElement("title", text: words))
    }
  }

  /// The colours of series, in order: Okabe and Ito (2008), Color universal design, in an order in which neighbours
  /// also differ in lightness.
  static let light = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000", "#7f7f7f"]
  static let dark = ["#56b4e9", "#e69f00", "#2fc79a", "#e59bc4", "#f0e442", "#8ab8ff", "#ffffff", "#a0a0a0"]

  /// How many series have a look of their own.
  static var seriesCount: Int { light.count }

  private struct Palette {
    var paper: String
    var ink: String
    var soft: String
    var grid: String
    var column: String
    var series: [String]
  }

  private static let onWhite = Palette(
    paper: "#ffffff", ink: "#1a1a1a", soft: "#5c5c5c", grid: "#e3e3e3", column: "#f3f3f3", series: light)
  private static let onBlack = Palette(
    paper: "#14161a", ink: "#eeeeee", soft: "#a8adb5", grid: "#33373e", column: "#1f2329", series: dark)

  /// The picture's style sheet.
  var css: String {
    switch theme {
    case .light: Self.common + Self.rules(Self.onWhite)
    case .dark: Self.common + Self.rules(Self.onBlack)
    case .auto:
      Self.common + Self.rules(Self.onWhite) + "@media screen and (prefers-color-scheme:dark){"
        + Self.rules(Self.onBlack) + "}"
    }
  }

  private static let common = """
    text{font-family:'Helvetica Neue',Helvetica,Arial,'Liberation Sans','DejaVu Sans','Noto Sans',\
    'Noto Sans CJK SC',sans-serif;font-size:12px}.title{font-size:16px;font-weight:bold}.small{font-size:11px}.tiny{font-size:10px}\
    .end{text-anchor:end}.mid{text-anchor:middle}.line{fill:none;stroke-width:2}.axis{stroke-width:1;fill:none}\
    .halo{stroke-width:3;stroke-linejoin:round}
    """

  private static func rules(_ palette: Palette) -> String {
    var css = ".paper{fill:\(palette.paper)}text{fill:\(palette.ink)}.soft{fill:\(palette.soft)}"
    css +=
      ".axis{stroke:\(palette.soft)}.grid{stroke:\(palette.grid);fill:none}.column{fill:\(palette.column)}"
    css += ".halo{fill:\(palette.paper);stroke:\(palette.paper)}.lead{stroke:\(palette.soft);stroke-width:.7}"
    for (index, colour) in palette.series.enumerated() {
      css +=
        ".p\(index){fill:\(colour);fill-opacity:.5}.q\(index){stroke:\(colour);fill:none;stroke-width:1.4;stroke-opacity:.8}"
      css +=
        ".l\(index){stroke:\(colour)}.b\(index){fill:\(colour);fill-opacity:.16}.f\(index){fill:\(colour)}"
    }
    return css
  }
}
