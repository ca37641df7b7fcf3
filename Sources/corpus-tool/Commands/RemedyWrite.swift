import ArgumentParser
import Corpus
import FreqAnalysis
import Foundation

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
      --append-to copies the records of a LLaVA array, byte for byte, before the new ones.

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
    help: ArgumentHelp("Ask one of these questions, one per line, drawn by the seed.", valueName: "file"))
  var questions: String?

  @Option(help: ArgumentHelp("The answer; {class} is the class's name.", valueName: "text"))
  var answer = "{class}"

  @Option(
    help: ArgumentHelp(
      "llava (a JSON array), llava-jsonl or openai (JSON Lines), or parquet.", valueName: "format"))
  var format: RemedyShard.Format = .llava

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
    if let perClass, perClass < 1 { throw ValidationError("--per-class must be at least 1") }
    if file.hasSuffix(".parquet"), format != .parquet {
      throw ValidationError("a file that ends in .parquet needs --format parquet")
    }
    if appendTo != nil, format != .llava { throw ValidationError("--append-to writes --format llava") }
  }

  func run() throws {
    let inputs = [images, plan, questions, appendTo, classSet].compactMap(\.self)
    let file = OutputFile(
      file, OutputPolicy(database: store.path, inputs: inputs, replaces: replacing.replace))
    try file.check()
    let classSet = try classes()
    let found = try ClassImages(images, root: imageRoot, classSet)
    let shard = try RemedyShard(
      format: format, questions: questions.map(Self.lines) ?? [RemedyShard.question], answer: answer,
      seed: seed)
    let add =
      try plan.map { try PlanFile($0, classSet).add }
      ?? Array(repeating: perClass ?? 0, count: classSet.classes.count)
    let (records, short) = shard.records(add, from: found, classSet)
    let writer = RemedyWriter(shard, classSet, records, earlier: try appendTo.map { try RecordArray($0) })
    try writer.write(to: file, shuffle: shuffle ? seed : nil)
    tell(records, short, found, writer.count)
  }

  private func classes() throws -> ClassSet {
    let known = try classSet == nil ? store.open(.readOnly) : store.openIfThere()
    if let known, classSet == nil { return try known.load(known.classSet(nameOrFile: nil)) }
    return try ChosenClassSet(nameOrFile: classSet ?? "", in: known).classSet
  }

  private static func lines(_ path: String) throws -> [String] {
    try String(contentsOf: URL(fileURLWithPath: path), encoding: .utf8).split(whereSeparator: \.isNewline)
      .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
  }

  private func tell(
    _ records: [RemedyShard.Record], _ short: [RemedyShard.Shortfall], _ images: ClassImages, _ total: Int
  ) {
    let classes = Set(records.map(\.classIndex)).count
    Messages.note(
      "\(NumberText.counted(records.count, "record")) of \(NumberText.counted(classes, "class", plural: "classes")), "
        + "seed \(seed)" + (total > records.count ? "; \(NumberText.grouped(total)) records in the file" : "")
    )
    if !short.isEmpty {
      let lacking = short.reduce(0) { $0 + $1.wanted - $1.found }
      Messages.warning(
        "too few images: \(NumberText.grouped(lacking)) of those that were asked for are missing")
      for entry in short.prefix(10) {
        Messages.line("  \(entry.className): \(entry.found) of \(entry.wanted)")
      }
      if short.count > 10 { Messages.line("  and \(short.count - 10) more classes") }
    }
    if !images.unmatched.isEmpty {
      let names = images.unmatched.prefix(5).map { "`\($0)`" }.joined(separator: ", ")
      let more = images.unmatched.count > 5 ? " and \(images.unmatched.count - 5) more" : ""
      Messages.note("no class for \(names)\(more)")
    }
  }
}

extension RemedyShard.Format: ExpressibleByArgument {}
