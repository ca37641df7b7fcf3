import Corpus
import Testing

@testable import FreqAnalysis

/// Source text of other languages than those that are told elsewhere.
@Suite struct SourceTextTests {
  private static let instead = "not a class list; write its names as a JSON list, or one per line"
  static let sources: [(String, String)] = [
    ("export const X = {0: \"tench\"};\n", "this is JavaScript, \(instead)"),
    (
      "export const X: Record<number, string> = {\n  0: \"tench\",\n  1: \"goldfish\",\n};\n",
      "this is JavaScript, \(instead)"
    ),
    ("export default [\"tench\"];\n", "this is JavaScript, \(instead)"),
    ("const names: string[] = [\"tench\"]\n", "this is JavaScript, \(instead)"),
    ("module.exports = {0: 'tench'};", "this is JavaScript, \(instead)"),
    ("c(\"tench\",\"goldfish\")\n", "this is R source, \(instead)"),
    ("names <- c(\"tench\",\n  \"goldfish\")\n", "this is R source, \(instead)"),
    ("list('tench', 'goldfish')\n", "this is R source, \(instead)"),
    ("<class name=\"tench\"/>\n<class name=\"goldfish\"/>\n", "this is XML, \(instead)"),
    ("<classes>\n  <name>tench</name>\n</classes>\n", "this is XML, \(instead)"),
    ("<name>tench</name>", "this is XML, \(instead)"),
    ("static const char *names[] = {\"tench\", \"ant\"};\n", "this is source code, \(instead)"),
    ("let names = [\"tench\"]", "this is JavaScript, \(instead)"),
    (
      "\"tench\", \"goldfish\"\n",
      "several names in quotes stand in one line; write them as a JSON list, with [ before and ] behind, or one per line"
    ),
    (
      "'tench', 'goldfish'\n'ant', 'bee'\n",
      "several names in quotes stand in one line; write them as a JSON list, with [ before and ] behind, or one per line"
    ),
  ]

  @Test(arguments: sources) func refusesSources(_ text: String, _ sentence: String) {
    #expect(ReadClassList.refusal(text) == "list: " + sentence)
  }

  static let noSources = [
    ClassListCase("a tag that is no element", "<PERSON>\n<ORG>\n", .lines, ["<PERSON>", "<ORG>"]),
    ClassListCase(
      "a letter with a parenthesis", "c (programming language)\n", .lines, ["c (programming language)"]),
    ClassListCase("quoted cells", "\"n01440764\",\"tench\"\n", .csv, ["tench [n01440764]"]),
    ClassListCase(
      "quotations", "\"tench\", a fish\n\"ant\", an insect\n", .lines,
      ["\"tench\", a fish", "\"ant\", an insect"]),
  ]

  @Test(arguments: noSources) func readsWhatIsNoSource(_ list: ClassListCase) throws { try list.check() }
}
