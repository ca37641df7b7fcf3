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

  /// What a person decided of size, letters, heading and ranges.
  public var layout: FigureLayout

  /// Makes a style.
  public init(theme: Theme = .light, isLinked: Bool = false, layout: FigureLayout = FigureLayout()) {
    self.theme = theme
    self.isLinked = isLinked
    self.layout = layout
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

  /// The picture's style sheet, which all pictures of a page share.
  var css: String {
    switch theme {
    case .light: common + Self.rules(Self.onWhite)
    case .dark: common + Self.rules(Self.onBlack)
    case .auto:
      common + Self.rules(Self.onWhite) + "@media screen and (prefers-color-scheme:dark){"
        + Self.rules(Self.onBlack) + "}"
    }
  }

  private static let usual = """
    'Helvetica Neue',Helvetica,Arial,'Liberation Sans','DejaVu Sans','Noto Sans','Noto Sans CJK SC',sans-serif
    """

  private var common: String {
    "svg text{font-family:\(layout.font?.css ?? Self.usual);font-size:12px}" + """
      svg .title{font-size:16px;font-weight:bold}svg .head{font-size:13px;font-weight:bold}svg .small{font-size:11px}\
      svg .tiny{font-size:10px}.end{text-anchor:end}.mid{text-anchor:middle}.line{fill:none;stroke-width:2}\
      .axis{stroke-width:1;fill:none}.halo{stroke-width:3;stroke-linejoin:round}\
      svg .dots{fill:none;stroke-linecap:round;stroke-opacity:.5;stroke-width:5.6}svg .fine{stroke-width:2.8}\
      .thin{fill:none;stroke-width:.8;stroke-opacity:.6}svg .open{stroke-width:1;stroke-opacity:1}
      """
  }

  private static func rules(_ palette: Palette) -> String {
    var css = ".paper{fill:\(palette.paper)}svg text{fill:\(palette.ink)}svg .soft{fill:\(palette.soft)}"
    css +=
      ".axis{stroke:\(palette.soft)}.grid{stroke:\(palette.grid);fill:none}.column{fill:\(palette.column)}"
    css +=
      "svg .open{fill:\(palette.paper)}svg .halo{fill:\(palette.paper);stroke:\(palette.paper)}.gap{fill:\(palette.paper)}.lead{stroke:\(palette.soft);stroke-width:.7}"
    for (index, colour) in palette.series.enumerated() {
      css +=
        ".p\(index){fill:\(colour);fill-opacity:.5}.q\(index){stroke:\(colour);fill:none;stroke-width:1.4;stroke-opacity:.8}"
      css +=
        ".l\(index){stroke:\(colour)}.b\(index){fill:\(colour);fill-opacity:.16}.f\(index){fill:\(colour)}"
    }
    return css
  }
}
