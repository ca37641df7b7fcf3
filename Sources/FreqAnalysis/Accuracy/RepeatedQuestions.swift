import Corpus

/// Remembers what each question was answered, so that a question that comes again counts once.
///
/// Takes some 60 bytes a question, whatever its length.
struct RepeatedQuestions {
  /// How many questions are remembered; those after them are taken as new.
  static let limit = 4_000_000

  private struct First {
    var answer: UInt64
    var line: UInt32
  }

  private var firsts: [Digest: First] = [:]
  private let limit: Int
  private var isFull = false
  /// How many records repeat a question with its answer.
  private(set) var count = 0

  init(limit: Int = RepeatedQuestions.limit) { self.limit = limit }

  /// What is to be told.
  var notes: [Note] {
    (count > 0 ? [Note(.repeatedQuestions(count))] : [])
      + (isFull ? [Note(.questionsNotCompared(limit: limit))] : [])
  }

  /// Whether a question with this label and this answer was there before.
  ///
  /// Throws `InputError` where it was answered otherwise.
  mutating func isRepeated(
    _ question: String, label: String, answer: String, file: String, line: Int
  ) throws -> Bool {
    let key = Digest(ofFields: [question])
    let given = Digest(ofFields: [label, answer]).high
    if let first = firsts[key] {
      guard first.answer == given else {
        throw InputError(
          file: file, at: .line(line), .answeredTwice(question: question, firstLine: Int(first.line)))
      }
      count += 1
      return true
    }
    guard firsts.count < limit else {
      isFull = true
      return false
    }
    firsts[key] = First(answer: given, line: UInt32(clamping: line))
    return false
  }
}
