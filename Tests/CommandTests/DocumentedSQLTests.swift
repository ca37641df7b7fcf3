import Foundation
import TestSupport
import Testing

/// The SQL that the pages and schema.sql tell to type never adds counts of several rule sets, class sets or stages.
@Suite(.enabled(if: ProjectPaths.python != nil)) struct DocumentedSQLTests {
  /// The statement of every `sqlite3` command, with the page that it stands on.
  static let statements: [(page: String, sql: String)] = {
    var texts = DocumentationPage.all.map { ($0.path, $0.text) }
    let schema = ProjectPaths.root.appending(path: "schema.sql")
    let head = (try? String(contentsOf: schema, encoding: .utf8))?.components(separatedBy: "PRAGMA")[0] ?? ""
    texts.append(("schema.sql", head.replacingOccurrences(of: "\n--", with: "\n")))
    return texts.flatMap { page, text in
      text.components(separatedBy: "sqlite3 corpus.sqlite \"").dropFirst().map {
        (page, String($0.prefix { $0 != "\"" }))
      }
    }
  }()

  @Test func thereAreStatements() {
    #expect(Self.statements.count { $0.sql.contains("captions") } >= 3)
    #expect(Self.statements.contains { $0.page == "schema.sql" })
  }

  /// `newt` has 162 captions by one rule set and 110 by another, and each is told apart: never 272, nor with what another
  /// class set or a human's words add.
  @Test func countsOfSeveralRuleSetsStayApart() throws {
    let folder = try TemporaryFolder()
    let lines =
      String(repeating: "{\"caption\": \"a newt\"}\n", count: 110)
      + String(repeating: "{\"caption\": \"a crested newt\"}\n", count: 52)
    try folder.write("a.jsonl", lines)
    try folder.write("names.json", #"["newt", "crested newt"]"#)
    try folder.write("other.json", #"["newt", "toad"]"#)
    try folder.write(
      "talk.json",
      #"[{"conversations": [{"from": "human", "value": "Is it a newt?"}, {"from": "gpt", "value": "a dog"}]}]"#
    )
    func index(_ arguments: String...) throws {
      let run = try Binary.run(
        ["index", "--corpus", "c", "a.jsonl", "talk.json"] + arguments, folder: folder.url)
      #expect(run.status == 0, "\(run.stderr)")
    }
    try index("--classes", "names.json")
    try index("--classes", "names.json", "--overlap", "longest")
    try index("--classes", "other.json")
    let script = """
      import json, sqlite3, sys
      db = sqlite3.connect(sys.argv[1])
      print(json.dumps([[[str(c) for c in row] for row in db.execute(sql)] for sql in json.load(sys.stdin)]))
      """
    let run = try Run.python(
      ["-c", script, folder.path("corpus.sqlite")], input: JSONEncoder().encode(Self.statements.map(\.sql)))
    let answers = try JSONDecoder().decode([[[String]]].self, from: run.output)
    #expect(answers.count == Self.statements.count, "\(run.stderr)")
    for (statement, rows) in zip(Self.statements, answers) where statement.sql.contains("SUM(captions)") {
      let newts = rows.filter { $0.contains("newt") }.compactMap { row in
        row.last.map { "\(row[0]) \(row[1]) \($0)" }
      }
      #expect(
        newts.sorted() == ["names word 162", "names word,longest 110", "other word 162"],
        "\(statement.page): \(statement.sql)")
    }
  }
}
