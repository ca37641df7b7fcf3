import Corpus
import FreqAnalysis
import Foundation

/// An error as a person at the command line is told it: the library's sentence, and the options that help.
///
/// The libraries say what is wrong and what is needed in words that hold for every program; which option that is, only this
/// program knows.
enum ToldError {
  /// The sentence.
  static func sentence(of error: any Error) -> String {
    switch error {
    case let error as ShardError: sentence(ofShard: error)
    case let error as StoreError: error.subject + "\(error)" + error.advice
    case let error as NoSuchLabel: "--label: \(error)"
    case let error as any Advised: "\(error)" + error.advice
    // The project's own errors describe themselves; Foundation's know a sentence.
    case is CocoaError: error.localizedDescription
    default: "\(error)"
    }
  }

  /// The sentence of a shard's error; with `isAmongFirst` the files beside it that may have been meant are looked for.
  static func sentence(ofShard error: ShardError, isAmongFirst: Bool = true) -> String {
    (isAmongFirst ? error.sentence : "\(error)") + error.fault.advice
  }
}

/// What describes itself in a sentence and knows which options of this program help.
protocol Advised: CustomStringConvertible {
  /// What follows the sentence, from its punctuation on; empty where no option helps.
  var advice: String { get }
}
