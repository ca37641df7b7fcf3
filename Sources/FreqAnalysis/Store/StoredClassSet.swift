import Corpus
import Foundation
import GRDB

/// A class set as the database knows it, without its classes.
public struct StoredClassSet: Sendable, Hashable {
  /// The row's number.
  let id: Int64
  /// The name that the user gave.
  public var name: String
  /// The digest of its classes, terms and kinds.
  public var digest: Digest
  /// What was added to the list on request, such as `base-names`; empty where nothing was.
  public var options: String
  /// The file that the list came from, as the user named it.
  public var source: String?
  /// The digest of that file's bytes.
  public var sourceDigest: Digest?
  /// The number of classes.
  public var classCount: Int
}

/// What registering a class set did.
public enum ClassSetRegistration: Sendable, Equatable {
  /// The class set is new.
  case added
  /// It was there with the same content.
  case alreadyThere
}

/// Which class set is meant, as `--classes` says it.
public enum ClassSetChoice: Sendable, Hashable {
  /// The only one of the database.
  case only
  /// The one of this name.
  case named(String)
}

extension CountStore {
  /// Stores a class set.
  ///
  /// A class set never changes: one of the same name and content is left as it is, one of the same name with
  /// other content is refused (`classSetExists`).
  ///
  /// - Parameters:
  ///   - classSet: The set, with a name and at least one class.
  ///   - options: What was added to the list on request, in one word each; empty where nothing was.
  ///   - source: The file that the list came from, as the user named it.
  ///   - sourceDigest: The digest of the file's bytes, by which reading commands recognise the file.
  /// - Returns: Whether it is new.
  /// - Throws: `StoreError.classSetExists`, a name that cannot be stored, or what the file refuses.
  @discardableResult
  public func register(
    _ classSet: ClassSet, options: String = "", source: String? = nil, sourceDigest: Digest? = nil
  ) throws -> ClassSetRegistration {
    try StoredName.check(classSet.name, what: "a class set")
    for text in [options, source ?? ""] { try StoredName.checkText(text, what: "the class set's source") }
    guard !classSet.classes.isEmpty else { throw StoreError.classSetWithoutClasses(name: classSet.name) }
    for entry in classSet.classes {
      try StoredName.check(entry.name, what: "a class")
      try StoredName.checkText(entry.id ?? "", what: "an identifier")
      for term in entry.terms { try StoredName.checkText(term.text, what: "a term") }
    }
    return try write { database in
      if let known = try database.classSet(named: classSet.name) {
        guard known.digest == classSet.digest else { throw StoreError.classSetExists(name: classSet.name) }
        return .alreadyThere
      }
      try database.insert(
        classSet, options: options, source: source, sourceDigest: sourceDigest)
      return .added
    }
  }

  /// All class sets, in the order in which they were made.
  public func classSets() throws -> [StoredClassSet] {
    try read { try $0.classSets() }
  }

  /// Finds a class set; throws where there is none or the choice is not clear.
  public func classSet(_ choice: ClassSetChoice) throws -> StoredClassSet {
    try read { try $0.classSet(choice, path: path) }
  }

  /// Reads a class set's classes and terms.
  public func load(_ stored: StoredClassSet) throws -> ClassSet {
    try read { try $0.load(stored) }
  }
}

extension Database {
  private static let classSetColumns =
    "SELECT id, name, digest, options, source, source_digest, "
    + "(SELECT count(*) FROM class WHERE class.class_set = class_set.id) FROM class_set "

  func classSets() throws -> [StoredClassSet] {
    try rows(Self.classSetColumns + "ORDER BY id").map(storedClassSet)
  }

  func classSet(named name: String) throws -> StoredClassSet? {
    try row(Self.classSetColumns + "WHERE name = ?", [name]).map(storedClassSet)
  }

  func classSet(_ choice: ClassSetChoice, path: String) throws -> StoredClassSet {
    switch choice {
    case .only:
      let all = try classSets()
      guard let first = all.first else { throw StoreError.noClassSets(path: path) }
      guard all.count == 1 else { throw StoreError.severalClassSets(all.map(\.name)) }
      return first
    case .named(let name):
      if let found = try classSet(named: name) { return found }
      let all = try classSets()
      if all.isEmpty { throw StoreError.noClassSets(path: path) }
      throw StoreError.noClassSet(name: name, known: all.map(\.name))
    }
  }

  func insert(_ classSet: ClassSet, options: String, source: String?, sourceDigest: Digest?) throws {
    try run(
      "INSERT INTO class_set (name, digest, options, source, source_digest) VALUES (?, ?, ?, ?, ?)",
      [classSet.name, classSet.digest.blob, options, source, sourceDigest?.blob])
    let set = lastInsertedRowID
    // Consecutive, so that a class's number is the first one's plus its index.
    var next = (try integer("SELECT max(id) FROM class") ?? 0) + 1
    for (index, entry) in classSet.classes.enumerated() {
      try run(
        "INSERT INTO class (id, class_set, class_index, name, identifier, term_count) VALUES (?, ?, ?, ?, ?, ?)",
        [next, set, index, entry.name, entry.id, entry.terms.count])
      for (position, term) in entry.terms.enumerated() {
        try run(
          "INSERT INTO term (class, position, text, kind) VALUES (?, ?, ?, ?)",
          [next, position, term.text, term.kind.rawValue])
      }
      next += 1
    }
  }

  func load(_ stored: StoredClassSet) throws -> ClassSet {
    var classes: [ClassSet.Class] = []
    for row in try rows(
      "SELECT name, identifier FROM class WHERE class_set = ? ORDER BY class_index", [stored.id])
    {
      classes.append(ClassSet.Class(name: row[0], id: row[1], terms: []))
    }
    let terms = try Row.fetchCursor(
      cachedStatement(
        sql: """
          SELECT class.class_index, term.text, term.kind FROM class JOIN term ON term.class = class.id
          WHERE class.class_set = ? ORDER BY class.class_index, term.position
          """), arguments: [stored.id])
    while let row = try terms.next() {
      let index: Int = row[0]
      let kind: String = row[2]
      guard let kind = ClassSet.Term.Kind(rawValue: kind), classes.indices.contains(index) else {
        throw StoreError.outOfRange(what: "the kind of a term in the database")
      }
      classes[index].terms.append(ClassSet.Term(row[1], kind: kind))
    }
    return ClassSet(name: stored.name, classes: classes)
  }

  private func storedClassSet(_ row: Row) throws -> StoredClassSet {
    let source: Data? = row[5]
    return StoredClassSet(
      id: row[0], name: row[1], digest: try row.digest(2), options: row[3], source: row[4],
      sourceDigest: source.flatMap(Digest.init(blob:)), classCount: row[6])
  }
}
