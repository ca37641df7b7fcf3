import Corpus
import Foundation

/// The lemmas of WordNet 3.0's synsets, from its own database files.
///
/// Source of the format: wndb(5WN). An ImageNet identifier such as `n01440764` is a part of speech and a byte
/// offset into that part's data file, so one line is read for a synset and nothing is parsed in advance.
public struct WordNetLemmas: Sendable {
  /// Where Debian's package wordnet-base puts the files.
  public static let debianFolder = "/usr/share/wordnet"

  /// What is known of a class.
  public enum Answer: Sendable, Equatable {
    /// The lemmas of its synset, in WordNet's order, underscores as spaces.
    case lemmas([String])
    /// Neither the identifier nor the name is in WordNet.
    case unknown
    /// The name has several noun synsets, and there is no identifier.
    case ambiguous
  }

  private let data: [Character: Data]
  private let nounIndex: Data

  /// Opens the files; throws `InputError` where they are missing or of another version.
  public init(folder: String = WordNetLemmas.debianFolder) throws {
    func map(_ name: String) throws -> Data {
      let url = URL(fileURLWithPath: folder).appending(path: name)
      guard let content = try? Data(contentsOf: url, options: .mappedIfSafe) else {
        throw InputError(file: url.path, .noWordNet(folder: folder))
      }
      return content
    }
    data = [
      "n": try map("data.noun"), "v": try map("data.verb"), "a": try map("data.adj"),
      "r": try map("data.adv"),
    ]
    nounIndex = try map("index.noun")
    let header = String(decoding: nounIndex.prefix(4096), as: UTF8.self)
    let version = header.firstMatch(of: /WordNet ([0-9.]+[0-9])/).map { String($0.output.1) } ?? "no version"
    guard version == "3.0" else {
      throw InputError(file: folder + "/index.noun", .otherWordNet(version: version))
    }
  }

  /// The lemmas of a class: by its identifier where it has one that WordNet knows, else by its name where that
  /// has one noun synset only.
  public func lemmas(id: String?, name: String) -> Answer {
    if let id, let lemmas = lemmas(ofSynset: id) { return .lemmas(lemmas) }
    let synsets = nounSynsets(of: name)
    guard synsets.count < 2 else { return .ambiguous }
    guard let synset = synsets.first, let lemmas = lemmas(ofSynset: synset) else { return .unknown }
    return .lemmas(lemmas)
  }

  /// The lemmas of a synset such as `n01440764`; nil where there is no such synset.
  public func lemmas(ofSynset id: String) -> [String]? {
    guard let part = id.first, let data = data[part == "s" ? "a" : part], id.utf8.count == 9,
      let offset = Int(id.dropFirst()), offset >= 0, offset < data.count,
      offset == 0 || data[data.startIndex + offset - 1] == 0x0A
    else { return nil }
    let fields = line(of: data, at: offset).split(separator: " ")
    guard fields.count > 4, fields[0] == id.dropFirst(), let count = Int(fields[3], radix: 16),
      fields.count >= 4 + 2 * count
    else { return nil }
    return (0..<count).map { word in
      // An adjective may carry its syntactic place: `galore(ip)`.
      let lemma = fields[4 + 2 * word].prefix { $0 != "(" }
      return String(lemma.replacing("_", with: " "))
    }
  }

  /// The synset of a class: by its identifier where it has one that WordNet knows, else by its name where that has one noun
  /// synset only; nil where there is none.
  func synset(id: String?, name: String) -> String? {
    if let id, lemmas(ofSynset: id) != nil { return id }
    let synsets = nounSynsets(of: name)
    return synsets.count == 1 ? synsets[0] : nil
  }

  /// The synset above a noun synset: the first of those that WordNet lists; nil for the root and for what is no noun.
  func hypernym(ofSynset id: String) -> String? {
    guard id.first == "n", let data = data["n"], id.utf8.count == 9, let offset = Int(id.dropFirst()),
      offset >= 0,
      offset < data.count, offset == 0 || data[data.startIndex + offset - 1] == 0x0A
    else { return nil }
    let fields = line(of: data, at: offset).prefix { $0 != "|" }.split(separator: " ")
    guard fields.count > 4, fields[0] == id.dropFirst(), let words = Int(fields[3], radix: 16),
      fields.count > 4 + 2 * words, let pointers = Int(fields[4 + 2 * words])
    else { return nil }
    // `symbol offset part source/target` for each pointer.
    for pointer in 0..<pointers {
      let start = 5 + 2 * words + 4 * pointer
      guard start + 2 < fields.count else { return nil }
      if fields[start] == "@" || fields[start] == "@i", fields[start + 2] == "n" {
        return "n" + fields[start + 1]
      }
    }
    return nil
  }

  /// The identifiers of a name's noun synsets, the most frequent first; empty where there are none.
  func nounSynsets(of name: String) -> [String] {
    let key = name.lowercased().replacing(" ", with: "_")
    guard !key.isEmpty, !key.contains("\n") else { return [] }
    // The index is sorted by bytes, and its licence lines, which begin with spaces, sort first.
    let target = Array(key.utf8)
    var low = 0
    var high = nounIndex.count
    while low < high {
      let start = lineStart((low + high) / 2)
      let entry = line(of: nounIndex, at: start)
      let word = Array(entry.utf8.prefix { $0 != 0x20 })
      if word == target { return Self.synsets(inEntry: entry) }
      if word.lexicographicallyPrecedes(target) {
        low = start + entry.utf8.count + 1
      } else {
        high = start
      }
    }
    return []
  }

  /// `lemma pos synsets pointers [pointer]… senses tagged offset…`
  private static func synsets(inEntry entry: String) -> [String] {
    let fields = entry.split(separator: " ")
    guard fields.count > 2, let count = Int(fields[2]), count > 0, fields.count > count else { return [] }
    return fields.suffix(count).map { "n" + $0 }
  }

  private func lineStart(_ position: Int) -> Int {
    let base = nounIndex.startIndex
    guard let before = nounIndex[base..<base + position].lastIndex(of: 0x0A) else { return 0 }
    return before - base + 1
  }

  private func line(of data: Data, at offset: Int) -> String {
    let rest = data[(data.startIndex + offset)...]
    return String(decoding: rest[..<(rest.firstIndex(of: 0x0A) ?? rest.endIndex)], as: UTF8.self)
  }
}
