import Mustache

/// Escapes what a page's template shows, scalar by scalar.
///
/// The package's own escaping goes by `Character`, so that a quote with a combining accent would end an attribute.
struct PageEscaping: MustacheContentType {
  /// The name by which a template asks for it.
  static let name = "PAGE"

  func escapeText(_ text: String) -> String { SVGElement.escaped(text) }
}
