import ArgumentParser
import FreqAnalysis

struct Pairs: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pairs",
    abstract: "Show which classes are mentioned in the same captions.",
    usage: "corpus-tool pairs [<class> ...] [--top <n>] [--min-count <k>] [<options>]",
    discussion: """
      For two classes: the captions that mention both, those of each, how many would mention both by chance, PMI (bits), \
      NPMI (-1 to 1) and Dunning's log-likelihood ratio; the pairs furthest above chance first, those below it last. \
      Exact, from the rows that index --rows wrote.

      EXAMPLE
        corpus-tool pairs --top 20
        corpus-tool pairs tench --min-count 5 -o pairs.csv
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var verbosity: VerbosityOptions
  @OptionGroup var selection: SelectionOptions
  @OptionGroup var output: OutputOptions

  @Option(help: ArgumentHelp("Only the first N pairs.", valueName: "n"))
  var top: Int?

  @Option(help: ArgumentHelp("Only pairs that at least K captions mention.", valueName: "k"))
  var minCount = 1

  @Argument(
    help: ArgumentHelp("Only pairs with one of these classes, by name, id or alias.", valueName: "class"))
  var classes: [String] = []

  func validate() throws {
    if let top, top < 1 { throw ValidationError("--top must be at least 1") }
    if minCount < 1 { throw ValidationError("--min-count must be at least 1") }
  }

  func run() throws {
    let output = try output.target(store.path, reading: selection.files)
    let store = try store.open(.readOnly)
    let selection = try selection.selection(in: store)
    var wanted: Set<Int>?
    if !classes.isEmpty {
      let classSet = try store.load(store.resolve(selection).classSet)
      if case .classes(let indices) = try FrequencyQuery.classes(named: classes, in: classSet) {
        wanted = Set(indices)
      }
    }
    let pairs = try ClassPairs(selection, in: store)
    Messages.notes(pairs.notes)
    try output.write(.pairs(pairs, classes: wanted, minimum: minCount, top: top))
  }
}
