import TestSupport
import Testing

@testable import Corpus

@Suite struct StoreNameTests {
  @Test(
    arguments: [
      ("hf://datasets/o/n", "o/n", nil, ""),
      ("hf://datasets/o/n/", "o/n", nil, ""),
      ("hf://datasets/o/n.x/a/b c.parquet", "o/n.x", nil, "a/b c.parquet"),
      ("hf://datasets/o/n@v1.0/a.tar", "o/n", "v1.0", "a.tar"),
      ("hf://datasets/o/n@a%2Fb/c@d.tar", "o/n", "a/b", "c@d.tar"),
      (
        "hf://datasets/o/n@refs/convert/parquet/default/0.parquet", "o/n", "refs/convert/parquet",
        "default/0.parquet"
      ),
      ("hf://datasets/o/n@refs/pr/12", "o/n", "refs/pr/12", ""),
      ("hf://o/n/a.json", "o/n", nil, "a.json"),
    ] as [(String, String, String?, String)])
  func hubNames(text: String, repository: String, revision: String?, path: String) throws {
    let name = try HubName(text)
    #expect((name.repository, name.revision, name.path) == (repository, revision, path))
    let commit = String(repeating: "0a", count: 20)
    let file = try HubName(name.shown(commit: commit, path: path))
    #expect((file.kind, file.repository) == (name.kind, repository))
    #expect((file.revision, file.path) == (commit, path))
  }

  @Test(arguments: [
    "hf://", "hf://datasets", "hf://datasets/o", "hf://datasets/o/", "hf://datasets//n/a",
    "hf://datasets/o/n@/a",
    "hf://datasets/o/n/../a", "hf://datasets/o/n//a", "hf://datasets/o/n/./a", "hf://datasets/o/../a",
    "hf://datasets/o/n/a\u{7}b",
    "hf://datasets/o/n@%ZZ/a", "hf://datasets/o?x/n/a", "hf://spaces/o/n/a", "hf://datasets/o/n@a%0Db/c",
    "hf://datasets/ö/n/a",
  ])
  func noHubNames(text: String) { #expect(throws: RemoteFault.self) { try HubName(text) } }

  @Test func bucketNames() throws {
    let name = try BucketName("s3://b.ucket/a b/é%20.tar/", scheme: .s3)
    #expect((name.bucket, name.key) == ("b.ucket", "a b/é%20.tar"))
    #expect(name.shown(name.key) == "s3://b.ucket/a b/é%20.tar")
    for text in [
      "s3://", "s3:///a", "s3://a", "s3://a@b.c/d", "s3://a..b/c", "s3://.ab/c", "s3://abc:80/d",
      "s3://abc/a\nb",
    ] {
      #expect(throws: RemoteFault.self, "\(text)") { try BucketName(text, scheme: .s3) }
    }
  }

  private static func environment(_ values: [String: String]) -> Environment { Environment { values[$0] } }

  @Test func theHubsSettingsAreItsClients() throws {
    let folder = try TemporaryFolder()
    try folder.write("home/token", "  hf_file\r\n")
    try folder.write("elsewhere", "hf_elsewhere\n")
    let home = folder.path("home")
    let plain = try HubSettings(Self.environment(["HOME": "/h"]))
    #expect(plain.endpoint == "https://huggingface.co" && plain.cache == "/h/.cache/huggingface/hub")
    #expect(plain.authorization == .none && !plain.isOffline)
    #expect(
      try HubSettings(Self.environment(["HOME": "/h", "XDG_CACHE_HOME": "~/x"])).cache
        == "/h/x/huggingface/hub")
    let file = try HubSettings(Self.environment(["HF_HOME": home, "HF_ENDPOINT": "http://h:1//"]))
    #expect(
      file.endpoint == "http://h:1" && file.cache == home + "/hub" && file.authorization == .bearer("hf_file")
    )
    let cases: [([String: String], RemoteAuthorization)] = [
      (["HF_TOKEN": "hf_a"], .bearer("hf_a")), (["HUGGING_FACE_HUB_TOKEN": "hf_b"], .bearer("hf_b")),
      (["HF_TOKEN": ""], .bearer("hf_file")),
      (["HF_TOKEN_PATH": folder.path("elsewhere")], .bearer("hf_elsewhere")),
      (["HF_TOKEN": "hf_a", "HF_HUB_DISABLE_IMPLICIT_TOKEN": "1"], .none),
    ]
    for (values, authorization) in cases {
      let settings = try HubSettings(Self.environment(values.merging(["HF_HOME": home]) { $1 }))
      #expect(settings.authorization == authorization, "\(values.keys)")
    }
    #expect(try HubSettings(Self.environment(["HF_HUB_OFFLINE": "Yes"])).isOffline)
    #expect(try HubSettings(Self.environment(["HF_HUB_CACHE": "/c", "HF_HOME": home])).cache == "/c")
    #expect(throws: RemoteFault.self) { try HubSettings(Self.environment(["HF_TOKEN": "a b\u{1}"])) }
  }

  @Test func theKeysAreThoseOfAWSsTools() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      ".aws/credentials",
      """
      # keys
      [default]
      aws_access_key_id = FILE
      aws_secret_access_key=secret=1
      [other]
      aws_access_key_id=OTHER
      aws_secret_access_key=o
      aws_session_token = t

      """)
    try folder.write(
      ".aws/config",
      """
      [default]
      region = eu-west-1
      s3 =
        endpoint_url = nonsense
      [profile other]
      region=ap-south-1
      endpoint_url = https://store.example/
      [profile login]
      sso_session = x

      """)
    let home = folder.url.path
    func settings(_ values: [String: String], _ scheme: BucketName.Scheme = .s3) throws -> BucketSettings {
      try BucketSettings(scheme, Self.environment(["HOME": home].merging(values) { $1 }))
    }
    let file = try settings([:])
    #expect(
      file.keys?.access == "FILE" && file.keys?.secret == "secret=1" && file.region == "eu-west-1"
        && file.endpoint == nil)
    let other = try settings(["AWS_PROFILE": "other"])
    #expect(other.keys?.access == "OTHER" && other.keys?.session == "t" && other.region == "ap-south-1")
    #expect(other.endpoint == "https://store.example")
    let variables = try settings([
      "AWS_ACCESS_KEY_ID": "E", "AWS_SECRET_ACCESS_KEY": "s", "AWS_SESSION_TOKEN": "t", "AWS_REGION": "r",
      "AWS_ENDPOINT_URL": "http://a", "AWS_ENDPOINT_URL_S3": "http://b",
    ])
    #expect(variables.keys?.access == "E" && variables.keys?.session == "t" && variables.region == "r")
    #expect(variables.endpoint == "http://b")
    let anonymous = try settings(["AWS_SHARED_CREDENTIALS_FILE": "/none", "AWS_CONFIG_FILE": "/none"])
    #expect(anonymous.keys == nil && anonymous.region == "us-east-1")
    #expect(anonymous.authorization(region: "x") == .none)
    // Amazon's keys do not go to Google.
    let google = try settings(["AWS_ACCESS_KEY_ID": "E", "AWS_SECRET_ACCESS_KEY": "s"], .gs)
    #expect(google.keys == nil && google.endpoint == "https://storage.googleapis.com")
    #expect(try settings(["GS_ACCESS_KEY_ID": "G", "GS_SECRET_ACCESS_KEY": "s"], .gs).keys?.access == "G")
    for (values, word) in [
      (["AWS_PROFILE": "absent"], "AWS_PROFILE is absent"), (["AWS_PROFILE": "login"], "export-credentials"),
      (["AWS_ACCESS_KEY_ID": "E"], "only one is set"),
      (["AWS_ACCESS_KEY_ID": "E", "AWS_SECRET_ACCESS_KEY": "geheim\n"], "characters that no key has"),
    ] {
      let fault = #expect(throws: RemoteFault.self) { try settings(values) }
      #expect(fault?.description.contains(word) == true && fault?.description.contains("geheim") == false)
    }
  }

  @Test func keysAreNotShown() {
    let keys = RemoteAWSKeys(accessKey: "AKIA", secretKey: "geheim", sessionToken: "token", region: "r")
    for authorization in [RemoteAuthorization.bearer("geheim"), .aws(keys)] {
      var text = "\(authorization) \(String(reflecting: authorization))"
      dump(authorization, to: &text)
      dump([RemoteShard(shownPath: "s3://b/k", url: "https://b/k", authorization: authorization)], to: &text)
      #expect(!text.contains("geheim") && !text.contains("token\""), "\(text)")
    }
  }
}
