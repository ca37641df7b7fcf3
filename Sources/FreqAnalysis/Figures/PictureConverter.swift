import Foundation

/// Makes PNG and PDF of SVG with the program rsvg-convert, where it is installed.
public enum PictureConverter {
  /// What SVG is made into.
  public enum Format: String, Sendable, Hashable {
    /// Pixels: two for each one of the picture, or 300 an inch where its width is one on paper.
    case png
    /// A page as large as the picture, with its letters as letters.
    case pdf
  }

  /// Why there is no picture.
  public enum Failure: Error, Sendable, Equatable, CustomStringConvertible {
    /// The program is not there.
    case notInstalled
    /// The program failed.
    case failed(status: Int32)

    /// The failure as a sentence.
    public var description: String {
      switch self {
      case .notInstalled:
        "PNG and PDF need rsvg-convert, which is not installed (on Debian: apt-get install librsvg2-bin); .svg needs nothing"
      case .failed(let status): "rsvg-convert exited with status \(status)"
      }
    }
  }

  /// Converts a picture.
  ///
  /// - Parameters:
  ///   - svg: The picture.
  ///   - format: What it is made into.
  ///   - width: The width that a person asked for.
  /// - Returns: The bytes of the file.
  /// - Throws: `Failure`, or what the file system says.
  public static func convert(_ svg: String, to format: Format, width: Length? = nil) throws -> [UInt8] {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    let program = path.split(separator: ":").map { "\($0)/rsvg-convert" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
    guard let program else { throw Failure.notInstalled }
    let folder = FileManager.default.temporaryDirectory.appending(path: "corpus-tool-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (source, target) = (
      folder.appending(path: "picture.svg"), folder.appending(path: "picture.\(format.rawValue)")
    )
    try Data(svg.utf8).write(to: source)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    let isOnPaper = width.map { $0.unit != .pixel } ?? false
    let zoom = format == .pdf ? "1" : isOnPaper ? "3.125" : "2"
    process.arguments = ["--format", format.rawValue, "--zoom", zoom, "-o", target.path, source.path]
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failure.failed(status: process.terminationStatus) }
    return Array(try Data(contentsOf: target))
  }
}
