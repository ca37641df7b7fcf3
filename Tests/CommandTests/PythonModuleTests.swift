import Foundation
import TestSupport
import Testing

/// The Python module, by its own tests (`python/tests`) with the built program.
@Suite(.enabled(if: ProjectPaths.python != nil, "needs .venv")) struct PythonModuleTests {
  /// The groups that one process runs together, so that packages are loaded and the corpus is counted once for them; those that wait,
  /// or start a notebook, beside them.
  @Test(arguments: [
    ["Results", "Failures", "Names"], ["Tables", "Figures"], ["Interrupts"], ["Pages"],
  ])
  func passes(_ groups: [String]) throws {
    let tests = ProjectPaths.root.appending(path: "python/tests")
    let run = try Run(
      ProjectPaths.python ?? URL(fileURLWithPath: "/usr/bin/python3"),
      ["-B", "-W", "error", "-m", "unittest"] + groups.map { "test_corpus_tool.\($0)" },
      environment: ["CORPUS_TOOL": Binary.url.path], folder: tests)
    #expect(run.status == 0, "\(run.stderr)")
    // What was run is told at the end: a name that is no group of tests would be an error, and an empty one no test.
    #expect(run.stderr.contains("Ran ") && !run.stderr.contains("Ran 0 tests"), "\(run.stderr)")
  }
}
