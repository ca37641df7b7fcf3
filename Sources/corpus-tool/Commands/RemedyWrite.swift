import ArgumentParser
import Corpus
import FreqAnalysis

struct RemedyWrite: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "write",
    abstract: "Write instruction-tuning records of images for the classes of a plan.",
    usage: """
      corpus-tool remedy write --plan <plan.csv> | --per-class <n>
                  --images <folder|table> [<options>] -o <shard.json>
      """,
    discussion: """
      Each record asks a question about an image, and answers with the class's name. IMAGES is a folder with a folder a \
      class, or a table with the columns image and label; folders and labels are class names, identifiers or positions. \
      The images are drawn by the seed: the same on every machine, and a larger number keeps what a smaller one drew. \
      --append-to copies the records of a LLaVA array, byte for byte, before the new ones. The ending of the file says \
      the format, unless --format does: .json, .jsonl or .parquet; - writes to standard output.

      EXAMPLE
        corpus-tool remedy write --plan plan.csv --images train/ -o extra.json
        corpus-tool remedy write --per-class 10 --images images.csv \\
          --append-to mix665k.json --shuffle -o mix.json
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var verbosity: VerbosityOptions

  @Option(
    name: .customLong("classes"),
    help: ArgumentHelp(
      "The class set, or a class list; optional if the database has only one.", valueName: "name|file"))
  var classSet: String?

  @Option(
    help: ArgumentHelp(
      "A table with the columns class and add, as `remedy plan` writes it.", valueName: "file"))
  var plan: String?

  @Option(help: ArgumentHelp("As many images of every class.", valueName: "n"))
  var perClass: Int?

  @Option(help: ArgumentHelp("A folder with a folder a class, or a table.", valueName: "folder|table"))
  var images: String

  @Option(
    help: ArgumentHelp(
      "Write image paths relative to this folder (default: the folder of images; a table's paths as they are).",
      valueName: "folder"))
  var imageRoot: String?

  @Option(
    help: ArgumentHelp(
      "The number of the first class, where folders or labels are numbers: 0 or 1.", valueName: "number"))
  var labelBase: Int?

  @Option(
    help: ArgumentHelp("Ask one of these questions, one per line, drawn by the seed.", valueName: "file"))
  var questions: String?

  @Option(help: ArgumentHelp("The answer; {class} is the class's name.", valueName: "text"))
  var answer = "{class}"

  @Option(
    help: ArgumentHelp(
      "llava (a JSON array), llava-jsonl or openai (JSON Lines), or parquet (default: by the ending of FILE, else llava).",
      valueName: "format"))
  var format: RemedyShard.Format?

  @Option(help: ArgumentHelp("Decides which images and questions are drawn, and the order.", valueName: "n"))
  var seed: UInt64 = 0

  @Option(help: ArgumentHelp("Copy the records of this LLaVA array before the new ones.", valueName: "file"))
  var appendTo: String?

  @Flag(help: "Write all records in a random order.")
  var shuffle = false

  @Option(
    name: [.customShort("o"), .customLong("output")], help: ArgumentHelp("The shard.", valueName: "file"))
  var file: String

  @OptionGroup var replacing: ReplaceOptions

  func validate() throws {
    if (plan == nil) == (perClass == nil) { throw ValidationError("name either --plan or --per-class") }
    try AccuracyOptions.check(labelBase: labelBase)
    if let perClass, perClass < 1 { throw ValidationError("--per-class must be at least 1") }
    if appendTo != nil, try form != .llava { throw ValidationError("--append-to writes --format llava") }
  }

  /// The forms that a file with an ending may have, the one that is meant where none is named first.
  private static let forms: [(ending: String, forms: [RemedyShard.Format])] = [
    (".json", [.llava]), (".jsonl", [.llavaLines, .openai]), (".ndjson", [.llavaLines, .openai]),
    (".parquet", [.parquet]),
  ]

  /// The form of the records, by `--format` and the ending of the file, which have to agree.
  private var form: RemedyShard.Format {
    get throws {
      guard let ending = OutputOptions.ending(of: file) else { return format ?? .llava }
      guard let known = Self.forms.first(where: { $0.ending == ending }) else {
        throw ValidationError(
          "records are written to a file that ends in .json, .jsonl or .parquet, not in \(ending)")
      }
      guard let format else { return known.forms[0] }
      guard known.forms.contains(format) else {
        throw ValidationError("a file that ends in \(ending) cannot be written as \(format.rawValue)")
      }
      return format
    }
  }

  func run() throws {
    let inputs = [images, plan, questions, appendTo, classSet].compactMap(\.self)
    let form = try form
    let target =
      OutputOptions.isStandardOutput(file)
      ? nil
      : OutputFile(
        file, OutputPolicy(database: store.path, inputs: inputs, replaces: replacing.replace))
    try target?.check()
    if target == nil, form == .parquet, Terminal.isTerminal(1) {
      throw ValidationError("parquet is not for a terminal; name a file with -o")
    }
    let classSet = try classes()
    let found = try ClassImages(images, root: imageRoot, labelBase: labelBase, classSet)
    let shard = try RemedyShard(
      format: form, questions: questions.map(RemedyShard.questions) ?? [RemedyShard.question], answer: answer,
      seed: seed)
    let add =
      try plan.map { try PlanFile($0, classSet).add }
      ?? Array(repeating: perClass ?? 0, count: classSet.classes.count)
    let (records, short) = shard.records(add, from: found, classSet)
    let writer = RemedyWriter(shard, classSet, records, earlier: try appendTo.map { try RecordArray($0) })
    var repeated: [String] = []
    let body: ((([UInt8]) throws -> Void) throws -> Void) = {
      repeated = try writer.write(shuffle: shuffle ? seed : nil, $0)
    }
    if let target { try target.write(body) } else { try body { try Terminal.writeOutput($0) } }
    tell(records, short, found, writer.count)
    if let first = repeated.first {
      Messages.warning(
        "\(NumberText.counted(repeated.count, "earlier record")) \(repeated.count == 1 ? "has" : "have") the id of a new one, "
          + "such as \(first); was the same plan appended before?")
    }
  }

  private func classes() throws -> ClassSet {
    let known = try classSet == nil ? store.open(.readOnly) : store.openIfThere()
    if let known, classSet == nil { return try known.load(known.classSet(nameOrFile: nil)) }
    return try ChosenClassSet(nameOrFile: classSet ?? "", in: known).classSet
  }

  private func tell(
    _ records: [RemedyShard.Record], _ short: [RemedyShard.Shortfall], _ images: ClassImages, _ total: Int
  ) {
    let classes = Set(records.map(\.classIndex)).count
    Messages.note(
      "\(NumberText.counted(records.count, "record")) of \(NumberText.counted(classes, "class", plural: "classes")), "
        + "seed \(seed)"
        + (total > records.count ? "; \(NumberText.counted(total, "record")) in the file" : "")
    )
    if !short.isEmpty {
      Messages.shortfall(
        "too few images", short.map { (name: $0.className, wanted: $0.wanted, found: $0.found) })
    }
    if let base = images.positionBase { Messages.notes([Note(.positions(base: base))], of: self.images) }
    if let sentence = images.unmatchedSentence { Messages.note(sentence) }
    if let sentence = images.ambiguousSentence { Messages.warning(sentence) }
  }
}

extension RemedyShard.Format: ExpressibleByArgument {}
