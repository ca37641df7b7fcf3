import ArgumentParser
import FreqAnalysis

struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write the points of a plot: each class's count and accuracy.",
    usage: "corpus-tool export [--binned] [<options>]",
    discussion: """
      CSV unless --format says otherwise, one row a class and model, zeros included, what is unknown left empty. \
      With -o, FILE.meta.json beside it says from what it was made.

      EXAMPLE
        corpus-tool export --classes imagenet -o points.csv
        corpus-tool export --binned --model llava
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var selection: SelectionOptions
  @OptionGroup var output: OutputOptions

  @Flag(
    help: "Mean accuracies in the paper's bins of the count: [0,10), … [90,100), [100,1000), …, [100000,).")
  var binned = false

  func run() throws {
    let store = try store.open(.readOnly)
    let query = PointQuery(selection: try selection.selection(in: store))
    let answer = try query.ask(store, allowsNoModel: !binned)
    Messages.notes(answer.notes)
    let table =
      binned ? try Table.binned(answer.series, measure: selection.count).get() : .points(answer.series)
    try output.write(table, default: .csv)
    if let file = output.file, file != "-" {
      let provenance = try Provenance(
        of: answer.resolved, in: store, toolVersion: CorpusTool.version, command: CommandLine.arguments)
      try OutputFile.write(JSONText(provenance.json).text, to: file + ".meta.json")
    }
    if answer.resolved.models.isEmpty {
      Messages.note("no model was tested on this class set yet, so the accuracies are empty")
    }
  }
}
