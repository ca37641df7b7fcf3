import Mustache

/// One self-contained HTML page: pictures, a table of all classes that sorts and can be searched, and what it was made
/// from. It loads nothing, and what it shows is escaped.
public struct Page: Sendable {
  /// What the page says first.
  public var title: String
  /// The sentences under the title.
  public var lead: [String] = []
  /// What was found, for each model.
  public var findings: [Finding] = []
  /// The pictures, drawn to be linked with the table.
  public var pictures: [Drawn] = []
  /// The table of all classes.
  public var classes: ClassTable?
  /// The tables that follow the one of all classes.
  public var tables: [FullReport.Section] = []
  /// What it was made from: names and values.
  public var facts: [(name: String, value: String)] = []

  /// Makes a page with nothing but a title.
  public init(title: String) { self.title = title }

  /// What was found of one model.
  public struct Finding: Sendable {
    /// The model, with its corpora where they differ.
    public var name: String
    /// The sentences that say what was found.
    public var sentences: [String]
  }

  /// A picture in the page.
  public struct Drawn: Sendable {
    /// What it shows, for those who do not see it.
    public var label: String
    /// The picture; text inside it is escaped already.
    public var svg: String

    /// Draws a picture for a page.
    public init(_ label: String, _ picture: Picture) {
      self.label = label
      svg = picture.svg(FigureStyle(theme: .auto, isLinked: true))
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
    [
      "title": title, "lead": lead, "css": text(PackageResources.page_css),
      "script": text(PackageResources.page_js), "hasFindings": !findings.isEmpty,
      "findings": findings.map { ["name": $0.name, "sentences": $0.sentences] as [String: Any] },
      "hasPictures": classes != nil && !pictures.isEmpty,
      "pictures": pictures.map { ["label": $0.label, "svg": $0.svg] },
      "hasClasses": classes != nil, "classesHint": classes?.hint ?? "",
      "headings": classes?.headings.map { ["name": $0.name, "isNumber": $0.isNumber] as [String: Any] } ?? [],
      "rows": classes?.rows.map(\.content) ?? [], "tables": tables.map(Self.content),
      "hasFacts": !facts.isEmpty, "facts": facts.map { ["name": $0.name, "value": $0.value] },
    ]
  }

  private static func content(_ section: FullReport.Section) -> [String: Any] {
    let kinds = section.table.columns.map { $0.kind != .text }
    return [
      "title": section.title, "sentences": section.sentences,
      "headings": zip(section.table.columns, kinds).map {
        ["name": $0.heading, "isNumber": $1] as [String: Any]
      },
      "rows": section.table.rows.map { row in
        [
          "cells": zip(row, kinds).map { value, isNumber in
            ["shown": shown(value), "isNumber": isNumber] as [String: Any]
          }
        ]
      },
    ]
  }

  private static func shown(_ value: Table.Value) -> String {
    switch value {
    case .text(let text): text
    case .integer(let number): NumberText.grouped(number)
    case .real(let number): NumberText.short(number)
    case .missing: ""
    }
  }
}
