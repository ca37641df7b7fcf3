import Foundation
import TestSupport
import Testing

/// A page of the documentation: `README.md`, or one of `docs/`.
struct DocumentationPage: Sendable {
  /// The path below the project's folder.
  var path: String
  var text: String

  /// README and every page of `docs/`, in the order of their names.
  static let all: [DocumentationPage] = {
    let docs = ProjectPaths.root.appending(path: "docs")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: docs.path)) ?? []
    let paths = ["README.md"] + names.filter { $0.hasSuffix(".md") }.sorted().map { "docs/" + $0 }
    return paths.compactMap { path in
      guard let text = try? String(contentsOf: ProjectPaths.root.appending(path: path), encoding: .utf8)
      else {
        return nil
      }
      return DocumentationPage(path: path, text: text)
    }
  }()

  /// The fenced blocks, each with the language that its fence names; indented fences too.
  var blocks: [(language: String, text: String)] {
    var blocks: [(language: String, text: String)] = []
    var isInside = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let bare = line.drop { $0 == " " }
      if bare.hasPrefix("```") {
        isInside.toggle()
        if isInside { blocks.append((String(bare.dropFirst(3)), "")) }
      } else if isInside {
        blocks[blocks.count - 1].text += line + "\n"
      }
    }
    return blocks
  }

  /// The targets of links to files of the project, relative to the page's own folder.
  var links: [String] {
    text.components(separatedBy: "](").dropFirst().map { String($0.prefix { $0 != ")" }) }
      .filter { !$0.contains("://") }
  }
}

/// One `corpus-tool` command of a page's shell block.
struct DocumentedCommand: Sendable, CustomTestStringConvertible {
  var page: String
  /// The command with its arguments: a line of shell.
  var line: String

  var testDescription: String { "\(page): \(line)" }

  /// Every command of the shell blocks, wherever it stands in its pipeline.
  static let all: [DocumentedCommand] = DocumentationPage.all.flatMap { page in
    page.blocks.filter { $0.language == "sh" }.flatMap { commands(in: $0.text) }.map {
      DocumentedCommand(page: page.path, line: $0)
    }
  }

  /// The commands of a block; continuation lines are joined, and what follows a command in its pipeline is left out.
  static func commands(in block: String) -> [String] {
    let joined = block.replacingOccurrences(of: "\\\n", with: " ").replacingOccurrences(of: "|\n", with: "| ")
    return joined.split(separator: "\n").flatMap { $0.components(separatedBy: " | ") }.compactMap { part in
      guard let start = part.range(of: #"(^|[ /])corpus-tool( |$)"#, options: .regularExpression) else {
        return nil
      }
      let command = part[start.lowerBound...].drop { $0 != "c" }
      // A variable of the shell stands for a number here, and `' sh` ends a script in quotes.
      return command.replacingOccurrences(of: #""\$[A-Z_]+""#, with: "1", options: .regularExpression)
        .replacingOccurrences(of: #" >.*"#, with: "", options: .regularExpression)
        .trimmingCharacters(in: .whitespaces)
    }
  }
}

/// What README and the pages of `docs/` tell to type exists: every command and option of their blocks is understood.
@Suite struct READMETests {
  @Test func commandsAreFound() {
    let pages = DocumentationPage.all.map(\.path)
    #expect(pages.count >= 15 && pages.contains("docs/layouts.md"))
    #expect(DocumentedCommand.all.count { $0.page == "README.md" } >= 12)
    #expect(DocumentedCommand.all.count { $0.page == "docs/llava.md" } == 13)
    #expect(DocumentedCommand.all.count >= 90)
  }

  @Test func commandsAreFoundWhereverTheyStand() {
    let block = """
      make demo
      .build/release/corpus-tool query --top 10   # a comment
      corpus-tool index --csv "$PWD" |
        sed -n 's/,read,$//p' > shards.txt
      awk 1 list |
        corpus-tool scan --threads "$CPUS" > "scan.$ID.jsonl"
      xargs sh -c \\
        'echo "$@" | corpus-tool scan --threads 1 >> scan.$$.jsonl' sh
      spark-submit --files corpus-tool,lib.so spark.py
      """
    #expect(
      DocumentedCommand.commands(in: block) == [
        "corpus-tool query --top 10   # a comment", "corpus-tool index --csv 1",
        "corpus-tool scan --threads 1", "corpus-tool scan --threads 1",
      ])
  }

  /// In an empty folder the files are missing, which is a failure and not a usage error.
  @Test(arguments: DocumentedCommand.all) func isUnderstood(_ command: DocumentedCommand) throws {
    let folder = try TemporaryFolder()
    // What lies on servers is refused before one is asked: the hub's cache is empty, and of the keys one is missing.
    let apart =
      "export HF_HUB_OFFLINE=1 HF_HOME=none AWS_ACCESS_KEY_ID=a AWS_SECRET_ACCESS_KEY= GS_ACCESS_KEY_ID=a; "
    let run = try Binary.shell(apart + command.line, folder: folder.url)
    #expect(run.status == 0 || run.status == 1, "\(command.line): \(run.stderr)")
  }

  /// A block without the language `sh` would not be tested.
  @Test func commandsAreInShellBlocks() {
    for page in DocumentationPage.all {
      for block in page.blocks where block.language != "sh" {
        #expect(DocumentedCommand.commands(in: block.text) == [], "\(page.path)")
      }
    }
  }

  @Test func linksLeadToFiles() {
    for page in DocumentationPage.all {
      let folder = ProjectPaths.root.appending(path: page.path).deletingLastPathComponent()
      for link in page.links {
        #expect(
          FileManager.default.fileExists(atPath: folder.appending(path: link).path), "\(page.path): \(link)")
      }
    }
  }

  @Test func theIndexListsEveryPage() throws {
    let index = try #require(DocumentationPage.all.first { $0.path == "docs/README.md" })
    for page in DocumentationPage.all where page.path.hasPrefix("docs/") && page.path != index.path {
      #expect(index.links.contains(String(page.path.dropFirst("docs/".count))), "\(page.path)")
    }
  }

  /// README leads; what is longer belongs on a page of its own.
  @Test func theREADMEIsShort() throws {
    let readme = try #require(DocumentationPage.all.first { $0.path == "README.md" })
    #expect(readme.text.split(separator: "\n", omittingEmptySubsequences: false).count <= 181)
  }
}
