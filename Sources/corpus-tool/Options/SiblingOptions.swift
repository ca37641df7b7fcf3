import ArgumentParser

/// What is done with shards that duplicate the captions of others: `--keep-siblings`.
struct SiblingOptions: ParsableArguments {
  @Flag(help: "Also count shards whose names say that they duplicate the captions of another shard.")
  var keepSiblings = false
}
