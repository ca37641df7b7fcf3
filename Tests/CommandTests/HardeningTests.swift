import Foundation
import TestSupport
import Testing

/// The program is linked as one that reads strangers' files has to be.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/readelf"), "needs readelf"))
struct HardeningTests {
  private let script = ProjectPaths.root.appending(path: "Scripts/hardened")

  @Test func theBuiltProgramIsHardened() throws {
    let run = try Run(script, [Binary.url.path])
    #expect(run.status == 0 && run.stderr == "", "\(run.stderr)")
  }

  /// The check can fail: a program linked without these.
  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/gcc"), "needs gcc"))
  func aSoftProgramIsTold() throws {
    let folder = try TemporaryFolder()
    let source = try folder.write("soft.c", "int main(void) { return 0; }\n")
    let program = folder.path("soft")
    let built = try Run(
      URL(fileURLWithPath: "/usr/bin/gcc"),
      ["-no-pie", "-Wl,-z,norelro", "-Wl,-z,lazy", "-Wl,-z,execstack", "-o", program, source])
    try #require(built.status == 0, "\(built.stderr)")
    let run = try Run(script, [program])
    #expect(run.status == 1)
    for lack in ["no RELRO", "no BIND_NOW", "not position independent", "an executable stack"] {
      #expect(run.stderr.contains(lack), "\(run.stderr)")
    }
  }
}
