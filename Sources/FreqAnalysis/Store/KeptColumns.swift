import Corpus

/// The kept fields of some files of rows as columns of a result that has columns of its own.
///
/// A field whose name the result has already gets `_field` behind it, as in the files themselves one gets that has the name of a
/// column there: no result has two columns of one name.
struct KeptColumns {
  /// The fields by their columns in the files, and the names that they have in the result; in the order of the files.
  let names: [(file: String, result: String)]

  /// Finds the fields that any of the files keeps.
  ///
  /// - Parameters:
  ///   - files: The files of rows.
  ///   - own: The columns of the result, beside those of every file of rows.
  /// - Throws: `ShardError` where a file cannot be read.
  init(of files: [RowSource.File], beside own: [String]) throws {
    var kept: [String] = []
    for file in files {
      for name in RowReader.kept(by: try file.stored.table()) where !kept.contains(name) {
        kept.append(name)
      }
    }
    names = Self.named(kept, beside: own)
  }

  /// Names columns so that none has the name of another or of one of the result's own.
  static func named(_ kept: [String], beside own: [String]) -> [(file: String, result: String)] {
    // A name that needs no change keeps it, whatever comes before it.
    var taken = Set(own).union(kept)
    return kept.map { name in
      guard own.contains(name) else { return (name, name) }
      var result = name
      repeat { result += "_field" } while taken.contains(result)
      taken.insert(result)
      return (name, result)
    }
  }

  /// The columns of the result.
  var columns: [TableColumn] { names.map { TableColumn($0.result, .text, isOptional: true) } }
}
