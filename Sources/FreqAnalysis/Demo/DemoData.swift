import Corpus
import Foundation

/// A small corpus with a known answer: what `corpus-tool demo` writes and then counts.
///
/// Class names are drawn from a Zipf distribution, written into captions and conversations, and a model is simulated
/// whose accuracy on a class rises with the logarithm of how often it was drawn. Nothing here was measured on a real
/// model; the file names say so. The same seed gives the same bytes on every machine.
public struct DemoData: Sendable {
  /// Captions in the pretraining shards together.
  public var pretrainCaptions = 40_000
  /// Conversations in the instruction file; each has one caption that a loss would see.
  public var conversations = 10_000
  /// The number of pretraining shards.
  public var shards = 4
  /// Images of each class that the simulated model is asked about.
  public var imagesPerClass = 50
  /// The seed.
  public var seed: UInt64 = 1

  /// Makes the default demonstration.
  public init() {}

  /// The files that were written.
  public struct Files: Sendable {
    /// The class list: a JSON array of names.
    public var classes: String
    /// The pretraining shards: zstd JSON Lines.
    public var pretrain: [String]
    /// The instruction shards: a gzip JSON array of LLaVA's conversations.
    public var instruct: [String]
    /// The simulated model's answers: JSON Lines with `label` and `pred`.
    public var predictions: String
  }

  /// Writes all files into a folder, which is made where it is missing.
  ///
  /// - Parameters:
  ///   - folder: The folder.
  ///   - replaces: Whether files of these names with other content are written over.
  /// - Returns: Their paths.
  /// - Throws: `ShardFault`, `OutputFileError`, or `OutputFolderError`.
  public func write(to folder: String, replaces: Bool = false) throws -> Files {
    try OutputFolder.make(folder)
    var random = SplitMix(seed: seed)
    var drawn = [Int](repeating: 0, count: DemoWords.classes.count)
    var files = Files(
      classes: folder + "/classes.json", pretrain: [], instruct: [],
      predictions: folder + "/simulated-model.jsonl")

    for shard in 0..<shards {
      var lines = ""
      for index in 0..<pretrainCaptions / shards {
        let row: JSONValue = [
          "id": .integer(shard * (pretrainCaptions / shards) + index),
          "url": .text("https://images.example.com/dog/\(random.next() >> 40).jpg"),
          "caption": .text(caption(&random, &drawn)),
        ]
        lines += JSONText(row).line + "\n"
      }
      let path = folder + "/pretrain-0000\(shard).jsonl.zst"
      try keep(replaces, Compression.zstd(Array(lines.utf8)), at: path)
      files.pretrain.append(path)
    }

    let path = folder + "/instruct.json.gz"
    let records = (0..<conversations).map { conversation($0, &random, &drawn) }
    try keep(replaces, Compression.gzip(Array(JSONText(.list(records)).text.utf8)), at: path)
    files.instruct.append(path)

    // The list's order is the alphabet's, so that nothing about it tells how frequent a class is.
    let sorted = DemoWords.classes.sorted()
    try keep(replaces, Array(JSONText(.list(sorted.map(JSONValue.text))).text.utf8), at: files.classes)
    try keep(replaces, Array(predictions(&random, drawn).utf8), at: files.predictions)
    return files
  }

  /// Writes a file unless it is there with this content, so that a second demonstration finds its shards unchanged.
  private func keep(_ replaces: Bool, _ bytes: [UInt8], at path: String) throws {
    if let there = FileManager.default.contents(atPath: path), there.elementsEqual(bytes) { return }
    try OutputFile(path, OutputPolicy(replaces: replaces)).write(bytes)
  }

  private func caption(_ random: inout SplitMix, _ drawn: inout [Int]) -> String {
    guard random.unit() < 0.8 else {
      return random.pick(DemoWords.unrelated) + random.pick(DemoWords.closings)
    }
    var words = random.pick(DemoWords.openings) + " a "
    if random.unit() < 0.5 { words += random.pick(DemoWords.adjectives) + " " }
    words += name(&random, &drawn)
    if random.unit() < 0.15 { words += " and a " + name(&random, &drawn) }
    return words + " " + random.pick(DemoWords.places) + random.pick(DemoWords.closings)
  }

  private func conversation(_ index: Int, _ random: inout SplitMix, _ drawn: inout [Int]) -> JSONValue {
    let answer =
      "\(random.pick(DemoWords.answers)) a \(name(&random, &drawn)) \(random.pick(DemoWords.places))."
    return [
      "id": .text("demo-\(index)"), "image": .text("\(index).jpg"),
      "conversations": [
        ["from": "human", "value": .text("<image>\n" + random.pick(DemoWords.questions))],
        ["from": "gpt", "value": .text(answer)],
      ],
    ]
  }

  /// Draws a class by Zipf's law with the exponent 1.5, and names it as a caption would.
  private func name(_ random: inout SplitMix, _ drawn: inout [Int]) -> String {
    var point = random.unit() * Self.total
    var index = 0
    while index < Self.weights.count - 1, point >= Self.weights[index] {
      point -= Self.weights[index]
      index += 1
    }
    drawn[index] += 1
    let name = DemoWords.classes[index]
    return random.unit() < 0.1 ? name.uppercased() : name
  }

  private static let weights = (1...DemoWords.classes.count - DemoWords.absent).map { pow(Double($0), -1.5) }
  private static let total = weights.reduce(0, +)

  /// Answers of a model that does not exist: right with a chance that rises by 0.2 for each tenfold of `drawn`.
  private func predictions(_ random: inout SplitMix, _ drawn: [Int]) -> String {
    var lines = ""
    for (index, label) in DemoWords.classes.enumerated() {
      let chance = 0.05 + 0.2 * log10(Double(drawn[index]) + 1) + 0.06 * random.normal()
      let others = DemoWords.classes.filter { !$0.lowercased().contains(label.lowercased()) }
      for image in 0..<imagesPerClass {
        let answer = random.unit() < chance ? label : random.pick(others)
        let row: JSONValue = [
          "question_id": .text("demo-test-\(index)-\(image)"), "label": .text(label),
          "pred": .text("\(random.pick(DemoWords.answers)) a \(answer)."),
        ]
        lines += JSONText(row).line + "\n"
      }
    }
    return lines
  }
}

extension DemoData.Files {
  /// What a person sees after the demonstration: that the model is simulated, and the input files.
  public var summary: [String] {
    [
      "", "The model is simulated: its answers were drawn with a probability that increases with frequency.",
      "input:",
    ] + ([classes] + pretrain + instruct + [predictions]).map { "  \($0)" }
  }
}
