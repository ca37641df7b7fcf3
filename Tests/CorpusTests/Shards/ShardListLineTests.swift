import Corpus
import TestSupport
import Testing

/// What one line of a list of shards holds, read back as the same shard.
@Suite struct ShardListLineTests {
  static let cases: [(ShardName, String)] = [
    (.file(path: "a b.tar"), "a b.tar"), (.standardInput, "-"), (.file(path: "-"), "./-"),
    (.pipe(command: "cat x"), "pipe:cat x"), (.file(path: "@x"), "./@x"),
    (.file(path: "a\nb"), "file:a%0Ab"), (.file(path: "/x/ü\r"), "file:/x/%C3%BC%0D"),
    (.file(path: "file:/caf%E9"), "file:/caf%E9"), (.file(path: "a%0Ab"), "a%0Ab"),
  ]

  @Test(arguments: cases) func isOneLineAndTheSameShard(_ shard: ShardName, _ line: String) {
    #expect(shard.listLine == line)
    #expect(!shard.listLine.utf8.contains { $0 == 0x0A || $0 == 0x0D })
    guard case .file(let path) = shard, case .file(let back) = ShardName(shard.listLine) else {
      #expect(ShardName(shard.listLine) == shard)
      return
    }
    let bytes = FilePath.bytes(of: path)
    #expect([bytes, Array("./".utf8) + bytes].contains(FilePath.bytes(of: back)))
  }
}
