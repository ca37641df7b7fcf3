import Corpus

/// Text that is written in some language, and whose lines are no names.
public enum SourceText: String, Sendable, Hashable, CaseIterable {
  /// YAML, as in a data set's card.
  case yaml
  /// Python source, or what Python prints for a list or a dictionary.
  case python
  /// A Jupyter notebook.
  case notebook
  /// JavaScript or TypeScript source.
  case javaScript
  /// MATLAB source.
  case matlab
  /// A vector or list of R.
  case r
  /// Elements of XML without a page around them.
  case xml
  /// Source of a language with typed declarations, such as C or Java.
  case code
  /// Several names in quotes in a line, as they stand inside a list's brackets.
  case quotedNames
  /// TensorFlow's label map, a text of protocol buffers.
  case labelMap

  /// Recognises source text by its lines, or by the file's ending where the lines leave it open.
  ///
  /// - Parameters:
  ///   - lines: The lines that are not blank, trimmed; not empty.
  ///   - file: The file's name.
  init?(lines: [String], file: String) {
    let name = file.lowercased()
    let first = lines[0]
    if name.hasSuffix(".py") {
      self = .python
    } else if name.hasSuffix(".yaml") || name.hasSuffix(".yml") {
      self = .yaml
    } else if Self.isAssignment(first, after: ["const ", "let ", "var ", "export ", "declare ", "readonly "])
      || first.hasPrefix("module.exports") || first.hasPrefix("export default")
    {
      self = .javaScript
    } else if lines.prefix(200).contains(where: { Self.isAssignment($0) }) {
      self = name.hasSuffix(".m") ? .matlab : .python
    } else if Self.isR(lines) {
      self = .r
    } else if Self.isDeclaration(lines) {
      self = .code
    } else if Self.isXML(lines) {
      self = .xml
    } else if Self.isPython(lines) {
      self = .python
    } else if Self.isQuotedNames(lines) {
      self = .quotedNames
    } else if Self.isLabelMap(lines) {
      self = .labelMap
    } else if Self.isYAML(lines) {
      self = .yaml
    } else {
      return nil
    }
  }

  /// Whether a text that begins as JSON does is what Python prints: `['tench']`, `{0: 'tench'}`, `[None]`.
  static func isPythonLiteral(_ fault: JSONSyntaxFault) -> Bool {
    guard case .unexpected(let found, let wanted) = fault.reason else { return false }
    if ["`'`", "`(`", "`None`", "`True`", "`False`", "`array`", "`u`", "`b`", "`OrderedDict`"].contains(found)
    {
      return true
    }
    // A number as a key is Python's alone, and so is a comma before the end.
    let isNumber = found.dropFirst().first?.isNumber == true
    return isNumber && wanted.hasPrefix("a key") || found == "`#`"
  }

  // MARK: Python

  /// `imagenet_classes = ["tench", …` and the like: a name, an equals sign, an opening bracket or a quote.
  private static func isAssignment(_ line: String, after words: [String]? = nil) -> Bool {
    var rest = line[...]
    if let words {
      while let word = words.first(where: { rest.hasPrefix($0) }) { rest = rest.dropFirst(word.count) }
      guard rest.count < line.count else { return false }
    }
    guard let equals = rest.firstIndex(of: "=") else { return false }
    let target = InputFile.trimmed(String(rest[..<equals]))
    let name = target.split(separator: ":").first.map { InputFile.trimmed(String($0)) } ?? ""
    guard !name.isEmpty, name.utf8.allSatisfy({ isNamePart($0) || $0 == UInt8(ascii: ".") }),
      name.utf8.first.map({ !(0x30...0x39).contains($0) }) == true
    else { return false }
    let value = InputFile.trimmed(String(rest[rest.index(after: equals)...]))
    if value.isEmpty { return false }
    let calls = ["np.", "numpy.", "dict(", "list(", "tuple(", "set(", "OrderedDict(", "json.", "open("]
    return "[{(\"'".contains(value.first ?? " ") || calls.contains { value.hasPrefix($0) }
  }

  private static func isPython(_ lines: [String]) -> Bool {
    let heads = [
      "import ", "from ", "def ", "array(['", "array([\"", "dict_keys(", "dict_values(", "set(", "frozenset(",
      "deque([", "Index(['",
      "OrderedDict(",
      "('", "(\"", "ClassLabel(", "\"\"\"",
    ]
    let first = lines[0]
    if first.hasPrefix("#!"), first.contains("python") { return true }
    if let head = heads.first(where: { first.hasPrefix($0) }) {
      switch head {
      case "import ": return lines.count > 1 && !first.dropFirst(7).contains(" ") || first.contains(" as ")
      case "from ": return first.contains(" import ")
      case "def ": return first.hasSuffix(":")
      default: return true
      }
    }
    // The inner lines of a list or a dictionary.
    return lines.count > 1 && lines.dropLast().allSatisfy(isElement)
  }

  /// `'tench',` or `0: 'tench',`.
  private static func isElement(_ line: String) -> Bool {
    guard line.hasSuffix(",") else { return false }
    var value = line[...]
    if let colon = line.firstIndex(of: ":"), NumberKey.value(InputFile.trimmed(String(line[..<colon]))) != nil
    {
      value = line[line.index(after: colon)...]
    }
    let text = InputFile.trimmed(String(value.dropLast()))
    guard let quote = text.first, quote == "'" || quote == "\"", text.utf8.count > 1 else { return false }
    return text.last == quote
  }

  // MARK: Others

  private static func isLabelMap(_ lines: [String]) -> Bool {
    guard let first = lines.first(where: { !$0.hasPrefix("#") }) else { return false }
    return first == "item {" || first == "item{"
  }

  /// A first line of three hyphens, a list of `- `, or keys with nothing behind some of them.
  private static func isYAML(_ lines: [String]) -> Bool {
    if lines[0] == "---" || lines[0].hasPrefix("%YAML") { return lines.count > 1 }
    let code = lines.filter { !$0.hasPrefix("#") }
    let heads = ["names:", "classes:", "class_names:", "labels:"]
    if code.contains(where: { line in
      heads.contains { line.hasPrefix($0 + " [") || line.hasPrefix($0 + " {") }
    }) {
      return true
    }
    guard code.count > 1 else { return false }
    if code.contains(where: { (heads + ["dataset_info:", "class_label:"]).contains($0) }) { return true }
    if code.allSatisfy({ $0.hasPrefix("- ") }) { return true }
    guard code.allSatisfy({ $0.hasPrefix("- ") || isMember($0) }) else { return false }
    if code.contains(where: { $0.hasSuffix(":") }) { return true }
    let values = code.filter { !$0.hasPrefix("- ") }.map {
      InputFile.trimmed(String($0.drop { $0 != ":" }.dropFirst()))
    }
    // Numbers before or behind every name are a listing's: `0: tench`, `tench: 0`.
    let keys = code.map { InputFile.trimmed(String($0.prefix { $0 != ":" })) }
    return !values.allSatisfy { NumberKey.value($0) != nil }
      && !keys.allSatisfy { NumberKey.value(unquoted($0)) != nil }
  }

  /// `key:` or `key: value`, the key a single word, a number or quoted.
  private static func isMember(_ line: String) -> Bool {
    guard let colon = line.firstIndex(of: ":") else { return false }
    let after = line.index(after: colon)
    guard after == line.endIndex || line[after] == " " else { return false }
    let key = unquoted(String(line[..<colon]))
    return !key.isEmpty && key.utf8.allSatisfy { isNamePart($0) || $0 == UInt8(ascii: "-") }
  }

  private static func unquoted(_ text: String) -> String {
    guard text.count > 1, let quote = text.first, quote == "\"" || quote == "'", text.last == quote else {
      return text
    }
    return String(text.dropFirst().dropLast())
  }

  private static func isNamePart(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == UInt8(ascii: "_")
  }

  /// What the text is and what to do, inside a sentence.
  var sentence: String {
    switch self {
    case .yaml:
      "this is YAML, which is not read as a class list; write its names as a JSON list, or one per line"
    case .python:
      "this is Python source or what Python prints, not a class list; write the names with "
        + "json.dump(names, open(\"names.json\", \"w\"))"
    case .notebook:
      "this is a Jupyter notebook, not a class list; write the names with json.dump(names, open(\"names.json\", \"w\"))"
    case .javaScript: "this is JavaScript, not a class list; write its names as a JSON list, or one per line"
    case .matlab: "this is MATLAB source, not a class list; write its names as a JSON list, or one per line"
    case .r: "this is R source, not a class list; write its names as a JSON list, or one per line"
    case .xml: "this is XML, not a class list; write its names as a JSON list, or one per line"
    case .code: "this is source code, not a class list; write its names as a JSON list, or one per line"
    case .quotedNames:
      "several names in quotes stand in one line; write them as a JSON list, with [ before and ] behind, or one per line"
    case .labelMap:
      "this is a label map of TensorFlow (protobuf text), not a class list; write its names as a JSON list, or one per line"
    }
  }
}
