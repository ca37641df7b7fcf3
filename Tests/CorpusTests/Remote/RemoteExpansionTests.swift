import Foundation
import TestSupport
import Testing

@testable import Corpus

@Suite struct RemoteExpansionTests {
  private static let names = [
    "a.txt", "b.jsonl", "README.md", "notice.txt", "x.jpg", "00000.tar", "00001.tar", "00002.tar",
    "00010.tar", "00000_stats.json",
    "d/a.txt", "d/a/z.txt", "d/a-b.txt", "d/a.b/c.json", "d/.hidden/x.txt", "d/.hidden/y.txt", "d/.one.txt",
    "d/sub/e.tsv.gz",
    "d/sub/f & g.csv", "d/sub/<h>.txt", "e/only.jpg", "f/part-1.parquet/0.parquet", "f/part-2.parquet",
    "f/é.txt", "f/[x].txt",
    "f/x.txt", "g/{1,2}.txt", "g/1.txt", "g/2.txt", "h/1/train.tar", "h/2/train.tar", "h/3/val.tar",
  ]

  private static func environment(_ values: [String: String]) -> RemoteStores {
    RemoteStores(Environment { values[$0] })
  }

  /// The rules of local names are the oracle: the same words on the same files give the same shards in the same order, and leave
  /// out as many files for the same reasons.
  @Test(arguments: [
    "", "a.txt", "d", "d/", "d/sub", "*.tar", "0000?.tar", "{00000..00002}.tar", "{00000..00002,00010}.tar",
    "[0-9]*", "*",
    "d/*", "d/*/*", "d/*.txt", "*/*.txt", "h/*/train.tar", "h/{1,2}/train.tar",
    "h/{1/train,3/val}.tar", "f/part-*", "f",
    "f/[x].txt", "f/[wx].txt", "g/{1,2}.txt", "g/{2,1}.txt", "h/?/*", "f/é.txt", "{a.txt,b.jsonl}",
    "d/sub/{e.tsv.gz,f & g.csv}",
    "none.txt", "{none,a}.txt", "e", "none*", "d/*/none",
  ])
  func aBucketIsReadAsAFolder(word: String) throws {
    let folder = try TemporaryFolder()
    for name in Self.names { try folder.write(name, "x") }
    let bucket = PagedBucket(Self.names)
    let remote = RemoteExpansion(Self.environment([:]), asking: bucket)
    func prefixed(_ root: String) -> String { word.isEmpty ? root : root + "/" + word }
    let local: ShardExpansion
    do {
      local = try ShardExpansion([prefixed(folder.url.path)])
    } catch {
      let ours = #expect(throws: ShardExpansion.Failure.self) {
        try remote.shards(of: prefixed("s3://bucket"))
      }
      #expect(
        ours?.description.replacing("s3://bucket", with: "")
          == error.description.replacing(folder.url.path, with: ""))
      return
    }
    let found = try remote.shards(of: prefixed("s3://bucket"))
    let paths = local.shards.map { shard in
      if case .file(let path) = shard { String(path.dropFirst(folder.url.path.count)) } else { "?" }
    }
    #expect(found.shards.map { String($0.shownPath.dropFirst("s3://bucket".count)) } == paths)
    #expect(found.leftOut == local.leftOut)
  }

  @Test func aListOfAFoldersFilesAsksOnce() throws {
    let keys = (0..<40).map { "laion/\($0 < 10 ? "0000" : "000")\($0).parquet" }
    let bucket = PagedBucket(keys + ["laion/zzz.parquet"])
    let remote = RemoteExpansion(Self.environment([:]), asking: bucket)
    let words = keys.map { "s3://bucket/" + $0 }
    remote.prepare(words)
    let shards = try words.flatMap { try remote.shards(of: $0).shards }
    #expect(shards.map(\.shownPath) == words)
    #expect(shards.allSatisfy { $0.identity.size == 7 && $0.identity.tag == "e19" })
    #expect(bucket.requests.count == 20, "the pages of one listing")
    let range = RemoteExpansion(Self.environment([:]), asking: bucket)
    #expect(try range.shards(of: "s3://bucket/laion/{00000..00039}.parquet").shards.map(\.shownPath) == words)
    #expect(bucket.requests.count == 41, "the pages of one more listing, which has one key more")
  }

  @Test func placesOfBuckets() throws {
    let cases: [(String, [String: String], String)] = [
      ("s3://bucket/a b.txt", [:], "https://bucket.s3.us-east-1.amazonaws.com/a%20b.txt"),
      ("s3://buc.ket/a", ["AWS_REGION": "eu-west-1"], "https://s3.eu-west-1.amazonaws.com/buc.ket/a"),
      ("s3://bucket/a", ["AWS_REGION": "cn-north-1"], "https://bucket.s3.cn-north-1.amazonaws.com.cn/a"),
      ("s3://bucket/a?b#c%", ["AWS_ENDPOINT_URL": "http://h:9/"], "http://h:9/bucket/a%3Fb%23c%25"),
      ("gs://bucket/a", ["AWS_ENDPOINT_URL": "http://h:9/"], "https://storage.googleapis.com/bucket/a"),
      ("S3://bucket/a", ["AWS_ENDPOINT_URL_S3": "http://h"], "http://h/bucket/a"),
    ]
    for (name, values, url) in cases {
      let shard = try Self.environment(values).shard(named: name, asking: FixedServer(answers: []))
      #expect(shard.url == url)
    }
  }

  @Test func aBucketElsewhereIsFoundThere() throws {
    let page = "<ListBucketResult><Contents><Key>a.txt</Key></Contents></ListBucketResult>"
    let server = FixedServer(answers: [
      ("s3.eu-central-1.", 200, [:], page),
      (
        "s3.us-east-1.", 301, ["x-amz-bucket-region": "eu-central-1"],
        "<Error><Code>PermanentRedirect</Code></Error>"
      ),
    ])
    let shards = try RemoteExpansion(Self.environment([:]), asking: server).shards(of: "s3://bucket/a.txt")
      .shards
    #expect(shards.map(\.url) == ["https://bucket.s3.eu-central-1.amazonaws.com/a.txt"])
  }

  @Test(arguments: [
    (403, "<Error><Code>AccessDenied</Code></Error>", "403 (AccessDenied); AWS_ACCESS_KEY_ID"),
    (404, "<Error><Code>NoSuchBucket</Code></Error>", "404 (NoSuchBucket)"),
    (200, "<html/>", "no ListBucketResult"), (200, "<ListBucketResult>", "no ListBucketResult"),
    (200, "<!DOCTYPE a [<!ENTITY b 'c'>]><ListBucketResult/>", "no ListBucketResult"),
    (200, "<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>", "how it goes on"),
    (
      200,
      "<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>t</NextContinuationToken></ListBucketResult>",
      "in a circle"
    ),
    (200, "<ListBucketResult><Contents><Key>other</Key></Contents></ListBucketResult>", "not asked for"),
  ])
  func whatABucketRefusesIsTold(status: Int, body: String, words: String) {
    let server = FixedServer(answers: [("bucket", status, [:], body)])
    let failure = #expect(throws: ShardExpansion.Failure.self) {
      try RemoteExpansion(Self.environment([:]), asking: server).shards(of: "s3://bucket/a*")
    }
    #expect(failure?.description.hasPrefix("s3://bucket/a*: ") == true, "\(failure?.description ?? "")")
    #expect(failure?.description.contains(words) == true, "\(failure?.description ?? "")")
  }

  private static let commit = String(repeating: "0123456789", count: 4)

  @Test(arguments: [
    ("[{\"type\": \"file\", \"path\": \"../x.txt\", \"size\": 1}]", "not in the folder"),
    ("[{\"type\": \"file\", \"path\": \"b/x.txt\", \"size\": 1}]", "not in the folder"),
    ("[{\"path\": \"a/x.txt\"}]", "has a path and a type"), ("{}", "a JSON array"), ("[", "a JSON array"),
  ])
  func whatAHubSaysIsNotBelieved(body: String, words: String) {
    let server = FixedServer(answers: [
      ("/revision/", 200, [:], "{\"sha\": \"\(Self.commit)\"}"), ("/tree/", 200, [:], body),
    ])
    let failure = #expect(throws: ShardExpansion.Failure.self) {
      try RemoteExpansion(Self.environment([:]), asking: server).shards(of: "hf://datasets/o/n/a/")
    }
    #expect(failure?.description.contains(words) == true, "\(failure?.description ?? "")")
  }

  @Test(arguments: [
    (401, "GatedRepo", "set HF_TOKEN"), (403, "GatedRepo", "has to be requested"),
    (401, "RepoNotFound", "HF_TOKEN"),
    (404, "RevisionNotFound", "no such revision"), (404, "", "404"), (200, "", "names no commit for main"),
  ])
  func whatAHubRefusesIsTold(status: Int, code: String, words: String) {
    let server = FixedServer(answers: [("/revision/main", status, ["x-error-code": code], "{}")])
    let failure = #expect(throws: ShardExpansion.Failure.self) {
      try RemoteExpansion(Self.environment(["HF_TOKEN": "hf_geheim"]), asking: server).shards(
        of: "hf://datasets/o/n")
    }
    #expect(failure?.description.contains(words) == true, "\(failure?.description ?? "")")
    #expect(failure?.description.contains("geheim") == false)
  }

  /// Two repositories are two, however their scheme is written.
  @Test func capitalsOfTheSchemeAreNoMatter() throws {
    let folder = try TemporaryFolder()
    for name in ["a--b", "c--d"] {
      try folder.write("hub/datasets--\(name)/refs/main", Self.commit)
      try folder.write("hub/datasets--\(name)/snapshots/\(Self.commit)/\(name).txt", "a dog")
    }
    let offline = Self.environment(["HF_HOME": folder.url.path, "HF_HUB_OFFLINE": "1"])
    let remote = RemoteExpansion(offline, asking: FixedServer(answers: []))
    let found = try ["HF://datasets/a/b/*.txt", "HF://datasets/c/d/*.txt"].flatMap {
      try remote.shards(of: $0).shards
    }
    #expect(found.map { $0.shownPath.split(separator: "/").last } == ["a--b.txt", "c--d.txt"])
    // The beginning of a name comes behind the folder's bytes, which are more than its letters.
    let name = "données/train.txt"
    try folder.write("hub/datasets--a--b/snapshots/\(Self.commit)/\(name)", "a dog")
    let accented = try remote.shards(of: "hf://datasets/a/b/données/tr*.txt").shards
    #expect(accented.map(\.shownPath) == ["hf://datasets/a/b@\(Self.commit)/\(name)"])
  }

  @Test func withoutANetworkTheClientsCacheIsRead() throws {
    let folder = try TemporaryFolder()
    let repository = "hub/datasets--o--n"
    try folder.write("\(repository)/refs/main", Self.commit)
    for name in ["d/b.txt", "d/a b.txt", "README.md"] {
      try folder.write("\(repository)/snapshots/\(Self.commit)/\(name)", name)
    }
    let offline = Self.environment(["HF_HOME": folder.url.path, "HF_HUB_OFFLINE": "1"])
    let remote = RemoteExpansion(offline, asking: FixedServer(answers: []))
    let shown = "hf://datasets/o/n@\(Self.commit)/d/"
    for word in [
      "hf://datasets/o/n", "hf://datasets/o/n/d", "HF://datasets/o/n/d", "hf://datasets/o/n@main/d/*.txt",
    ] {
      let shards = try remote.shards(of: word).shards
      #expect(shards.map(\.shownPath) == [shown + "a b.txt", shown + "b.txt"])
      #expect(
        shards.map { FilePath.bytes(of: $0.url) }
          == ["a b.txt", "b.txt"].map {
            Array(folder.path("\(repository)/snapshots/\(Self.commit)/d/\($0)").utf8)
          })
    }
    for (word, words) in [
      ("hf://datasets/o/n@v2/a.txt", "has no v2"), ("hf://datasets/o/n/none.txt", "does not have the file"),
    ] {
      let failure = #expect(throws: ShardExpansion.Failure.self) { try remote.shards(of: word) }
      #expect(failure?.description.contains(words) == true, "\(failure?.description ?? "")")
    }
  }
}
