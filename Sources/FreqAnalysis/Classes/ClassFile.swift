import Corpus

/// A class list as a person gives it: recognised, read, its form and its traps told.
///
/// The form is recognised by content: JSON lists of names or of objects, JSON objects from name, number or identifier,
/// or with a list under a key; one name a line, numbered or not; tables with a header or without; and the lines of
/// `LOC_synset_mapping.txt` (`n01440764 tench, Tinca tinca`). What looks like something else is refused.
public struct ClassFile: Sendable {
  /// The forms of a class list.
  public enum Form: String, Sendable, Hashable, CaseIterable {
    /// A JSON list of names.
    case jsonNames
    /// A JSON object from name to a list of aliases.
    case jsonAliases
    /// A JSON object from index to identifier and name, as Keras' `imagenet_class_index.json`.
    case jsonIndex
    /// A JSON object from whole number to name, as `id2label`.
    case jsonNumbered
    /// A JSON object from name to whole number, as `label2id`.
    case jsonLabelNumbers
    /// A JSON object from identifier to name, or to a name and its synonyms.
    case jsonIdentified
    /// A JSON object from name to identifier.
    case jsonIdentifiers
    /// A JSON list of objects that are a class each, as COCO's categories.
    case jsonRecords
    /// One name a line.
    case lines
    /// A comma-separated table.
    case csv
    /// A tab-separated table.
    case tsv
    /// A semicolon-separated table.
    case semicolons
    /// Lines of an identifier, a name and further names, as in `LOC_synset_mapping.txt`.
    case synsets

    /// The form inside a sentence.
    public var description: String {
      switch self {
      case .jsonNames: "a JSON list of names"
      case .jsonAliases: "a JSON object from name to aliases"
      case .jsonIndex: "a JSON object from index to identifier and name"
      case .jsonNumbered: "a JSON object from number to name"
      case .jsonLabelNumbers: "a JSON object from name to number"
      case .jsonIdentified: "a JSON object from identifier to name"
      case .jsonIdentifiers: "a JSON object from name to identifier"
      case .jsonRecords: "a JSON list of objects, a class each"
      case .lines: "one name a line"
      case .csv: "a comma-separated table"
      case .tsv: "a tab-separated table"
      case .semicolons: "a semicolon-separated table"
      case .synsets: "lines of a synset's identifier and names"
      }
    }
  }

  /// The form that was recognised.
  public let form: Form
  /// The options that the list was read with, in words, as a class set is stored with them.
  let options: String
  /// The digest of the file's bytes, by which a reading command knows a FILE.
  public let sourceDigest: Digest
  /// The classes with their names, aliases and the terms that the options ask for.
  public let classSet: ClassSet
  /// What a person is to be told, the form first.
  public let notes: [Note]

  /// Reads a class list; throws `InputError`.
  ///
  /// The class set is named `name`, or by the file's stem. The whole file is read, at most 256 MiB.
  public init(
    path: String, name: String? = nil, options: TermOptions = TermOptions(),
    reading: ClassListOptions = ClassListOptions()
  ) throws {
    try self.init(
      InputFile.bytes(path), file: path, name: name ?? InputFile.stem(path), options: options,
      reading: reading)
  }

  init(
    _ content: [UInt8], file: String, name: String, options: TermOptions = TermOptions(),
    reading: ClassListOptions = ClassListOptions()
  ) throws {
    let bytes = try InputFile.checked(content, file: file)
    let list = try ClassListReader(file: file, options: reading).read(bytes)
    guard !list.entries.isEmpty else { throw InputError(file: file, .noNames) }
    var notes = list.notes
    let plain = ClassSet(name: name, classes: list.entries.map(Self.uniqueTerms))
    try Self.refuseNamesWithoutWords(plain, file: file)
    classSet = try plain.adding(options, &notes)
    form = list.form
    self.options = [options.words, reading.words].filter { !$0.isEmpty }.joined(separator: " ")
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
