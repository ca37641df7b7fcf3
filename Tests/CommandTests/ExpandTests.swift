import Foundation
import TestSupport
import Testing

/// The list of shards that a run would read, without any database.
@Suite struct ExpandTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for index in 0..<30 { try folder.write("d/\(String(format: "%05d", index)).jsonl", Small.lines) }
    try folder.write("d/00007.tar", "a tar beside its table")
    try folder.write("d/00007.parquet", "the table")
    try folder.write("d/README.md", "about it")
    try folder.write("names.json", Small.classes)
  }

  private func run(_ arguments: String...) throws -> Run { try Binary.run(arguments, folder: folder.url) }

  static let cases = [
    CommandCase("nothing to list", ["expand"], status: 64, stdout: "", stderr: ["Missing expected argument"]),
    CommandCase(
      "a glob without files", ["expand", "x/*.tar"], status: 1, stdout: "",
      stderr: ["corpus-tool: no file matches x/*.tar\n"]),
    CommandCase(
      "a pipe and what is not here", ["expand", "pipe:cat a", "s3/{0..2}.tar"],
      stdout: "pipe:cat a\ns3/0.tar\ns3/1.tar\ns3/2.tar\n",
      stderr: ["warning: 3 files are not on this machine, s3/0.tar first; they are listed all the same\n"]),
    CommandCase(
      "a file twice", ["expand", "a.jsonl", "./a.jsonl", "@list"],
      files: ["a.jsonl": "x", "b.jsonl": "x", "list": "b.jsonl\na.jsonl\n"], stdout: "a.jsonl\nb.jsonl\n"),
    CommandCase(
      "sizes", ["expand", "a.jsonl", "--format", "csv"], files: ["a.jsonl": "abc"],
      stdout: "shard,bytes\na.jsonl,3\n"),
    CommandCase(
      "names that read as more", ["expand", "./-", "./@x", "./pipe:a"],
      files: ["-": "", "@x": "", "pipe:a": ""],
      stdout: "./-\n./@x\n./pipe:a\n"),
  ]

  @Test(arguments: cases) func lists(_ test: CommandCase) throws { try test.check() }

  /// What `index` knows changes its own plan, and not the list.
  @Test func theListDoesNotDependOnADatabase() throws {
    let before = try run("expand", "d")
    #expect(before.status == 0 && before.stdout.split(separator: "\n").count == 30)
    #expect(before.stderr.contains("ignored in the folders: 1 README*\n"))
    #expect(before.stderr.contains("2 shards duplicate the captions of another"), "\(before.stderr)")
    #expect(before.stdout.contains("d/00007.") && before.stdout.hasPrefix("d/00000.jsonl\nd/00001.jsonl\n"))
    let steps = try run(
      "index", "--dry-run", "--classes", "names.json", "--corpus", "c", "--format", "csv", "d")
    let read = steps.stdout.split(separator: "\n").filter { $0.hasSuffix(",read,") }.map { $0.dropLast(6) }
    #expect(read.joined(separator: "\n") + "\n" == before.stdout)

    #expect(
      try run("index", "--classes", "names.json", "--corpus", "c", "d/00000.jsonl", "d/00001.jsonl").status
        == 0)
    #expect(try run("expand", "d").stdout == before.stdout)
    #expect(
      try run("index", "--dry-run", "--classes", "names", "--corpus", "c", "--format", "csv", "d").stdout
        .contains("d/00001.jsonl,unchanged,"))
    #expect(try run("expand", "--keep-siblings", "d").stdout.split(separator: "\n").count == 32)
    // As a list it means the same again, to `index`, to `scan` and to `expand`.
    try folder.write("list.txt", before.output)
    #expect(try run("expand", "@list.txt").stdout == before.stdout)
  }

  /// A line break in a name would make two names of it.
  @Test func aNameWithALineBreakIsOneLine() throws {
    let inner = try TemporaryFolder()
    try inner.write("a\nb.jsonl", Small.lines)
    try inner.write("c\rd.jsonl", Small.lines)
    let list = try Binary.run(["expand", inner.url.path])
    #expect(list.status == 0)
    #expect(list.stdout.split(separator: "\n").count == 2)
    #expect(
      list.stdout.contains("/a%0Ab.jsonl\n") && list.stdout.contains("/c%0Dd.jsonl\n"), "\(list.stdout)")
    try folder.write("list.txt", list.output)
    let index = try run("index", "--classes", "names.json", "--corpus", "c", "@list.txt")
    #expect(
      index.status == 0 && index.stdout.hasPrefix("shards    1 counted"), "\(index.stdout)\(index.stderr)")
    let scan = try Binary.run(["scan", "--classes", "names.json"], input: list.output, folder: folder.url)
    #expect(!scan.stdout.contains("error") && scan.stdout.split(separator: "\n").count == 2, "\(scan.stdout)")
  }

  @Test func aFileIsWrittenOverWhereItIsAnEarlierListThatNobodyHasChanged() throws {
    let times = ExtendedAttributes.areKept ? 2 : 1
    for _ in 0..<times { #expect(try run("expand", "d", "-o", "list.txt").status == 0) }
    let list = try String(contentsOfFile: folder.path("list.txt"), encoding: .utf8)
    for mine in [list + "one/more.tar\n", String(list.dropLast()), "d/00003.jsonl\n"] {
      try folder.write("list.txt", mine)
      #expect(try run("expand", "d", "-o", "list.txt").status == 1)
      #expect(try String(contentsOfFile: folder.path("list.txt"), encoding: .utf8) == mine)
    }
    #expect(try run("expand", "d", "-o", "d/00003.jsonl").status == 1)
    // An empty list is no earlier result of anything.
    try folder.write("none.txt", "\n")
    try folder.write("mine.txt", "mine\n")
    #expect(try run("expand", "@none.txt", "-o", "mine.txt").status == 1)
  }
}
