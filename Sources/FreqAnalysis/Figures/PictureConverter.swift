import Foundation

/// Makes PNG of SVG with the program rsvg-convert, where it is installed.
public enum PictureConverter {
  /// Why there is no PNG.
  public enum Failure: Error, Sendable, Equatable, CustomStringConvertible {
    /// The program is not there.
    case notInstalled
    /// The program failed.
    case failed(status: Int32)

    /// The failure as a sentence.
    public var description: String {
      switch self {
      case .notInstalled:
        "PNG needs rsvg-convert, which is not installed (on Debian: apt-get install librsvg2-bin); .svg needs nothing"
      case .failed(let status): "rsvg-convert exited with status \(status)"
      }
    }
  }

  /// Converts a picture at twice its size.
  ///
  /// - Throws: `Failure`, or what the file system says.
  public static func png(of svg: String) throws -> [UInt8] {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    let program = path.split(separator: ":").map { "\($0)/rsvg-convert" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
    guard let program else { throw Failure.notInstalled }
    let folder = FileManager.default.temporaryDirectory.appending(path: "corpus-tool-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (source, target) = (folder.appending(path: "picture.svg"), folder.appending(path: "picture.png"))
    try Data(svg.utf8).write(to: source)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = ["--zoom", "2", "-o", target.path, source.path]
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failure.failed(status: process.terminationStatus) }
    return Array(try Data(contentsOf: target))
  }
}
