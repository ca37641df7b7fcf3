import Corpus
import Foundation

// What `make bench` runs beside its peers; prints one line of JSON.
//
// corpus-bench match NAMES.json CAPTIONS.txt best|plain [MATCHING]
//   Counts the captions, one a line, and gives the CPU seconds of that alone.
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

/// A function, since code at the top level is checked for its actor at each step.
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

func mentions(_ counts: ShardCounts) -> Int { counts.sets[0].classes.reduce(0) { $0 + $1.mentions } }

func match(_ arguments: [String]) throws {
  let text = try Data(contentsOf: URL(fileURLWithPath: arguments[1]), options: .alwaysMapped)
  let matching = arguments.count > 3 ? Matching(rawValue: arguments[3]) ?? .word : .word
  let building = cpuSeconds()
  let plan = try plan(names: arguments[0], matching: matching)
  let ready = cpuSeconds() - building
  // Once for the pages, so that the file system is no part of the figure.
  _ = text.reduce(into: 0) { $0 &+= Int($1) }
  let counter = CaptionCounter(plan, kernels: arguments[2] == "plain" ? .plain : .best)
  let start = cpuSeconds()
  countLines(of: text, with: counter)
  let counts = counter.counts()
  let seconds = cpuSeconds() - start
  print(
    "{\"mentions\": \(mentions(counts)), \"captions\": \(counts.records), \"bytes\": \(counts.textBytes), "
      + "\"ready\": \(ready), \"seconds\": \(seconds), \"resident\": \(residentBytes())}")
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
