import TestSupport
import Testing

@testable import Corpus

@Suite struct SampleTableTests {
  /// The table holds what a dictionary of the same keys holds, whatever the keys' low bits are.
  @Test(arguments: [0, 8, 60]) func holdsWhatADictionaryHolds(_ shift: Int) {
    var random = SeededRandom(seed: UInt64(shift) + 5)
    var (table, dictionary): (SampleTable, [UInt64: SampleFacts]) = (SampleTable(), [:])
    for _ in 0..<20_000 {
      // Few keys that often come again, all in a few slots where the shift is large.
      let key = max(1, random.next() % 5000 << shift)
      var facts = table[key] ?? SampleFacts()
      #expect((table[key] == nil) == (dictionary[key] == nil))
      facts.marks.formUnion(SampleFacts.Marks(rawValue: UInt8(truncatingIfNeeded: random.next() & 0x7F)))
      facts.best = min(facts.best, SampleRank("txt", .text(preference: UInt8(random.next() % 200))))
      (table[key], dictionary[key]) = (facts, facts)
    }
    #expect(table.count == dictionary.count)
    for (key, facts) in dictionary {
      #expect(table[key]?.marks == facts.marks && table[key]?.best == facts.best)
    }
  }

  @Test func theKeyOfAnEmptySlotIsAKeyToo() {
    var table = SampleTable()
    #expect(table[0] == nil)
    table[0] = SampleFacts(marks: .media)
    #expect(table[0]?.marks == .media && table.count == 1)
    table[7] = nil
    #expect(table[7] == nil)
  }
}
