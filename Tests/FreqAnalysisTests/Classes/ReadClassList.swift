import Corpus

@testable import FreqAnalysis

/// What a person reads of a class list that a test writes.
enum ReadClassList {
  /// What is told, but for the form.
  static func notes(
    _ text: String, file: String = "list", options: ClassListOptions = ClassListOptions()
  ) throws -> [Note] {
    try Array(ClassFile(Array(text.utf8), file: file, name: "set", reading: options).notes.dropFirst())
  }

  /// The lines of what is told.
  static func lines(
    _ text: String, file: String = "list", options: ClassListOptions = ClassListOptions()
  ) throws -> [String] {
    try notes(text, file: file, options: options).flatMap { $0.lines() }
  }

  /// The sentence with which the list is refused; nil where it is read.
  static func refusal(_ text: String, file: String = "list") -> String? {
    do {
      _ = try ClassFile(Array(text.utf8), file: file, name: "set")
      return nil
    } catch {
      return "\(error)"
    }
  }
}
