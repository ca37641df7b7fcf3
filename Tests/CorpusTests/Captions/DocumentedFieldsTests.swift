import Foundation
import TestSupport
import Testing

@testable import Corpus

/// `docs/layouts.md` lists the fields that are text in the order in which they are preferred.
@Suite struct DocumentedFieldsTests {
  @Test func everyFieldIsListedInOrder() throws {
    let page = try String(contentsOf: ProjectPaths.root.appending(path: "docs/layouts.md"), encoding: .utf8)
    var rest = try #require(page.range(of: "## What text is read\n").map { page[$0.upperBound...] })
    for shape in TextFields.shapes {
      for field in shape.fields {
        // A conversation's fields are told by their lists, then by their parts.
        let name = field.path.split(separator: "[]")[0]
        let isPart = field.path.contains("[]") && shape.fields.count > 1
        let shown = isPart ? "`\(name)" : "`\(field.path)`"
        #expect(rest.contains(shown), "\(field.path) of \(shape.name)")
      }
      let first = shape.fields[0].path
      let key = shape.fields.count > 1 ? "`\(first.split(separator: "[]")[0])`" : "`\(first)`"
      guard let found = rest.range(of: key) else {
        Issue.record("\(key) is missing, or not in its order")
        return
      }
      rest = rest[found.lowerBound...]
    }
  }
}
