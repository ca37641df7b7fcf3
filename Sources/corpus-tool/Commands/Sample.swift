import ArgumentParser
import FreqAnalysis

struct Sample: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sample",
    abstract: "Draw captions so that frequent classes do not outweigh the others.",
    usage: """
      corpus-tool sample --rule <rule> (--cap <t> | --tail <p> | --plan <file>)
                  [<options>] -o <file>
      """,
    discussion: """
      Draws from the rows that index --rows wrote, one row per caption in FILE (.csv, .json, .parquet), and shows what \
      each class had and got. metaclip keeps a caption when any of its classes draws it, each with the probability \
      min(1, T / count); --tail sets T so that the classes below it have the share P of all counts. per-class takes min(T, \
      count) captions of each class with as few captions in all as a greedy cover finds. plan takes as many captions of a \
      class as FILE (class, add) says. The same seed draws the same captions everywhere, and a larger T or plan keeps what a \
      smaller one drew.

      EXAMPLE
        corpus-tool sample --rule metaclip --cap 20000 -o balanced.parquet
        corpus-tool sample --rule plan --plan plan.csv --corpus laion -o urls.csv
      """)

  /// The rules by name.
  enum Rule: String, ExpressibleByArgument, CaseIterable {
    case metaclip, plan
    case perClass = "per-class"
  }

  @OptionGroup var store: StoreOptions
  @OptionGroup var verbosity: VerbosityOptions
  @OptionGroup var selection: SelectionOptions
  @OptionGroup var output: OutputOptions

  @Option(help: ArgumentHelp("metaclip, per-class or plan.", valueName: "rule"))
  var rule: Rule

  @Option(help: ArgumentHelp("Captions per class.", valueName: "t"))
  var cap: Int?

  @Option(
    help: ArgumentHelp(
      "metaclip: the share of all counts that tail classes have, from 0 to 1.", valueName: "p"))
  var tail: Double?

  @Option(help: ArgumentHelp("plan: a table with the columns class and add.", valueName: "file"))
  var plan: String?

  @Option(help: ArgumentHelp("Random seed of the sample.", valueName: "n"))
  var seed: UInt64 = 0

  func validate() throws {
    if let cap, cap < 1 { throw ValidationError("--cap must be at least 1") }
    if let tail, !(0...1).contains(tail) { throw ValidationError("--tail must be from 0 to 1") }
    let isComplete =
      switch rule {
      case .metaclip: (cap == nil) != (tail == nil) && plan == nil
      case .perClass: cap != nil && tail == nil && plan == nil
      case .plan: plan != nil && cap == nil && tail == nil
      }
    if !isComplete {
      let needed =
        switch rule {
        case .metaclip: "either --cap or --tail"
        case .perClass: "--cap"
        case .plan: "--plan"
        }
      throw ValidationError(
        "--rule \(rule.rawValue) needs \(needed), and no other of --cap, --tail and --plan")
    }
    if output.file == nil { throw ValidationError("name the file for the sample with -o") }
    try output.checkIsData("a sample is")
  }

  func run() throws {
    var output = try output.target(store.path, reading: selection.files + [plan].compactMap(\.self))
    let store = try store.open(.readOnly)
    output = try output.keeping(store.sources())
    let selection = try selection.selection(in: store)
    let sample = try CaptionSample(selection, rule(for: selection, in: store), seed: seed, in: store)
    Messages.notes(sample.notes)
    let form = (output.format ?? .csv).rowForm
    try output.write { try sample.write(as: form, $0) }
    Messages.note(sample.sentence + ", seed \(seed)")
    if !sample.short.isEmpty { Messages.shortfall("too few captions", sample.short) }
    if output.file != nil { try OutputTarget.standardOutput(.table).write(sample.table) }
  }

  private func rule(for selection: Selection, in store: CountStore) throws -> SampleRule {
    switch rule {
    case .metaclip: return .metaclip(cap.map { .count($0) } ?? .tail(tail ?? 0))
    case .perClass: return .perClass(cap ?? 1)
    case .plan:
      let classSet = try store.load(store.resolve(selection).classSet)
      return .plan(try PlanFile(plan ?? "", classSet).add)
    }
  }
}
