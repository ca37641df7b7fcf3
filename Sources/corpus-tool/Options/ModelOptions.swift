import ArgumentParser

/// Whose accuracies a command looks at: `--model`.
struct ModelOptions: ParsableArguments {
  @Option(
    name: .customLong("model"), help: ArgumentHelp("Only this model; can be repeated.", valueName: "model"))
  var models: [String] = []
}
