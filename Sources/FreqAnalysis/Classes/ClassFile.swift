import Corpus

/// A class list as a person gives it: recognised, read, its form and its traps told.
///
/// Five forms are recognised by content: a JSON list of names; a JSON object from name to aliases; one name a
/// line; a comma- or tab-separated table with the columns index, name, aliases (separated by `|`); and the lines
/// of `LOC_synset_mapping.txt` (`n01440764 tench, Tinca tinca`).
public struct ClassFile: Sendable {
  /// The forms of a class list.
  public enum Form: String, Sendable, Hashable, CaseIterable {
    /// A JSON list of names.
    case jsonNames
    /// A JSON object from name to a list of aliases.
    case jsonAliases
    /// A JSON object from index to identifier and name, as Keras' `imagenet_class_index.json`.
    case jsonIndex
    /// One name a line.
    case lines
    /// A comma-separated table.
    case csv
    /// A tab-separated table.
    case tsv
    /// Lines of an identifier, a name and further names, as in `LOC_synset_mapping.txt`.
    case synsets

    /// The form inside a sentence.
    public var description: String {
      switch self {
      case .jsonNames: "a JSON list of names"
      case .jsonAliases: "a JSON object from name to aliases"
      case .jsonIndex: "a JSON object from index to identifier and name"
      case .lines: "one name a line"
      case .csv: "a comma-separated table"
      case .tsv: "a tab-separated table"
      case .synsets: "lines of a synset's identifier and names"
      }
    }
  }

  /// The form that was recognised.
  public let form: Form
  /// The digest of the file's bytes, by which a reading command knows a FILE.
  public let sourceDigest: Digest
  /// The classes with their names, aliases and the terms that the options ask for.
  public let classSet: ClassSet
  /// What a person is to be told, the form first.
  public let notes: [Note]

  /// Reads a class list; throws `InputError`.
  ///
  /// The class set is named `name`, or by the file's stem. The whole file is read, at most 256 MiB.
  public init(path: String, name: String? = nil, options: TermOptions = TermOptions()) throws {
    try self.init(
      InputFile.bytes(path), file: path, name: name ?? InputFile.stem(path), options: options)
  }

  init(_ content: [UInt8], file: String, name: String, options: TermOptions = TermOptions()) throws {
    let bytes = try InputFile.checked(content, file: file)
    let list = try ClassListReader(file: file).read(bytes)
    guard !list.entries.isEmpty else { throw InputError(file: file, .noNames) }
    var notes = list.notes
    let plain = ClassSet(name: name, classes: list.entries.map(Self.uniqueTerms))
    try Self.refuseNamesWithoutWords(plain, file: file)
    classSet = try plain.adding(options, &notes)
    form = list.form
    sourceDigest = InputFile.digest(of: content)
    let recognised = Note(
      .classForm(list.form.description, classes: classSet.classes.count, terms: classSet.termCount))
    self.notes = [recognised] + notes.filter { !$0.isEmptyList } + Self.traps(of: classSet)
  }

  /// A class whose terms all differ in bytes, the first of equal ones kept.
  private static func uniqueTerms(_ entry: ClassSet.Class) -> ClassSet.Class {
    guard entry.terms.count > 1 else { return entry }
    var seen: Set<[UInt8]> = []
    var unique = entry
    unique.terms = entry.terms.filter { seen.insert(Array($0.text.utf8)).inserted }
    return unique
  }
}
