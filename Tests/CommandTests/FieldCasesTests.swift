import Foundation
import TestSupport
import Testing

/// The small files of the shared data, each of a shape that people have, are read as meant or refused in words.
@Suite(.enabled(if: ProjectPaths.hasOracle, "needs the shared data and Python"))
struct FieldCasesTests {
  @Test func everyCaseHolds() throws {
    let script = ProjectPaths.sharedFile("field/check.py").path
    let run = try Run.python([script, Binary.url.path])
    #expect(run.status == 0, "\(run.stdout.suffix(4000))\(run.stderr.suffix(1000))")
    #expect(run.stdout.contains("cases hold"))
  }
}
