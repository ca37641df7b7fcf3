/// The numbers of a file, where classes have numbers as identifiers: whether they may be positions all the same.
struct NumbersSeen {
  private var areAll = true
  private var least = Int.max
  private var greatest = Int.min
  private var unknown: String?

  /// Takes a name of the file, and whether it is a class's.
  mutating func add(_ name: String, isKnown: Bool) {
    guard let number = WholeNumber.written(name) else {
      areAll = false
      return
    }
    least = min(least, number)
    greatest = max(greatest, number)
    if !isKnown, unknown == nil { unknown = name }
  }

  /// Refuses numbers of which one is no identifier, while all are positions in a list of so many classes, counted from 0
  /// or from 1: each class would get its neighbor's values.
  func refuseDoubt(classes: Int, file: String) throws {
    guard areAll, let unknown, greatest < classes || least >= 1 && greatest <= classes else { return }
    throw InputError(file: file, .numbersFitTwice(example: unknown))
  }
}
