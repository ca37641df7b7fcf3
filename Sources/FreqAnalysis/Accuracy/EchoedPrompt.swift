/// The prompt that models such as LLaVA's give back before their answer, known by the marks after which they answer.
struct EchoedPrompt: Sendable, Equatable {
  /// What stands between a prompt and the answer, whatever its case.
  static let marks = ["[/INST]", "ASSISTANT:", "Answer:"]

  /// The marks that over half of the answers have; nothing is cut without one.
  let marks: [String]

  /// Looks for marks in answers.
  init(_ answers: [String]) {
    marks = Self.marks.filter { mark in
      answers.count { Self.end(of: mark, in: Array($0.utf8)) != nil } * 2 > answers.count
    }
  }

  /// The answer after the last of the marks; nil where it has none of them.
  func answer(in text: String) -> String? {
    guard !marks.isEmpty else { return nil }
    let bytes = Array(text.utf8)
    guard let end = marks.compactMap({ Self.end(of: $0, in: bytes) }).max() else { return nil }
    return String(decoding: bytes[end...], as: UTF8.self)
  }

  /// Where the last occurrence of a mark ends.
  private static func end(of mark: String, in text: [UInt8]) -> Int? {
    let mark = mark.utf8.map(lowered)
    guard text.count >= mark.count else { return nil }
    for start in (0...text.count - mark.count).reversed() where lowered(text[start]) == mark[0] {
      if text[start..<start + mark.count].lazy.map(lowered).elementsEqual(mark) { return start + mark.count }
    }
    return nil
  }

  private static func lowered(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }
}
