import Corpus

/// Why a sheet could not be read back, and where in it.
public struct AuditSheetError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The file.
  public var file: String
  /// The line; nil: the file as a whole.
  public var line: Int?
  /// The reason why the sheet cannot be used.
  public var reason: Reason

  /// A reason why a sheet cannot be used.
  public enum Reason: Sendable, Equatable {
    /// The sheet has rows of several samples.
    case severalSamples(String, String)
    /// The sample has no mention of this number.
    case noSuchNumber(String, count: Int)
    /// The number is of another class.
    case otherClass(number: Int, found: String, expected: String)
    /// A number is duplicated.
    case repeatedNumber(Int, firstLine: Int)
    /// The answer is neither y nor n.
    case noAnswer(String)
    /// No row has an answer.
    case noAnswers
  }

  /// The error as a sentence.
  public var description: String {
    let text =
      switch reason {
      case .severalSamples(let first, let second):
        "the sheet contains rows of the samples \(ShownText.name(first)) and \(ShownText.name(second)); add each sheet on its own"
      case .noSuchNumber(let found, let count):
        "the number is \(ShownText.name(found)), not one from 1 to \(ShownText.number(count))"
      case .otherClass(let number, let found, let expected):
        "number \(number) of the sample is of the class \(ShownText.name(expected)), not \(ShownText.name(found))"
      case .repeatedNumber(let number, let line): "number \(number) is already in line \(line)"
      case .noAnswer(let found): "the answer is \(ShownText.name(found)), not y or n"
      case .noAnswers: "no row has an answer; fill in y or n in the column is_this_the_class"
      }
    return ShownText.escaped(file) + (line.map { ", line \($0)" } ?? "") + ": " + text
  }
}
