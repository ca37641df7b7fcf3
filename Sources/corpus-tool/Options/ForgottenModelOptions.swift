import ArgumentParser
import FreqAnalysis

/// Which models are removed: their names, and `--classes`.
struct ForgottenModelOptions: ParsableArguments {
  @Option(
    name: [.customLong("classes"), .customLong("class-set")],
    help: ArgumentHelp(
      "The class set, or the file it was made from; optional if only one has a model of the name.",
      valueName: "name|file"))
  var classSet: String?

  @Argument(help: ArgumentHelp("Models to remove.", valueName: "model"))
  var models: [String]

  /// Removes them and tells what was removed.
  func forget(from options: StoreOptions) throws {
    let store = try options.open(.readWrite)
    let classSet = try classSet.map { try store.classSet(nameOrFile: $0) }
    for done in try store.forget(models: models, of: classSet) {
      Messages.note(
        "model `\(done.model)` removed, with its accuracies on "
          + "\(NumberText.counted(done.classes, "class", plural: "classes")) of `\(done.classSet)`")
    }
  }
}
