import ArgumentParser

struct AccuracyForget: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forget",
    abstract: "Remove the accuracies of models, as `model forget` does.",
    usage: "corpus-tool accuracy forget [--classes <name>] [<options>] <model> ...",
    discussion: """
      If one of the models is unknown, none is removed. Where a model was tested on several class sets, --classes \
      says which accuracies are meant.

      EXAMPLE
        corpus-tool accuracy forget llvaa
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var verbosity: VerbosityOptions
  @OptionGroup var models: ForgottenModelOptions

  func run() throws { try models.forget(from: store) }
}
