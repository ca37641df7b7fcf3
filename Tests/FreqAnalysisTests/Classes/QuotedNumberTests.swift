import Corpus
import Testing

@testable import FreqAnalysis

/// Numbers in quotes behind names.
@Suite struct QuotedNumberTests {
  static let quotedNumbers = [
    ClassListCase(
      "numbers in quotes behind names", #"{"Holding something": "0", "Pushing something": "1"}"#,
      .jsonLabelNumbers,
      ["Holding something [0]", "Pushing something [1]"]),
    ClassListCase(
      "in another order, from 1", #"{"b": "2", "a": "1"}"#, .jsonLabelNumbers, ["a [1]", "b [2]"]),
    ClassListCase(
      "with gaps under a key that says so", #"{"label2id": {"b": "7", "a": "3"}, "hidden_size": 768}"#,
      .jsonLabelNumbers, ["a [3]", "b [7]"]),
    ClassListCase("one alias that is a number", #"{"seven": "7"}"#, .jsonAliases, ["seven: 7"]),
    ClassListCase("some aliases", #"{"a": "0", "b": "x"}"#, .jsonAliases, ["a: 0", "b: x"]),
  ]

  @Test(arguments: quotedNumbers) func readsNumbersInQuotes(_ list: ClassListCase) throws { try list.check() }

  @Test func refusesOtherNumbersInQuotes() {
    #expect(
      ReadClassList.refusal("{\"tench\": \"1200\",\n\"ant\": \"80\"}")
        == "list, line 1: the value of `tench` is a number in quotes; aliases must be a list of strings")
  }
}
