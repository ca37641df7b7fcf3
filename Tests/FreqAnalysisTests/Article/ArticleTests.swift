import FreqAnalysis
import Foundation
import TestSupport
import Testing

/// The articles' code is the code of this folder, which is compiled and run here.
@Suite struct ArticleTests {
  @Test(arguments: ["CountAndCorrelate", "ReadAndCorrelate"])
  func theArticleShowsTheCodeThatIsCompiled(_ name: String) throws {
    let article = try String(
      contentsOf: ProjectPaths.root.appending(
        path: "Sources/FreqAnalysis/FreqAnalysis.docc/\(name).md"), encoding: .utf8)
    let code = try String(
      contentsOf: ProjectPaths.root.appending(
        path: "Tests/FreqAnalysisTests/Article/\(name).swift"), encoding: .utf8)
    #expect(article.contains("```swift\n\(code)```\n"))
    // About twenty lines, those that only explain or space aside.
    let lines = code.split(separator: "\n").filter { !$0.hasPrefix("  //") && $0 != "" }
    #expect(lines.count < 28)
  }

  @Test func theCodeCountsAndCorrelates() async throws {
    let folder = try TemporaryFolder()
    var demo = DemoData()
    demo.pretrainCaptions = 3_000
    demo.conversations = 0
    let files = try demo.write(to: folder.url.path)
    let lines = try await countAndCorrelate(
      classes: files.classes, accuracies: files.predictions, shards: files.pretrain,
      database: folder.path("corpus.sqlite"))
    #expect(lines.count == 1)
    let words = try #require(lines.first).split(separator: " ")
    #expect(words.first == "simulated-model:" && words.suffix(3).joined(separator: " ") == "over 100 classes")
    let rho = try #require(Double(words[3]))
    #expect(rho > 0.3 && rho < 1)
  }

  @Test func theCodeReadsAndCorrelatesWithoutADatabase() async throws {
    let folder = try TemporaryFolder()
    let captions = ["a dog", "dog and dog", "a cat", "a dog with a bird", "nothing", "a cat, a fish", "dog"]
    let shard = try folder.write("captions.txt", captions.map { $0 + "\n" }.joined())
    let classes = ["dog", "cat", "bird", "fish", "newt"]
    // SciPy's spearmanr([4, 2, 1, 1, 0], [0.9, 0.5, 0.6, 0.2, 0.1]).
    let found = try await readAndCorrelate(
      shard: .file(path: shard), classes: classes, accuracies: [0.9, 0.5, 0.6, 0.2, 0.1])
    #expect(found.hasPrefix("rho = 0.82078268166812"))
  }
}
