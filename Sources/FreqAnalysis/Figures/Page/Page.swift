import Mustache

/// One self-contained HTML page: pictures, models that open, a table of all classes that sorts and can be searched, and
/// what it was made from. It loads nothing, and what it shows is escaped.
public struct Page: Sendable {
  /// What the page says first.
  public var title: String
  /// The sentences under the title.
  public var lead: [String] = []
  /// The pictures that the page opens with, drawn to be linked with the table.
  public var pictures: [Drawn] = []
  /// The models in a table, and what is known of each.
  public var models: ModelTable?
  /// The pictures of all models together.
  public var more: [Drawn] = []
  /// The table of all classes.
  public var classes: ClassTable?
  /// The tables that follow the one of all classes.
  public var tables: [FullReport.Section] = []
  /// What it was made from: names and values.
  public var facts: [(name: String, value: String)] = []

  /// Makes a page with nothing but a title.
  public init(title: String) { self.title = title }

  /// A picture in the page: for a wide window, and where it opens the page for a narrow one.
  public struct Drawn: Sendable {
    /// What it shows, for those who do not see it.
    public var label: String
    /// The picture at each width, the widest first; text inside it is escaped already.
    public var svgs: [String]

    /// Draws a picture for a page.
    ///
    /// - Parameters:
    ///   - label: What it shows.
    ///   - picture: The picture.
    ///   - widths: The widths in pixels at which it is drawn; the first is for wide windows.
    ///   - layout: What a person decided of it; a width of theirs is the only one.
    public init(
      _ label: String, _ picture: Picture, widths: [Double] = [720, 380],
      layout: FigureLayout = FigureLayout()
    ) {
      self.label = label
      svgs = (layout.width == nil ? widths : widths.prefix(1).map { $0 }).map { width in
        var own = layout
        own.width = layout.width ?? Length(value: width, unit: .pixel)
        if width != widths.first { own.height = nil }
        return picture.svg(FigureStyle(theme: .auto, isLinked: true, layout: own))
      }
    }

    /// The picture as HTML.
    var html: String {
      let name = SVGElement.escaped(label)
      return svgs.enumerated().map { index, svg in
        let kind = svgs.count == 1 ? "picture" : index == 0 ? "picture wide" : "picture narrow"
        return "<div class=\"\(kind)\" tabindex=\"0\" role=\"group\" aria-label=\"\(name)\">\(svg)</div>"
      }.joined(separator: "\n")
    }
  }

  /// The page as HTML.
  ///
  /// Throws where the template cannot be parsed, which a test excludes.
  public func html() throws -> String {
    MustacheContentTypes.register(PageEscaping(), named: PageEscaping.name)
    let template = try MustacheTemplate(string: text(PackageResources.page_mustache))
    return template.render(content)
  }

  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  private var content: [String: Any] {
    // A report says it where its models are.
    let hints = classes != nil && !pictures.isEmpty && models == nil ? [Self.pictureHint] : []
    return [
      "title": title, "lead": lead,
      "css": text(PackageResources.page_css) + FigureStyle(theme: .auto, layout: layout).css,
      "script": text(PackageResources.page_js), "data": Self.script(["classes": classes?.json ?? .null]),
      "pictureHint": hints, "pictures": pictures.map(\.html), "hasModels": models != nil,
      "modelsHint": models?.hint ?? "", "models": models?.table.html ?? "",
      "details": models?.parts.map(\.content) ?? [], "hasMore": !more.isEmpty, "more": more.map(\.html),
      "hasClasses": classes != nil, "classesHint": classes?.hint ?? "",
      "tables": tables.map {
        ["title": $0.title, "sentences": $0.sentences, "table": PageTable($0.title, $0.table).html]
          as [String: Any]
      }, "hasFacts": !facts.isEmpty, "facts": facts.map { ["name": $0.name, "value": $0.value] },
    ]
  }

  /// What a person decided of the pictures; their fonts are the page's style sheet's.
  var layout = FigureLayout()

  private static let pictureHint =
    "Hover over a point, or focus a figure and use the arrow keys, to see its class; click or press Enter to highlight that class everywhere, Escape to clear."

  /// JSON inside a script: nothing in it can end the element.
  private static func script(_ value: JSONValue) -> String {
    var out = ""
    for scalar in JSONText(value).line.unicodeScalars {
      switch scalar {
      case "<": out += "\\u003c"
      case ">": out += "\\u003e"
      case "&": out += "\\u0026"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }
}
