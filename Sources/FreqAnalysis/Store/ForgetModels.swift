import GRDB

/// A model whose accuracies were removed from a class set.
public struct ForgottenModel: Sendable, Hashable {
  /// The model's name.
  public var model: String
  /// The class set's name.
  public var classSet: String
  /// The number of classes on which it was tested.
  public var classes: Int
}

extension CountStore {
  /// Removes models with their accuracies: all that are named, or none where one is unknown or not unique.
  ///
  /// - Parameters:
  ///   - names: The models' names.
  ///   - classSet: The class set on which they were tested; nil: whichever has a model of the name.
  /// - Returns: What was removed, in the order of the names.
  /// - Throws: `StoreError.noModel` with the names that there are, `severalModels`, or what the file refuses.
  public func forget(models names: [String], of classSet: StoredClassSet? = nil) throws -> [ForgottenModel] {
    try write { database in
      let sets = try database.classSets().filter { classSet == nil || $0.id == classSet?.id }
      let known = try sets.flatMap { set in try database.models(of: set.id).map { (set: set, model: $0) } }
      var forgotten: [ForgottenModel] = []
      var removed: Set<Int64> = []
      for name in names {
        let found = known.filter { $0.model.name.utf8.elementsEqual(name.utf8) }
        guard let only = found.first else {
          throw StoreError.noModel(name: name, known: Self.distinct(known.map(\.model.name)))
        }
        guard found.count == 1 else {
          throw StoreError.severalModels(name: name, classSets: found.map(\.set.name))
        }
        guard removed.insert(only.model.id).inserted else { continue }
        try database.run("DELETE FROM model WHERE id = ?", [only.model.id])
        forgotten.append(
          ForgottenModel(model: name, classSet: only.set.name, classes: only.model.classCount))
      }
      return forgotten
    }
  }

  /// Names without those that stand before, compared by their bytes.
  private static func distinct(_ names: [String]) -> [String] {
    var seen: Set<[UInt8]> = []
    return names.filter { seen.insert(Array($0.utf8)).inserted }
  }
}
