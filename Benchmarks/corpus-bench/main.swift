import Corpus
import Foundation

// corpus-bench match NAMES.json CAPTIONS.txt best|plain [matching]
// Counts the captions, one a line, and prints mentions, captions with text bytes, and seconds of CPU time of the
// matching alone, so that peers in other languages can be set beside it.

let arguments = CommandLine.arguments
guard arguments.count >= 5, arguments[1] == "match" else {
  print("usage: corpus-bench match NAMES.json CAPTIONS.txt best|plain [matching]")
  exit(64)
}
let names = try JSONDecoder().decode([String].self, from: Data(contentsOf: URL(fileURLWithPath: arguments[2])))
let text = try Data(contentsOf: URL(fileURLWithPath: arguments[3]))
let matching = arguments.count > 5 ? Matching(rawValue: arguments[5]) ?? .word : .word

func cpuSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

let building = cpuSeconds()
let plan = MatchPlan(
  classSets: [ClassSet(name: "bench", classes: names.map { ClassSet.Class(name: $0) })], matching: matching)
let ready = cpuSeconds() - building
let counter = CaptionCounter(plan, kernels: arguments[4] == "plain" ? .plain : .best)

/// Counts every line; a function, since code at the top level is checked for its actor at each step.
func countLines(of text: Data, with counter: CaptionCounter) {
  text.withUnsafeBytes { bytes in
    guard let base = bytes.baseAddress else { return }
    var at = 0
    while at < bytes.count {
      let end = memchr(base + at, 10, bytes.count - at).map { UnsafeRawPointer($0) - base } ?? bytes.count
      counter.count(UnsafeRawBufferPointer(start: base + at, count: end - at))
      at = end + 1
    }
  }
}

let start = cpuSeconds()
countLines(of: text, with: counter)
let counts = counter.counts()
let seconds = cpuSeconds() - start
let mentions = counts.sets[0].classes.reduce(0) { $0 + $1.mentions }
print(
  "{\"mentions\": \(mentions), \"captions\": \(counts.records), \"bytes\": \(counts.textBytes), "
    + "\"ready\": \(ready), \"seconds\": \(seconds)}")
