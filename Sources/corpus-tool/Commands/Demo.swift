import ArgumentParser
import Corpus
import FreqAnalysis

struct Demo: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Write a small corpus with a simulated model, and analyze it.",
    usage: "corpus-tool demo -o <dir>",
    discussion: """
      50,000 captions and answers that mention 100 classes, some often and some never, and the answers of a model \
      that does not exist: it is simulated, with an accuracy that rises with the logarithm of the frequency. \
      The data are the same on every machine.

      EXAMPLE
        corpus-tool demo -o demo
      """)

  @OptionGroup var run: RunOptions
  @OptionGroup var verbosity: VerbosityOptions

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("Folder for the corpus and the results.", valueName: "dir"))
  var folder: String

  @OptionGroup var replacing: ReplaceOptions

  func run() async throws {
    let files = try DemoData().write(to: folder + "/input", replaces: replacing.replace)
    var inputs = Analysis.Inputs(
      classes: files.classes, accuracies: [files.predictions],
      counting: IndexRun.Options(threads: run.threadCount, toolVersion: ToolVersion.current), folder: folder)
    inputs.replaces = replacing.replace
    inputs.pretrain = files.pretrain.map { .file(path: $0) }
    inputs.instruct = files.instruct.map { .file(path: $0) }
    try await AnalysisRun(inputs).print(format: nil)
    for line in files.summary + ["try next:"] + next.map({ "  \($0)" }) { Messages.line(line) }
  }

  /// What to try, with the program's name as it was called.
  private var next: [String] {
    let program = ShellWord.quoted(CommandLine.arguments.first ?? "corpus-tool")
    let database = ShellWord.quoted("\(folder)/corpus.sqlite")
    return [
      "\(program) query --db \(database) --top 10",
      "\(program) query --db \(database) --absent",
      "\(program) query --db \(database) dog 'hot dog' --by stage",
      "\(program) export --db \(database) --binned --format table",
      "\(program) analyze --help",
    ]
  }
}
