/// The version of the program, which is stored with every shard.
enum ToolVersion {
  static let current = "0.1.0"
}
