import ArgumentParser

struct Classes: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "classes",
    abstract: "Add, list and show class sets.",
    discussion: """
      A class set is an ordered list of classes, each with the terms that name it in a text. It never changes: \
      the same name with different content is refused.
      """,
    subcommands: [ClassesAdd.self, ClassesList.self, ClassesShow.self])
}
