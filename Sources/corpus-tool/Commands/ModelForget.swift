import ArgumentParser

struct ModelForget: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forget",
    abstract: "Remove models with their accuracies.",
    usage: "corpus-tool model forget [--classes <name>] [<options>] <model> ...",
    discussion: """
      If one of the models is unknown, none is removed. Where a model was tested on several class sets, --classes \
      says which accuracies are meant.

      EXAMPLE
        corpus-tool model forget llvaa
        corpus-tool model forget --classes imagenet llava clip
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var verbosity: VerbosityOptions
  @OptionGroup var models: ForgottenModelOptions

  func run() throws { try models.forget(from: store) }
}
