import Corpus
import Foundation

/// A class set that a command works with: one of the database, or one of a file that is to become one.
public struct ChosenClassSet: Sendable {
  /// The classes and terms, under the set's name.
  public let classSet: ClassSet
  /// What a person is to be told about the file; empty where the set is in the database.
  public let notes: [Note]
  /// What it is in the database; nil for a new one.
  let stored: StoredClassSet?
  private let origin: Origin?

  /// Where a new class set comes from.
  private struct Origin: Sendable {
    var options: String
    var source: String
    var digest: Digest
  }

  /// Takes a class set of the database.
  init(_ stored: StoredClassSet, in store: CountStore) throws {
    self.stored = stored
    classSet = try store.load(stored)
    notes = []
    origin = nil
  }

  /// Takes a class list that was read from a file.
  public init(_ file: ClassFile, source: String) {
    stored = nil
    classSet = file.classSet
    notes = file.notes
    origin = Origin(options: file.options, source: source, digest: file.sourceDigest)
  }

  /// Finds a class set by its name, else the one that was made without options from a file of that content, else
  /// reads it from the file, under the file's stem. Nothing is written.
  ///
  /// - Parameters:
  ///   - name: A class set's name or a file.
  ///   - store: The database; nil where there is none yet.
  /// - Throws: `StoreError` or `InputError`.
  public init(nameOrFile name: String, in store: CountStore?) throws {
    if let store, let known = try store.knownClassSet(nameOrFile: name) {
      try self.init(known, in: store)
    } else if store == nil || CountStore.isFile(name) {
      self.init(try ClassFile(path: name), source: name)
    } else if let store {
      try self.init(store.classSetOrFile(name), in: store)
    } else {
      throw StoreError.noClassSet(name: name, known: [])
    }
  }

  /// Makes sure that the class set is in a database, and says what it is there.
  public func register(in store: CountStore) throws -> (stored: StoredClassSet, isNew: Bool) {
    if let stored { return (stored, false) }
    let done = try store.register(
      classSet, options: origin?.options ?? "", source: origin?.source, sourceDigest: origin?.digest)
    return (try store.classSet(.named(classSet.name)), done == .added)
  }
}

extension CountStore {
  /// Finds the class set that a reading command means: the only one for nil, else one by its name, else the one that
  /// was made without options from a file of that content.
  public func classSet(nameOrFile: String?) throws -> StoredClassSet {
    guard let nameOrFile else { return try classSet(.only) }
    if let known = try knownClassSet(nameOrFile: nameOrFile) { return known }
    guard Self.isFile(nameOrFile) else { return try classSetOrFile(nameOrFile) }
    throw StoreError.fileOfNoClassSet(path: nameOrFile)
  }

  /// The class set of a name, or of a file's content; nil where there is none.
  fileprivate func knownClassSet(nameOrFile: String) throws -> StoredClassSet? {
    let all = try classSets()
    if let named = all.first(where: { $0.name.utf8.elementsEqual(nameOrFile.utf8) }) { return named }
    guard Self.isFile(nameOrFile), !all.isEmpty else { return nil }
    let digest = try ClassFile(path: nameOrFile).sourceDigest
    return all.first { $0.sourceDigest == digest && $0.options.isEmpty }
  }

  /// The class set of a name that is no file; where files are near it and no class set is, or it is written as a file's name,
  /// a file was meant.
  fileprivate func classSetOrFile(_ name: String) throws -> StoredClassSet {
    let known = try classSets().map(\.name)
    let near = FileNearMiss.names(near: name)
    if !near.isEmpty, !known.contains(where: { $0.utf8.elementsEqual(name.utf8) }),
      NearMiss.names(near: name, among: known).isEmpty || Self.isFileName(name)
    {
      throw InputError(file: name, .noClassSetOrFile(near: near))
    }
    return try classSet(.named(name))
  }

  /// Whether a name has a folder before it or an extension behind it.
  private static func isFileName(_ name: String) -> Bool {
    let last = name.split(separator: "/").last ?? ""
    return name.contains("/") || last.dropFirst().contains(".")
  }

  fileprivate static func isFile(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
  }
}
