/// Whether texts that may be predictions are questions: what a person gives who takes the file that the model was asked.
struct QuestionTexts {
  /// The fewest texts that are a prompt where all are the same.
  private static let fewest = 5

  /// Whether an image stands beside the texts, as in files of questions.
  private let isBesideImage: Bool
  /// Whether the prompt stands beside them, as in files of answers, so that a text may repeat it.
  private let isBesidePrompt: Bool
  private var texts = 0
  private var marks = 0
  private var asking = 0
  private var first: (text: String, label: String)?
  private var areSame = true
  private var areOfOneLabel = true

  init(_ fields: PredictionFields) {
    isBesideImage = fields.isBesideImage
    isBesidePrompt = fields.isBesidePrompt
  }

  /// Takes a text, less an echoed prompt.
  mutating func add(_ text: String, label: String) {
    texts += 1
    let lines = text.utf8.split { $0 == 0x0A || $0 == 0x0D }.filter { !$0.allSatisfy(InputFile.isSpace) }
    let questions = lines.map { $0.last { !InputFile.isSpace($0) } == UInt8(ascii: "?") }
    if questions.last ?? false { marks += 1 }
    if questions.contains(true) || Self.listsOptions(lines)
      || isBesideImage && text.utf8.contains(UInt8(ascii: "?"))
    {
      asking += 1
    }
    guard let first else {
      self.first = (text, label)
      return
    }
    areSame = areSame && first.text.utf8.elementsEqual(text.utf8)
    areOfOneLabel = areOfOneLabel && first.label.utf8.elementsEqual(label.utf8)
  }

  /// Whether one line begins as option A and a later one as option B: `A. crane`, `(B) car`.
  private static func listsOptions(_ lines: [Substring.UTF8View]) -> Bool {
    func option(_ line: Substring.UTF8View) -> UInt8? {
      var rest = line.drop { InputFile.isSpace($0) || $0 == UInt8(ascii: "(") }
      guard let letter = rest.popFirst(), let sign = rest.first,
        [".", ")", ":"].contains(where: { sign == UInt8(ascii: $0) })
      else { return nil }
      return letter
    }
    let options = lines.map(option)
    guard let a = options.firstIndex(of: UInt8(ascii: "A")) else { return false }
    return options[a...].contains(UInt8(ascii: "B"))
  }

  /// Refuses texts that are questions, more than half of them, or the one prompt of all questions.
  func refuse(file: String) throws {
    if marks * 2 > texts { throw InputError(file: file, .questionMarks(marks, of: texts)) }
    guard !isBesidePrompt else { return }
    if asking * 2 > texts { throw InputError(file: file, .askingTexts(asking, of: texts)) }
    if isBesideImage, areSame, !areOfOneLabel, texts >= Self.fewest {
      throw InputError(file: file, .sameTexts(texts))
    }
  }
}
