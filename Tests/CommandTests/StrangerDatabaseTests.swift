import Foundation
import TestSupport
import Testing

/// Databases that somebody else altered, with Python's sqlite3: an error in a sentence, no trap, no hang, no other answer.
@Suite(.enabled(if: ProjectPaths.python != nil, "needs the project's Python"))
final class StrangerDatabaseTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(
      "names.json", #"{"tench": ["tinca"], "great white shark": ["shark", "white shark"], "crane": []}"#)
    try folder.write(
      "a.jsonl", "{\"caption\": \"a tench, a tinca\"}\n{\"caption\": \"a shark and a crane\"}\n")
    try folder.write("b.jsonl", "{\"caption\": \"a crane, another crane\"}\n")
    try folder.write("model.json", #"{"tench": 0.5, "great white shark": 0.25, "crane": 1}"#)
    for words in [
      ["index", "--classes", "names.json", "--corpus", "c", "a.jsonl"],
      ["index", "--classes", "names.json", "--corpus", "d", "b.jsonl"],
      ["accuracy", "add", "--classes", "names", "model.json"],
      ["examples", "crane", "--audit", "sheet.csv", "-n", "2"],
    ] {
      let run = try Binary.run(words, folder: folder.url)
      try #require(run.status == 0, "\(words): \(run.stderr)")
    }
  }

  /// The commands that read a database, and a merge from it, each with a bound on its time.
  private static let readers: [String] = [
    "query --db evil.sqlite --role all --rules word", "query --db evil.sqlite --by term --rules word",
    "query --db evil.sqlite --by shard --rules word",
    "query --db evil.sqlite --by role --role all --rules word",
    "query --db evil.sqlite --top 2 --by corpus --rules word",
    "query --db evil.sqlite --precision --rules word",
    "correlate --db evil.sqlite --rules word", "export --db evil.sqlite --binned --rules word",
    "report --db evil.sqlite --resamples 9 --rules word -o report.html --replace", "shards --db evil.sqlite",
    "verify --db evil.sqlite", "classes show --db evil.sqlite", "audit list --db evil.sqlite",
    "merge --db fresh.sqlite evil.sqlite", "merge --db evil.sqlite corpus.sqlite",
    "index --db evil.sqlite --classes names --corpus d a.jsonl", "forget --db evil.sqlite --corpus d",
  ]

  /// Makes `evil.sqlite`: a copy in which a script did what it liked.
  private func alter(_ script: String) throws {
    for name in ["evil.sqlite", "fresh.sqlite"] {
      for suffix in ["", "-wal", "-shm", "-journal"] {
        try? FileManager.default.removeItem(atPath: folder.path(name + suffix))
      }
    }
    let run = try Run.python([
      "-c",
      """
      import sqlite3, sys
      source, db = (sqlite3.connect(sys.argv[1] + name, isolation_level=None) for name in ("/corpus.sqlite", "/evil.sqlite"))
      source.backup(db)
      def script(text):
          db.executescript(text)
      \(script)
      db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
      """, folder.url.path,
    ])
    try #require(run.status == 0, "\(script): \(run.stderr)")
  }

  private func run(_ command: String) throws -> Run {
    try Binary.shell("timeout 60 corpus-tool \(command)", folder: folder.url)
  }

  private static let endless = """
    CREATE VIEW {} AS WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n) SELECT 1 AS class, i AS position, \
    'x' AS text, 'name' AS kind FROM n
    """

  /// What is done to the schema, and what every command says of it.
  private static let schemas: [(script: String, told: String)] = [
    (
      "script('DROP TABLE term; ' + '''\(endless)'''.replace('{}', 'term'))", "it has no table `term`"
    ),
    (
      "script('CREATE TRIGGER t AFTER INSERT ON shard BEGIN DELETE FROM corpus_class; END')",
      "it has the trigger `t`"
    ),
    (
      "script(\"CREATE TRIGGER t INSTEAD OF INSERT ON class_frequency BEGIN SELECT 1; END\")",
      "it has the trigger `t`"
    ),
    (
      "script('DROP VIEW shard_term; CREATE VIEW shard_term AS SELECT shard, role, class, 0 AS position, 9 AS mentions, 9 AS captions FROM shard_class')",
      "it has another view `shard_term`"
    ),
    (
      "script('ALTER TABLE corpus_class ADD COLUMN more INTEGER GENERATED ALWAYS AS (mentions + 1)')",
      "it has another table `corpus_class`"
    ),
    ("script('DROP TABLE accuracy')", "it has no table `accuracy`"),
    ("script('DROP INDEX shard_place_of_shard')", "it has no index `shard_place_of_shard`"),
    (
      "script(\"CREATE INDEX i ON corpus (length(printf('%.*c', 100000000, 'x') || name))\")",
      "it has the index `i`"
    ),
  ]

  @Test func anAlteredSchemaIsRefused() throws {
    for (script, told) in Self.schemas {
      try alter(script)
      for command in Self.readers {
        let run = try run(command)
        #expect(run.status == 1 && run.stdout == "", "\(told): \(command): \(run.stdout)")
        #expect(
          run.stderr.contains(
            "evil.sqlite: the database was altered by something other than corpus-tool: \(told)"),
          "\(command): \(run.stderr)")
      }
    }
  }

  /// Tables, views and indexes of the owner's own, other spacing and comments, and SQLite's statistics are no harm.
  @Test func whatTheOwnerAddsIsNoHarm() throws {
    try alter(
      """
      script("CREATE TABLE mine (a); CREATE INDEX mine_a ON mine (a); CREATE VIEW ours AS SELECT * FROM mine; ANALYZE")
      db.execute("PRAGMA writable_schema = ON")
      db.execute("UPDATE sqlite_schema SET sql = replace(replace(sql, ' -- the class', ' /* a class; */ -- it'), ',  ', ',\\n')")
      db.execute("PRAGMA writable_schema = RESET")
      """)
    for command in Self.readers where command != "forget --db evil.sqlite --corpus d" {
      let run = try run(command)
      #expect(run.status == 0, "\(command): \(run.stderr)")
    }
  }

  /// Numbers that no corpus has; each is an error or is told by `verify`, and none ends a command with a signal.
  @Test func numbersOutOfRangeAreErrors() throws {
    let big = "9223372036854775807"
    let scripts: [(statement: String, commands: [String], told: String)] = [
      (
        "UPDATE corpus_class SET mentions = \(big), captions = \(big)",
        ["query --db evil.sqlite --rules word"], "a count in the database is out of range"
      ),
      (
        "UPDATE corpus_class SET mentions = 1000000000000000, captions = 1000000000000000",
        ["query --db evil.sqlite --rules word"], "a sum of counts in the database is out of range"
      ),
      (
        "UPDATE corpus_class SET captions = -5", ["query --db evil.sqlite --rules word"],
        "a count in the database is out of range"
      ),
      (
        "UPDATE corpus_term SET mentions = \(big)", ["query --db evil.sqlite --by term --rules word"],
        "out of range"
      ),
      (
        "UPDATE corpus_term SET position = -3 WHERE position = 1",
        ["query --db evil.sqlite --by term --rules word"], "out of range"
      ),
      (
        "UPDATE corpus_term SET position = \(big) WHERE position = 1",
        ["query --db evil.sqlite --by term --rules word"], "out of range"
      ),
      (
        "UPDATE shard_class SET captions = \(big), repeats = \(big)",
        ["query --db evil.sqlite --by shard --rules word"], "in the database is out of range"
      ),
      (
        "UPDATE shard_class SET captions = \(big), repeats = \(big)",
        ["merge --db fresh.sqlite evil.sqlite"], "the database is corrupt (a row of the shard "
      ),
      (
        "UPDATE shard_class SET class = -9223372036854775808 WHERE class = 1",
        ["query --db evil.sqlite --by shard --rules word"], "in the database is out of range"
      ),
      (
        "UPDATE shard_class SET class = -9223372036854775808 WHERE class = 1",
        ["merge --db fresh.sqlite evil.sqlite"], "the database is corrupt (a row of the shard "
      ),
      (
        "UPDATE corpus_class SET class = 77 WHERE class = 1", ["query --db evil.sqlite --rules word"],
        "a class in the database is out of range"
      ),
      (
        "UPDATE accuracy SET class = 77 WHERE class = 1", ["correlate --db evil.sqlite --rules word"],
        "a class in the database is out of range"
      ),
      (
        "UPDATE accuracy SET correct = \(big), total = \(big)", ["correlate --db evil.sqlite --rules word"],
        "a number of answers in the database is out of range"
      ),
      (
        "UPDATE class SET term_count = \(big)", ["query --db evil.sqlite --rules word"],
        "a class in the database is out of range"
      ),
      (
        "UPDATE class SET term_count = 0", ["query --db evil.sqlite --by term --rules word"],
        "a class in the database is out of range"
      ),
      (
        "UPDATE corpus_role SET role = 300, captions = \(big)", ["verify --db evil.sqlite"],
        "a role in the database is out of range"
      ),
      (
        "UPDATE shard SET captions_human = \(big)",
        ["extract crane --db evil.sqlite --corpus c --columns key -o -"],
        "a count in the database is out of range"
      ),
      (
        "UPDATE shard SET records = -9223372036854775808",
        ["extract crane --db evil.sqlite --corpus c --columns key -o -"],
        "a count in the database is out of range"
      ),
      (
        "INSERT INTO shard_rows (shard, folder, file, rows, size, digest) SELECT id, char(47), char(114), \(big), 1, digest FROM shard",
        ["rows list --db evil.sqlite", "verify --db evil.sqlite"], "a count in the database is out of range"
      ),
      (
        "UPDATE corpus_role SET role = -1", ["verify --db evil.sqlite"],
        "a role in the database is out of range"
      ),
      (
        "UPDATE shard SET records = \(big), captions_caption = \(big), text_bytes = \(big)",
        ["shards --db evil.sqlite", "verify --db evil.sqlite", "merge --db fresh.sqlite evil.sqlite"],
        "out of range"
      ),
      (
        "UPDATE corpus_total SET text_bytes = \(big), records = \(big)",
        ["index --db evil.sqlite --classes names --corpus c b.jsonl"], "a sum of counts is out of range"
      ),
      (
        "UPDATE corpus_class SET mentions = \(big), captions = \(big)",
        ["index --db evil.sqlite --classes names --corpus c b.jsonl"], "a sum of counts is out of range"
      ),
      (
        "UPDATE audit_mention SET class = \(big)", ["merge --db fresh.sqlite evil.sqlite"],
        "a class in the database is out of range"
      ),
    ]
    for (statement, commands, told) in scripts {
      try alter("script('PRAGMA foreign_keys = OFF; \(statement)')")
      for command in commands + Self.readers.filter({ !commands.contains($0) }) {
        let run = try run(command)
        #expect(run.status == 0 || run.status == 1, "\(statement): \(command): \(run.status) \(run.stderr)")
        guard commands.contains(command) else { continue }
        #expect(
          run.status == 1 && run.stderr.contains(told), "\(statement): \(command): \(run.stderr)\(run.stdout)"
        )
      }
    }
  }

  /// A merge looks at every value of the other file first, since its bytes may say what no statement could.
  @Test func aMergeLooksAtEveryValueFirst() throws {
    try alter(
      """
      db.execute("PRAGMA writable_schema = ON")
      db.execute("UPDATE sqlite_schema SET sql = replace(replace(sql, 'STRICT', ''), 'INTEGER NOT NULL', 'TEXT')")
      db.close()
      db = sqlite3.connect(sys.argv[1] + "/evil.sqlite", isolation_level=None)
      script("PRAGMA foreign_keys = OFF; UPDATE shard_class SET captions = 'many'; UPDATE class SET term_count = NULL")
      db.execute("PRAGMA writable_schema = ON")
      for row in source.execute("SELECT name, sql FROM sqlite_schema WHERE sql NOT NULL").fetchall():
          db.execute("UPDATE sqlite_schema SET sql = ? WHERE name = ?", (row[1], row[0]))
      """)
    let merged = try run("merge --db fresh.sqlite evil.sqlite")
    #expect(
      merged.status == 1 && merged.stderr.contains("evil.sqlite: the database is corrupt ("),
      "\(merged.stderr)")
  }
}
