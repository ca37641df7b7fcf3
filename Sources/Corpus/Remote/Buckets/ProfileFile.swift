/// The files in which AWS's tools keep profiles: sections in brackets, and `name = value` below them.
///
/// Source: "Configuration and credential file settings" in the documentation of the AWS CLI.
struct ProfileFile: Sendable {
  private var profiles: [String: [String: String]] = [:]

  /// Reads a file's text. `namesProfiles` says that the sections are written `[profile NAME]`, as in the `config` file.
  init(_ text: String, namesProfiles: Bool) {
    var section: String?
    for line in text.split(whereSeparator: { $0.isNewline }) {
      let words = Self.trimmed(line)
      if words.isEmpty || words.hasPrefix("#") || words.hasPrefix(";") { continue }
      if words.hasPrefix("["), let end = words.firstIndex(of: "]") {
        section = Self.profile(Self.trimmed(words[..<end].dropFirst()), namesProfiles: namesProfiles)
        if let section { profiles[section, default: [:]] = profiles[section] ?? [:] }
        continue
      }
      // What is indented belongs to a setting that has settings of its own, none of which is read here.
      guard let section, line.first.map({ !$0.isWhitespace }) == true, let equals = words.firstIndex(of: "=")
      else { continue }
      let name = Self.trimmed(words[..<equals]).lowercased()
      profiles[section, default: [:]][name] = String(Self.trimmed(words[equals...].dropFirst()))
    }
  }

  /// The settings of a profile; nil where the file has no such profile.
  subscript(profile: String) -> [String: String]? { profiles[profile] }

  /// The profile that a section is of; nil for a section of something else.
  private static func profile(_ section: Substring, namesProfiles: Bool) -> String? {
    guard namesProfiles, section != "default" else { return String(section) }
    let words = section.split(separator: " ", maxSplits: 1)
    guard words.count == 2, words[0] == "profile" else { return nil }
    return trimmed(words[1]).filter { $0 != "\"" && $0 != "'" }
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }
}
