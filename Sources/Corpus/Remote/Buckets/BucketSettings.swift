/// Where an object store is and which keys sign requests to it, as AWS's tools read it from the environment and from files.
struct BucketSettings: Sendable {
  /// The store's own URL, without a slash at its end, in which the bucket is the first part of the path; nil for Amazon's, where
  /// it is a part of the host's name.
  let endpoint: String?
  /// The keys; nil where there are none, and requests are not signed.
  let keys: (access: String, secret: String, session: String?)?
  /// The region of the signature, unless the store names another one.
  let region: String

  /// Reads the settings of a store.
  ///
  /// For `s3://`: the keys of the environment, else those of the profile (`AWS_PROFILE`) in the credentials file, else in the config
  /// file. For `gs://`: `GS_ACCESS_KEY_ID` and `GS_SECRET_ACCESS_KEY`, an HMAC key, since Amazon's keys are none of Google's.
  ///
  /// - Throws: `RemoteFault.Reason.unusableSettings` where a profile is named that is not there, or whose keys only a program can get.
  init(_ scheme: BucketName.Scheme, _ environment: Environment = .process) throws(RemoteFault) {
    guard scheme == .s3 else {
      endpoint = Self.trimmed(environment["STORAGE_EMULATOR_HOST"] ?? "https://storage.googleapis.com")
      keys = try Self.checked(
        environment["GS_ACCESS_KEY_ID"], environment["GS_SECRET_ACCESS_KEY"], nil, scheme)
      region = "auto"
      return
    }
    let home = environment.home + "/.aws"
    let credentialsPath = environment.path("AWS_SHARED_CREDENTIALS_FILE") ?? home + "/credentials"
    let configPath = environment.path("AWS_CONFIG_FILE") ?? home + "/config"
    let named = environment["AWS_PROFILE"] ?? environment["AWS_DEFAULT_PROFILE"]
    let profile = named ?? "default"
    let credentials = SmallFile.text(at: credentialsPath).map { ProfileFile($0, namesProfiles: false) }?[
      profile]
    let config = SmallFile.text(at: configPath).map { ProfileFile($0, namesProfiles: true) }?[profile]
    endpoint =
      (environment["AWS_ENDPOINT_URL_S3"] ?? environment["AWS_ENDPOINT_URL"] ?? config?["endpoint_url"])
      .map(Self.trimmed)
    region =
      environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"] ?? config?["region"]
      ?? credentials?["region"] ?? "us-east-1"
    if environment["AWS_ACCESS_KEY_ID"] != nil || environment["AWS_SECRET_ACCESS_KEY"] != nil {
      keys = try Self.checked(
        environment["AWS_ACCESS_KEY_ID"], environment["AWS_SECRET_ACCESS_KEY"],
        environment["AWS_SESSION_TOKEN"], scheme)
      return
    }
    if let named, credentials == nil, config == nil {
      throw Self.fault(
        "AWS_PROFILE is \(named), and neither \(credentialsPath) nor \(configPath) has this profile", scheme)
    }
    let source = credentials?["aws_access_key_id"] != nil ? credentials : config
    if let source, source["aws_access_key_id"] != nil {
      keys = try Self.checked(
        source["aws_access_key_id"], source["aws_secret_access_key"], source["aws_session_token"], scheme)
      return
    }
    let ways = ["credential_process", "role_arn", "sso_session", "sso_start_url", "web_identity_token_file"]
    if let way = ways.first(where: { config?[$0] != nil || credentials?[$0] != nil }) {
      throw Self.fault(
        "the profile \(profile) gets its keys by \(way), which is not done here; "
          + "`aws configure export-credentials --profile \(profile) --format env` prints keys for the environment",
        scheme)
    }
    keys = nil
  }

  /// What signs a request; nothing where there are no keys.
  func authorization(region: String) -> RemoteAuthorization {
    guard let keys else { return .none }
    return .aws(
      RemoteAWSKeys(
        accessKey: keys.access, secretKey: keys.secret, sessionToken: keys.session, region: region))
  }

  private static func checked(
    _ access: String?, _ secret: String?, _ session: String?, _ scheme: BucketName.Scheme
  ) throws(RemoteFault) -> (access: String, secret: String, session: String?)? {
    guard access != nil || secret != nil else { return nil }
    let prefix = scheme == .s3 ? "AWS" : "GS"
    guard let access, let secret else {
      throw fault(
        "of \(prefix)_ACCESS_KEY_ID and \(prefix)_SECRET_ACCESS_KEY only one is set; both or none are needed",
        scheme)
    }
    // They become parts of a line of the request.
    guard [access, secret, session ?? "x"].allSatisfy({ $0.utf8.allSatisfy { (0x21...0x7E).contains($0) } })
    else {
      throw fault("the keys that are set have characters that no key has", scheme)
    }
    return (access, secret, session)
  }

  private static func trimmed(_ url: String) -> String {
    var url = url.contains("://") ? url : "http://" + url
    while url.hasSuffix("/") { url.removeLast() }
    return url
  }

  private static func fault(_ detail: String, _ scheme: BucketName.Scheme) -> RemoteFault {
    RemoteFault(.unusableSettings(detail: detail), service: scheme.service)
  }
}
