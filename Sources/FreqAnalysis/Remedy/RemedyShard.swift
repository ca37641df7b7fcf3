import Corpus
import Foundation

/// Instruction-tuning records for the classes of a plan: a question with a picture, and the class's name as the answer, as the
/// paper's authors added classification data to LLaVA's.
public struct RemedyShard: Sendable {
  /// How records are written.
  public enum Format: String, Sendable, CaseIterable {
    /// LLaVA's JSON array of conversations.
    case llava
    /// The same, one record a line.
    case llavaLines = "llava-jsonl"
    /// Messages as OpenAI's fine-tuning takes them, one record a line.
    case openai
    /// LLaVA's records as Parquet: `id`, `image`, and `conversations`, a list of structures of `from` and `value`.
    case parquet
  }

  /// The columns of the records as Parquet.
  static let columns = [
    TableColumn("id", .text), TableColumn("image", .text),
    TableColumn("conversations", .text, isList: true, member: "from"),
    TableColumn("conversations", .text, isList: true, member: "value"),
  ]

  /// The question of the paper.
  public static let question = "What type of object is in this photo?"

  /// What stands in a question where the image goes.
  private static let image = "<image>"

  /// The form of the records.
  public let format: Format
  private let questions: [String]
  private let answer: String
  private let seed: UInt64

  /// Makes a form of records.
  ///
  /// - Parameters:
  ///   - format: How records are written.
  ///   - questions: The questions, of which each record draws one; where one has no `<image>`, it goes before the question.
  ///   - answer: The answer, with `{class}` where the class's name goes.
  ///   - seed: Decides which images and questions are drawn.
  /// - Throws: `Failure` where no answer could tell the class, there is no question, or one asks for several images.
  public init(
    format: Format, questions: [String] = [RemedyShard.question], answer: String = "{class}", seed: UInt64
  ) throws {
    guard answer.contains("{class}") else { throw Failure.answerWithoutClass(answer) }
    guard !questions.isEmpty else { throw Failure.noQuestion }
    if let twice = questions.first(where: { $0.ranges(of: Self.image).count > 1 }) {
      throw Failure.severalImages(twice)
    }
    self.format = format
    self.questions = questions
    self.answer = answer
    self.seed = seed
  }

  /// One record: a class and its image.
  public struct Record: Sendable, Hashable {
    /// The class's index.
    public var classIndex: Int
    /// The number among the class's records, from 0.
    public var number: Int
    /// The image's path, as it is written.
    public var image: String
  }

  /// A class of which there are fewer images than were asked for.
  public struct Shortfall: Sendable, Hashable {
    /// The class's name.
    public var className: String
    /// The images that were asked for, and those that there are.
    public var wanted: Int, found: Int
  }

  /// Draws the images of each class.
  ///
  /// Which come is decided by a hash of seed, class and path alone: the same on every machine, and a larger number keeps what a
  /// smaller one drew.
  ///
  /// - Parameters:
  ///   - add: How many each class gets.
  ///   - images: What there is.
  ///   - classSet: The classes.
  /// - Returns: The records, class by class, and the classes with too few images.
  public func records(
    _ add: [Int], from images: ClassImages, _ classSet: ClassSet
  ) -> (records: [Record], short: [Shortfall]) {
    var records: [Record] = []
    var short: [Shortfall] = []
    for (index, wanted) in add.enumerated() where wanted > 0 {
      let drawn = images.paths[index].map { (order: hash("image", index, $0), path: $0) }
        .sorted { ($0.order, $0.path) < ($1.order, $1.path) }.prefix(wanted)
      if drawn.count < wanted {
        short.append(
          Shortfall(className: classSet.classes[index].name, wanted: wanted, found: drawn.count))
      }
      for (number, image) in drawn.enumerated() {
        records.append(Record(classIndex: index, number: number, image: image.path))
      }
    }
    return (records, short)
  }

  private func hash(_ what: String, _ classIndex: Int, _ path: String) -> UInt64 {
    Digest(ofFields: ["\(seed)", what, "\(classIndex)", path]).high
  }

  private func turns(_ record: Record, _ classSet: ClassSet) -> (question: String, reply: String) {
    let draw = hash("question", record.classIndex, record.image)
    return (
      questions[Int(draw % UInt64(questions.count))],
      answer.replacing("{class}", with: classSet.classes[record.classIndex].name)
    )
  }

  /// A question with the place of its image: its own, else before it.
  private static func withImage(_ question: String) -> String {
    question.contains(image) ? question : image + "\n" + question
  }

  /// A question without the place of its image, which stands elsewhere.
  private static func withoutImage(_ question: String) -> String {
    question.replacing(image, with: "").trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// What a record is called.
  static func identifier(_ record: Record) -> String { "remedy-\(record.classIndex)-\(record.number)" }

  /// A record as a row of `columns`.
  func row(_ record: Record, _ classSet: ClassSet) -> [TableCell] {
    let (question, reply) = turns(record, classSet)
    return [
      .text(Self.identifier(record)), .text(record.image),
      .list([.text("human"), .text("gpt")]), .list([.text(Self.withImage(question)), .text(reply)]),
    ]
  }

  /// A record as JSON.
  public func json(_ record: Record, _ classSet: ClassSet) -> JSONValue {
    let (question, reply) = turns(record, classSet)
    func object(_ members: (String, JSONValue)...) -> JSONValue { .object(members.map { .init($0.0, $0.1) }) }
    switch format {
    case .llava, .llavaLines, .parquet:
      return object(
        ("id", .text(Self.identifier(record))), ("image", .text(record.image)),
        (
          "conversations",
          .list([
            object(("from", .text("human")), ("value", .text(Self.withImage(question)))),
            object(("from", .text("gpt")), ("value", .text(reply))),
          ])
        ))
    case .openai:
      return object(
        (
          "messages",
          .list([
            object(
              ("role", .text("user")),
              (
                "content",
                .list([
                  object(("type", .text("image_url")), ("image_url", object(("url", .text(record.image))))),
                  object(("type", .text("text")), ("text", .text(Self.withoutImage(question)))),
                ])
              )),
            object(("role", .text("assistant")), ("content", .text(reply))),
          ])
        ))
    }
  }

  /// The questions of a file, one a line; blank lines are none.
  ///
  /// - Throws: `InputError` where it cannot be read as text.
  public static func questions(ofFile path: String) throws -> [String] {
    try InputFile.checked(InputFile.bytes(path), file: path).split { $0 == 0x0A || $0 == 0x0D }
      .map { String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .whitespaces) }
      .filter { !$0.isEmpty }
  }

  /// Why no record can be written.
  public enum Failure: Error, Sendable, Equatable, CustomStringConvertible {
    /// The answer has no place for the class.
    case answerWithoutClass(String)
    /// The file of questions has none.
    case noQuestion
    /// A question has a place for more than the one image of a record.
    case severalImages(String)

    /// The failure as a sentence.
    public var description: String {
      switch self {
      case .answerWithoutClass(let answer):
        "the answer \(ShownText.name(answer)) has no {class}, where the class's name goes"
      case .noQuestion: "there is no question to ask"
      case .severalImages(let question):
        "the question \(ShownText.name(question)) has <image> more than once, and each record has one image"
      }
    }
  }
}
