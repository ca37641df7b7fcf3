import Corpus
import Foundation

// What `make bench` runs beside its peers; prints one line of JSON.
//
// corpus-bench match NAMES.json CAPTIONS.txt best|plain [MATCHING]
//   Counts the captions, one a line, and gives the CPU seconds of that alone: the captions are laid out before, as the
//   peers get theirs split, decoded and lower-cased.
// corpus-bench scan NAMES.json THREADS SHARD...
//   The whole job over shards, from stored bytes to counts, without the database.

func cpuSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// What the program itself holds, the mapped captions not counted.
func residentBytes() -> Int {
  let fields = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
  let line = fields.split(separator: "\n").first { $0.hasPrefix("RssAnon:") } ?? ""
  return (Int(line.split(separator: " ").dropFirst().first ?? "") ?? 0) * 1024
}

func plan(names file: String, matching: Matching = .word) throws -> MatchPlan {
  let names = try JSONDecoder().decode([String].self, from: Data(contentsOf: URL(fileURLWithPath: file)))
  let classes = names.map { ClassSet.Class(name: $0) }
  return MatchPlan(classSets: [ClassSet(name: "bench", classes: classes)], matching: matching)
}

func mentions(_ counts: ShardCounts) -> Int { counts.sets[0].classes.reduce(0) { $0 + $1.mentions } }

/// Counts a text's captions, one a line, and gives the CPU seconds of that alone. They are laid out before, a block at a
/// time, as a reader hands them on.
func countLines(of text: Data, with counter: CaptionCounter) -> Double {
  text.withUnsafeBytes { text in
    var (at, seconds) = (0, 0.0)
    while at < text.count {
      var end = min(at + (256 << 10), text.count)
      while end < text.count, text[end - 1] != 10 { end += 1 }
      let captions = PreparedCaptions(lines: UnsafeRawBufferPointer(rebasing: text[at..<end]))
      let start = cpuSeconds()
      counter.count(captions)
      seconds += cpuSeconds() - start
      at = end
    }
    return seconds
  }
}

func match(_ arguments: [String]) throws {
  let text = try Data(contentsOf: URL(fileURLWithPath: arguments[1]), options: .alwaysMapped)
  let matching = arguments.count > 3 ? Matching(rawValue: arguments[3]) ?? .word : .word
  let building = cpuSeconds()
  let plan = try plan(names: arguments[0], matching: matching)
  let ready = cpuSeconds() - building
  let kernels: WordKernels = arguments[2] == "plain" ? .plain : .best
  let counter = CaptionCounter(plan, kernels: kernels)
  let seconds = countLines(of: text, with: counter)
  let counts = counter.counts()
  print(
    "{\"mentions\": \(mentions(counts)), \"captions\": \(counts.records), \"bytes\": \(counts.textBytes), "
      + "\"ready\": \(ready), \"seconds\": \(seconds), \"resident\": \(residentBytes()), "
      + "\"instructions\": \"\(kernels.name)\"}")
}

func scan(_ arguments: [String]) async throws {
  let scan = ShardScan(plan: try plan(names: arguments[0]), threads: Int(arguments[1]) ?? 1)
  var (found, captions, bytes) = (0, 0, 0)
  let start = (cpuSeconds(), Date())
  try await scan.run(arguments.dropFirst(2).map { ShardName($0) }) { outcome in
    let counts = try outcome.result.get().counts
    found += mentions(counts)
    captions += counts.captions.total
    bytes += counts.textBytes
  }
  print(
    "{\"mentions\": \(found), \"captions\": \(captions), \"bytes\": \(bytes), "
      + "\"seconds\": \(cpuSeconds() - start.0), \"wall\": \(-start.1.timeIntervalSinceNow)}")
}

let arguments = CommandLine.arguments
switch arguments.dropFirst().first {
case "match" where arguments.count >= 5: try match(Array(arguments.dropFirst(2)))
case "scan" where arguments.count >= 5: try await scan(Array(arguments.dropFirst(2)))
default:
  print(
    "usage: corpus-bench match NAMES.json CAPTIONS.txt best|plain [MATCHING] | scan NAMES.json THREADS SHARD..."
  )
  exit(64)
}
