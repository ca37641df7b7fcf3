import Foundation
import PackagePlugin

/// Makes the file that names the commit, by `Scripts/commit`, whenever a source file or the commit is another.
@main
struct CommitSource: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let project = context.package.directoryURL
    let script = project.appending(path: "Scripts/commit")
    let output = context.pluginWorkDirectoryURL.appending(path: "BuiltCommit.swift")
    let sources = context.package.targets.compactMap(\.sourceModule).filter { $0.kind != .test }
      .flatMap { $0.sourceFiles.map(\.url) }
    return [
      .buildCommand(
        displayName: "Naming the commit", executable: URL(fileURLWithPath: "/bin/sh"),
        arguments: [script.path, project.path, output.path],
        inputFiles: [script] + gitMarks(of: project) + sources, outputFiles: [output])
    ]
  }

  /// The files that git changes with each commit and each checkout; none where the project has no repository.
  private func gitMarks(of project: URL) -> [URL] {
    var folder = project.appending(path: ".git")
    if let link = try? String(contentsOf: folder, encoding: .utf8), link.hasPrefix("gitdir: ") {
      // A working tree beside others: the file says where its own part of the repository is.
      let path = link.dropFirst("gitdir: ".count).trimmingCharacters(in: .whitespacesAndNewlines)
      folder = URL(fileURLWithPath: path, relativeTo: project)
    }
    return ["HEAD", "logs/HEAD"].map { folder.appending(path: $0) }.filter {
      FileManager.default.fileExists(atPath: $0.path)
    }
  }
}
