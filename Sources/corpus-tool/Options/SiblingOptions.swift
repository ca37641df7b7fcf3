import ArgumentParser

/// What is done with shards that hold others' captions again: `--keep-siblings`.
struct SiblingOptions: ParsableArguments {
  @Flag(help: "Count shards although their names say that they hold others' captions again.")
  var keepSiblings = false
}
