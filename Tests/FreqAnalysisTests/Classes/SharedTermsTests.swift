import Corpus
import Testing

@testable import FreqAnalysis

@Suite struct SharedTermsTests {
  private func set(_ classes: [[String]]) -> ClassSet {
    ClassSet(
      name: "s",
      classes: classes.map { terms in
        ClassSet.Class(
          name: terms[0],
          terms: terms.enumerated().map { .init($1, kind: $0 == 0 ? .name : .alias) })
      })
  }

  @Test func findsTermsOfTwoClasses() {
    let shared = SharedTerms(
      set([
        ["crane"], ["tench", "Tinca tinca"], ["Crane"], ["ant", "pismire", "pismire!"], ["machine", "CRANE"],
      ])
    ).shared
    #expect(
      shared == [
        .init(
          words: "crane",
          uses: [.init(classIndex: 0, term: 0), .init(classIndex: 2, term: 0), .init(classIndex: 4, term: 1)])
      ])
  }

  @Test func findsTermsInsideOtherClassesTerms() {
    let terms = set([
      ["shark"], ["hammerhead shark"], ["great white shark", "shark tooth"], ["white"],
      ["St. Bernard", "St"],
      ["sharks"], ["baluster / handrail"], ["baluster handrail post"], ["handrail"],
    ])
    let found = SharedTerms(terms).contained.map { pair in
      terms.classes[pair.inner.classIndex].terms[pair.inner.term].text + " < "
        + terms.classes[pair.outer.classIndex].terms[pair.outer.term].text
    }
    #expect(
      found == [
        "shark < hammerhead shark", "shark < great white shark", "shark < shark tooth",
        "white < great white shark", "baluster / handrail < baluster handrail post",
        "handrail < baluster / handrail", "handrail < baluster handrail post",
      ])
  }

  @Test func signsBetweenWordsMustBeAllowed() {
    let terms = set([["a b"], ["x a / b"], ["a-b c"], ["a / b"]])
    #expect(
      SharedTerms(terms).contained == [
        .init(inner: .init(classIndex: 0, term: 0), outer: .init(classIndex: 2, term: 0)),
        .init(inner: .init(classIndex: 3, term: 0), outer: .init(classIndex: 1, term: 0)),
        .init(inner: .init(classIndex: 3, term: 0), outer: .init(classIndex: 2, term: 0)),
      ])
  }

  @Test func listsNamesInParentheses() {
    #expect(
      SharedTerms(set([["tench"], ["kite (bird)"], ["ram (sheep)", "ram"]])).parenthesised == [
        .init(classIndex: 1, base: "kite", hasBase: false), .init(classIndex: 2, base: "ram", hasBase: true),
      ])
  }

  @Test func longTermsTakeTimeInProportion() {
    let long = (0..<20_000).map { "w\($0 % 7)" }.joined(separator: " ")
    #expect(SharedTerms(set([["w1 w2"], [long], ["w3"]])).contained.count == 2)
  }
}
