import TestSupport
import Testing

@Suite struct PlaceTests {
  @Test func rootHoldsTheSchema() {
    #expect(ProjectPaths.root.path != "/")
  }
}
