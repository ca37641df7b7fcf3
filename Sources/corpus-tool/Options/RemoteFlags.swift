import ArgumentParser
import Corpus

/// How patiently servers are asked: `--retries` and `--timeout`.
struct RemoteFlags: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How often a request is made again where a server is busy or a connection breaks; a file that got further has all of "
        + "them again.", valueName: "n"))
  var retries = RemoteOptions().retries

  @Option(
    help: ArgumentHelp(
      "Seconds without a byte from a server after which a request is given up and made again.",
      valueName: "seconds"))
  var timeout = RemoteOptions().stallSeconds

  /// How patiently servers are asked.
  var options: RemoteOptions {
    RemoteOptions(
      retries: retries, connectSeconds: min(timeout, RemoteOptions().connectSeconds), stallSeconds: timeout)
  }

  func validate() throws {
    if !(0...1000).contains(retries) { throw ValidationError("--retries must be from 0 to 1000") }
    if !(1...86_400).contains(timeout) { throw ValidationError("--timeout must be from 1 to 86400") }
  }
}
