import Foundation
import TestSupport

/// Keeps the corpus that is being counted in a file, which a process that is ended by a signal leaves behind; its last words
/// name the seed and the file.
///
/// `LAYOUT_CORPORA=1 FUZZ_SEED=…` lays the same corpus out again; from the file, whose `captions` are a list, captions can be
/// left out by hand until the trap is gone.
struct CorpusWitness {
  private let file: URL
  private let speaker: Int

  /// Notes a corpus; of those that are counted at the same time each has a number below `LastWords.speakers`.
  init(_ job: LaidOutCorpus.Job, of speaker: Int) throws {
    self.speaker = speaker
    file = FileManager.default.temporaryDirectory
      .appending(path: "layout-corpus-\(ProcessInfo.processInfo.processIdentifier)-\(speaker).json")
    try JSONEncoder().encode(job).write(to: file)
    LastWords.set(
      "\nlayout test: the process was ended while it counted the corpus of seed \(job.seed); its captions are in \(file.path)\n",
      of: speaker
    )
  }

  /// The corpus is counted.
  func end() {
    LastWords.set("", of: speaker)
    try? FileManager.default.removeItem(at: file)
  }
}
