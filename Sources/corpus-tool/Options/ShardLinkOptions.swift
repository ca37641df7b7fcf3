import ArgumentParser
import Corpus

/// What a walk over folders does with symbolic links: `--follow`.
struct ShardLinkOptions: ParsableArguments {
  @Flag(
    help: ArgumentHelp(
      "Follow symbolic links in walked folders also where they lead out of the folder that was named."))
  var follow = false

  /// The files that a command reads for these words: the shards, and the lists that name them.
  static func files(_ expansion: ShardExpansion, _ words: [String]) -> [String] {
    let lists = words.filter { $0.hasPrefix("@") }.map { String($0.dropFirst()) }
    return lists
      + expansion.shards.compactMap { if case .file(let path) = $0 { path } else { nil } }
  }
}
