import Foundation
import TestSupport
import Testing

/// `scan` as a part of a pipeline: names as bytes, each line out as soon as it is done, and Ctrl-C.
@Suite struct ScanStreamTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for (path, content) in Small.files { try folder.write(path, content) }
  }

  private func shell(_ line: String) throws -> Run { try Binary.shell(line, folder: folder.url) }

  /// The second name is given only when the first one's line is there.
  @Test func aLineIsOutBeforeTheListEnds() throws {
    let run = try shell(
      """
      { echo a.jsonl
        for i in {1..300}; do [ -s out ] && break; sleep 0.1; done
        [ -s out ] && echo chat.json
      } | corpus-tool scan --classes names.json > out; echo $?
      """)
    #expect(run.stdout == "0\n" && run.stderr == "")
    let lines = try String(contentsOf: folder.url.appending(path: "out"), encoding: .utf8).split(
      separator: "\n")
    #expect(lines.count == 2)
    #expect(lines.last?.contains(#""shard": "chat.json""#) == true)
  }

  @Test func aNameThatIsNoUTF8IsAFileLikeAnother() throws {
    let made = try shell(
      #"""
      cp a.jsonl "$(printf 'caf\351.jsonl')"; mkdir of; cp chat.json "$(printf 'of/\377.json')"
      printf 'caf\351.jsonl\nof/\377.json' > list
      corpus-tool scan --classes names.json < list > scan.jsonl
      corpus-tool merge --db m.sqlite --classes names.json --corpus c --expect list scan.jsonl; echo $?
      corpus-tool index --db i.sqlite --classes names.json --corpus c "$(printf 'caf\351.jsonl')" of 2>/dev/null >&2; echo $?
      corpus-tool index --db i.sqlite --classes names.json --corpus c @list 2>/dev/null | head -1
      corpus-tool verify --db m.sqlite --rescan 2 >/dev/null; echo $?
      corpus-tool shards --db m.sqlite --stale --format csv
      corpus-tool forget --db m.sqlite --corpus c "$(printf 'caf\351.jsonl')" 2>&1
      """#)
    let scan = try String(contentsOf: folder.url.appending(path: "scan.jsonl"), encoding: .utf8)
    #expect(scan.contains(#""shard": "file:caf%E9.jsonl""#) && scan.contains("/of/%FF.json\""), "\(scan)")
    #expect(!scan.contains("error"))
    #expect(
      made.stdout.hasPrefix("0\n0\nshards    0 counted, 2 unchanged, 0 failed\n0\n"),
      "\(made.stdout)\(made.stderr)")
    #expect(made.stdout.hasSuffix("removed: the counts of 1 shard\n"), "\(made.stdout)")
    let query = try shell("for d in m i; do corpus-tool query --db $d.sqlite --by shard --format csv; done")
    #expect(query.stdout.contains("/of/%FF.json"), "\(query.stdout)\(query.stderr)")
    let counts = try shell("corpus-tool query --db i.sqlite tench shark --by role --format csv")
    #expect(counts.stdout.contains("tench,caption,3,2\n"), "\(counts.stdout)")
  }

  /// A list may come from a program that is still running, and a shard from one that does not end.
  @Test(arguments: ["exec sleep 20", "echo 'pipe:echo $$ > child; exec sleep 20'; exec sleep 20"])
  func anInterruptEndsIt(_ list: String) throws {
    let run = try shell(
      """
      mkfifo list; { echo a.jsonl; \(list); } > list 2> /dev/null & writer=$!
      corpus-tool scan --allow-pipe --threads 2 --classes names.json < list > out 2> err & run=$!
      for i in {1..300}; do [ -s out ] && break; sleep 0.1; done
      kill -INT $run; wait $run; echo $?; kill -KILL $writer $(cat child 2> /dev/null)
      """)
    #expect(run.stdout == "130\n")
    let told = try String(contentsOf: folder.url.appending(path: "err"), encoding: .utf8)
    #expect(
      told.hasSuffix(
        "interrupted; merge what was written, then scan the names that `merge --expect` reports as missing\n")
    )
    #expect(
      try String(contentsOf: folder.url.appending(path: "out"), encoding: .utf8).split(separator: "\n").count
        == 1)
  }

  /// A command hears what ends it, whatever the thread that starts it does not; an interrupt is the program's own to hear.
  @Test func aCommandCanBeEnded() throws {
    let run = try shell(
      "corpus-tool scan --allow-pipe --classes names.json <<< 'pipe:exec grep SigBlk /proc/self/status > mask'"
    )
    #expect(run.status == 0, "\(run.stderr)")
    let mask = try String(contentsOf: folder.url.appending(path: "mask"), encoding: .utf8)
    #expect(mask == "SigBlk:\t0000000000000002\n")
  }

  /// The first one waits for what is in hand and tells how to go on; the second does not. On a machine that is busy the first may
  /// have waited long enough before the second is heard, so that is tried several times; one that is never heeded always has.
  @Test(arguments: ["scan --allow-pipe --classes names.json <<< ", "index --classes names.json --corpus c "])
  func aSecondInterruptEndsItAtOnce(_ command: String) throws {
    let run = try shell(
      """
      for attempt in {1..20}; do
        rm -f begun
        corpus-tool \(command) 'pipe:echo $$ > begun; exec sleep 20' > out 2> err & run=$!
        while [ ! -s begun ]; do sleep 0.02; done
        while kill -INT $run 2> /dev/null; do sleep 0.05; done
        wait $run; status=$?
        kill -KILL $(cat begun) 2> /dev/null
        [ $status = 130 ] && grep -q interrupted err || break
      done
      echo $status
      """)
    #expect(run.stdout == "130\n")
    let told = try String(contentsOf: folder.url.appending(path: "err"), encoding: .utf8)
    #expect(!told.contains("interrupted"), "\(told)")
  }
}
