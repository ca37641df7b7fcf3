import Foundation
import TestSupport
import Testing

/// A sheet of mentions drawn, filled in, added, and seen in `query` and `export`.
@Suite struct AuditCommandTests {
  private static let names = #"["crane", "=cmd", "dog", "never", "a;b\"c"]"#

  /// A corpus of 60 mentions of crane in 50 captions, and captions that a spreadsheet would take for formulas.
  private static func folder(matching: String = "word") throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("names.json", names)
    let captions =
      (0..<40).map { "=HYPERLINK(\\\"x\\\") crane \($0)" } + (0..<10).map { "+1 crane, \\\"crane\\\" \($0)" }
      + ["@cmd", "-dog", "dog;dog\\n=dog"]
    try folder.write("a.jsonl", captions.map { "{\"caption\": \"\($0)\"}\n" }.joined())
    try run("index --classes names.json --corpus c --matching \(matching) a.jsonl", folder)
    return folder
  }

  @discardableResult
  private static func run(_ line: String, _ folder: TemporaryFolder, status: Int32 = 0) throws -> Run {
    let run = try Binary.shell("corpus-tool \(line)", folder: folder.url)
    #expect(run.status == status, "\(line): \(run.stdout)\(run.stderr)")
    return run
  }

  /// The rows of a sheet, its header first; no cell of these sheets holds a line break.
  private static func sheet(_ folder: TemporaryFolder, _ name: String = "s.csv") throws -> [String] {
    String(decoding: try Data(contentsOf: folder.url.appending(path: name)), as: UTF8.self)
      .split(separator: "\n").map(String.init)
  }

  /// Fills a sheet in: the answer of each row by its number.
  private static func fill(
    _ folder: TemporaryFolder, _ name: String = "s.csv", as target: String = "f.csv",
    _ answer: (Int) -> String
  ) throws {
    let rows = try sheet(folder, name)
    let filled = rows.dropFirst().enumerated().map { index, row in
      let number = row.prefix { $0 != "," }
      return "\(number),\(answer(index + 1))\(row.dropFirst(number.count + 1))"
    }
    try folder.write(target, ([rows[0]] + filled).joined(separator: "\r\n") + "\r\n,,,,,,,,,,\r\n")
  }

  @Test func fromTheSheetToTheCorrectedMentions() throws {
    let folder = try Self.folder()
    let drawn = try Self.run("examples --audit s.csv -n 8 --seed 3 crane '=cmd' never", folder)
    #expect(
      drawn.stdout == "" && drawn.stderr.contains(" 9 of 61 by the rule set word in c, roles caption, seed 3")
    )
    let rows = try Self.sheet(folder)
    #expect(
      rows[0]
        == "\u{FEFF}number,is_this_the_class,class,before,mention,after,term,role,shard,record,sample")
    #expect(rows.count == 10 && rows[9].contains(",'=cmd,'@,cmd,,'=cmd,caption,"))
    // No cell would be taken for a formula.
    for row in rows.dropFirst() {
      #expect(
        !row.contains(",=") && !row.contains(",\"=") && !row.contains(",+") && !row.contains(",@"), "\(row)")
    }
    // A sheet that is there is not written over.
    #expect(
      try Self.run("examples --audit s.csv crane", folder, status: 1).stderr.contains(
        "already exists and may contain answers"))

    try Self.fill(folder) { $0 == 9 ? "n" : $0 < 4 ? "Yes" : $0 == 8 ? "" : "N" }
    let added = try Self.run("audit add f.csv --format csv", folder)
    #expect(
      added.stdout.split(separator: "\n").map { $0.split(separator: ",").prefix(5).joined(separator: ",") }
        == [
          "class_index,class,drawn,judged,precision", "0,crane,8,7,0.42857142857142855", "1,=cmd,1,1,0.0",
        ])
    #expect(added.stderr.contains("8 added") && added.stderr.contains("1 row has no answer"))
    #expect(try Self.run("audit add f.csv", folder).stderr.contains("0 added, 8 already known"))

    let table = try Self.run("query --precision --format csv", folder).stdout.split(separator: "\n")
    #expect(
      table[0]
        == "class_index,class,mentions,captions,judged,precision,precision_low,precision_high,corrected_mentions,"
        + "corrected_low,corrected_high")
    // Wilson's interval of 3 of 7 is (0.158, 0.750).
    #expect(table[1].hasPrefix("0,crane,60,50,7,0.42857142857142855,0.1582"), "\(table[1])")
    // SciPy's hypergeometric tails of 3 of 7 out of 60 are 2.5 % or more from 7 to 47 of the class.
    #expect(table[1].hasSuffix(",25.71428571428571,7.0,47.0") && table[1].contains(",0.7495"), "\(table[1])")
    #expect(table[2].hasPrefix("1,=cmd,1,1,1,0.0,0.0,0.79") && table[2].hasSuffix(",0.0,0.0,0.0"), "\(table)")
    #expect(table[3] == "2,dog,4,2,,,,,,,", "\(table)")
    let points = try Self.run("export --precision", folder).stdout.split(separator: "\n")
    #expect(
      points[0].hasSuffix(
        ",total,judged,precision,precision_low,precision_high,corrected_mentions,corrected_low,corrected_high"
      ))
    #expect(points[1].hasSuffix(",25.71428571428571,7.0,47.0"))
    let plain = try Self.run("query --format csv", folder).stdout
    #expect(plain.hasPrefix("class_index,class,mentions,captions\n"))
    let list = try Self.run("audit list --format csv", folder).stdout.split(separator: "\n")
    #expect(list.count == 2 && list[1].hasSuffix(",names,word,c,caption,3,9,8"), "\(list)")
    #expect(try Self.run("verify", folder).stdout.contains("problems  0"))
    try Self.run("forget --corpus c", folder)
    #expect(try Self.run("audit add f.csv", folder, status: 1).stderr.contains("the database has no sample"))
  }

  @Test func hostileSheetsAreRefusedWhole() throws {
    let folder = try Self.folder()
    try Self.run("examples --audit s.csv -n 3 crane dog '=cmd'", folder)
    try Self.run("examples --audit t.csv -n 3 --seed 9 dog", folder)
    let rows = try Self.sheet(folder)
    try Self.fill(folder) { _ in "y" }
    let good = String(decoding: try Data(contentsOf: folder.url.appending(path: "f.csv")), as: UTF8.self)
    let lines = good.components(separatedBy: "\r\n")
    func refusal(_ text: String, _ place: Int = #line) throws -> String {
      try folder.write("bad.csv", text)
      let run = try Self.run("audit add bad.csv", folder, status: 1)
      #expect(
        run.stdout == "" && run.stderr.split(separator: "\n").count == 1, "line \(place): \(run.stderr)")
      return run.stderr
    }
    let other = try Self.sheet(folder, "t.csv")[1]
    func changed(_ change: (inout [String]) -> Void) -> String {
      var copy = lines
      change(&copy)
      return copy.joined(separator: "\n")
    }
    #expect(try refusal("").contains("empty"))
    #expect(try refusal("a,b\n1,2\n").contains("number"))
    #expect(try refusal(good.replacing("is_this_the_class", with: "answer")).contains("is_this_the_class"))
    #expect(try refusal(good.replacing("is_this_the_class", with: "number")).contains("duplicated"))
    #expect(try refusal(rows[0]).contains("no row has an answer"))
    #expect(try refusal(rows.joined(separator: "\n")).contains("no row has an answer"))
    #expect(
      try refusal(changed { $0.insert($0[1], at: 3) }).contains("line 4: number 1 is already in line 2"))
    #expect(
      try refusal(changed { $0[1] = $0[1].replacing("1,y,crane,", with: "1,y,dog,") })
        .contains("line 2: number 1 of the sample is of the class `crane`, not `dog`"))
    #expect(
      try refusal(changed { $0[1] = $0[1].replacing("1,y,", with: "1,perhaps,") })
        .contains("line 2: the answer is `perhaps`, not y or n"))
    for number in ["0", "8", "-1", "", "1e99", "x", "99999999999999999999"] {
      #expect(
        try refusal(changed { $0[1] = $0[1].replacing("1,y,", with: "\(number),y,") })
          .contains("line 2: the number is `\(number)`, not one from 1 to 7"))
    }
    #expect(
      try refusal(changed { $0[2] = other }).contains("rows of the samples"))
    #expect(try refusal(good.replacing(",s-", with: ",s-0")).contains("the database has no sample `s-0"))
    #expect(try refusal(changed { $0[1] += ",more" }).contains("12 cells"))
    #expect(try refusal(good + "\"open").contains("quot"))
    #expect(try Self.run("audit list --format csv", folder).stdout.contains(",7,0\n"))

    // What a spreadsheet makes of it: other separators, other order, the apostrophe kept or taken, capitals.
    let saved = ([lines[0]] + lines[1..<8].reversed()).joined(separator: "\n").replacing(
      "'=cmd", with: "=cmd")
    try folder.write("saved.csv", saved.replacing(",y,", with: ",TRUE,"))
    #expect(try Self.run("audit add saved.csv", folder).stderr.contains("7 added"))
    let sample = lines[1].split(separator: ",").last ?? ""
    for separator in [";", "\t"] {
      let columns = ["class", "sample", "is_this_the_class", "number"]
      let text = [columns, ["crane", String(sample), "y", "2"]].map { $0.joined(separator: separator) }
      try folder.write("short.csv", text.joined(separator: "\r\n"))
      #expect(try Self.run("audit add short.csv", folder).stderr.contains("0 added, 1 already known"))
    }
    try folder.write("again.csv", good)
    #expect(try Self.run("audit add again.csv", folder).stderr.contains("0 added, 7 already known"))
    try folder.write("other.csv", good.replacing("1,y,crane", with: "1,n,crane"))
    #expect(try Self.run("audit add other.csv", folder, status: 1).stderr.contains("--replace replaces it"))
    #expect(try Self.run("audit add --replace other.csv", folder).stderr.contains("1 replaced"))
  }

  @Test func whatCannotBeSampledFairlyIsRefused() throws {
    let folder = try Self.folder()
    func refusal(_ line: String, status: Int32 = 1) throws -> String {
      try Self.run("examples --audit s.csv \(line)", folder, status: status).stderr
    }
    #expect(try refusal("never").contains("nothing mentions `never`"))
    #expect(try refusal("crown").contains("has no class `crown`"))
    #expect(try refusal("crane --matching paper").contains("there are no counts by the rule set `paper`"))
    #expect(try refusal("crane --format csv", status: 64).contains("omit --format"))
    #expect(try refusal("crane --text-field x", status: 64).contains("as they were counted"))
    try folder.write("far.json", #"{"crane": 5, "=cmd": 1, "dog": 2, "never": 3, "a;b\"c": 1}"#)
    try Self.run("frequency add --classes names.json --corpus far far.json", folder)
    #expect(try refusal("crane --corpus far --rules imported").contains("computed elsewhere"))
    // From standard input there is nothing to read again.
    try Self.run("index --classes names.json --corpus piped - < a.jsonl", folder)
    #expect(try refusal("crane --corpus piped").contains("has no file that could be read again"))
    try folder.write("a.jsonl", "{\"caption\": \"another crane\"}\n")
    #expect(try refusal("crane --corpus c").contains("has changed since it was counted"))
    try FileManager.default.removeItem(atPath: folder.path("a.jsonl"))
    #expect(try refusal("crane --corpus c").contains("has no file that could be read again"))
    #expect(!FileManager.default.fileExists(atPath: folder.path("s.csv")))
    #expect(try Self.run("audit list --format csv", folder).stdout.split(separator: "\n").count == 1)
  }

  /// Rules that say whether are sampled by captions, and shards as they were read.
  @Test func otherRulesAndReadingRules() throws {
    let folder = try Self.folder(matching: "treebank")
    try folder.write("b.jsonl", "{\"caption\": \"crane\", \"alt\": \"a crane and a crane\"}\n")
    try Self.run(
      "index --classes names.json --corpus c --matching treebank --text-field alt b.jsonl", folder)
    let drawn = try Self.run("examples --audit s.csv -n 100 --rules treebank crane", folder)
    #expect(drawn.stderr.contains("51 of 51 by the rule set treebank"), "\(drawn.stderr)")
    #expect(try Self.sheet(folder).filter { $0.contains(",a ,crane, and a crane,") }.count == 1)
    try Self.fill(folder) { $0 <= 30 ? "y" : "n" }
    try Self.run("audit add f.csv", folder)
    let table = try Self.run("query crane --precision --by corpus --format csv", folder).stdout
    #expect(table.contains("0,crane,c,51,51,51,0.5882352941176471,"), "\(table)")
    let shown = try Self.run("examples crane --rules treebank --format csv -n 100", folder)
    #expect(shown.stderr.contains("51 of 51 captions with a mention"), "\(shown.stderr)")
  }
}
