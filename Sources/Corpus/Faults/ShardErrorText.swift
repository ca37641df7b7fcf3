#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The one place where a shard's errors become sentences.
struct ShardErrorText {
  let fault: ShardFault

  init(_ fault: ShardFault) { self.fault = fault }

  /// `record 812: the text is not valid UTF-8`.
  var sentence: String {
    guard let place else { return reason }
    return "\(place): \(reason)"
  }

  private var place: String? {
    switch fault.place {
    case .shard: nil
    case .byte(let offset): "byte \(offset)"
    case .record(let number): "record \(number)"
    case .member(let name): "member \(name)"
    case .sample(let number, let name): "record \(number), member \(name)"
    }
  }

  private var reason: String {
    switch fault.reason {
    case .system(let operation, let code):
      "\(operation): \(String(cString: strerror(code)))"
    case .empty: "the file is empty"
    case .noRecords: "the file has no records"
    case .failedDownload(let ending):
      "the file has no bytes, which a .\(ending) file cannot have; did its download fail?"
    case .foreign(let content): foreign(content)
    case .isDirectory: "this is a folder, not a file"
    case .truncated(let codec): "the \(codec) data ends early; is the file truncated?"
    case .corrupt(let codec, let detail): "the \(codec) data is corrupt (\(detail))"
    case .windowTooLarge(let window, let limit):
      "the zstd data needs a window of \(window.map { "\($0)" } ?? "more than \(limit)") bytes, and at most \(limit) "
        + "are allowed"
    case .membersApart:
      "it lies apart from the other members of its sample, so the archive has to be read twice, which cannot be done "
        + "with standard input or a command; save the archive to a file first"
    case .fieldsApart:
      "it lies apart from the text of its sample, and there is more such JSON in the archive than can be held to bring "
        + "its fields to their text; put the files of a sample one after another, as tar does when it sorts by name, or "
        + "ask for no fields"
    case .unknownLayout(let seen): "unrecognized file layout (\(seen))"
    case .notUTF8: "the text is not valid UTF-8"
    case .invalidJSON(let detail): "invalid JSON: \(detail)"
    case .unfinishedJSON: "the JSON ends before it is complete; is the file truncated?"
    case .noTextField(let seen):
      "no caption field was found; fields seen: \(list(seen))"
    case .missingTextField(let name, let seen):
      "no record has the text field \(name); fields seen: \(list(seen))"
    case .severalColumns(let key, let limit):
      "this is JSON by columns whose records take several of them, such as `\(key)`; its rows are brought together if all "
        + "columns have the same rows and the file has at most \(limit) bytes"
    case .recordTooLarge(let limit): "the record is larger than \(limit) bytes"
    case .invalidRow(let detail): "invalid table row: \(detail)"
    case .nestingTooDeep(let limit): "values are nested deeper than \(limit) levels"
    case .parquet(let detail, _): "the Parquet file cannot be read: \(detail)"
    case .arrow(let detail, _): "the Arrow data cannot be read: \(detail)"
    case .copyTooLarge(let limit):
      "the Parquet data is larger than \(limit) bytes, the limit of the temporary file that it is copied to"
    case .commandNotAllowed: "the name is a command, which may not be run unasked"
    case .unsupported(let what): "\(what) is not supported"
    case .commandFailed(let status, let message):
      "the command exited with status \(status)" + (message.isEmpty ? "" : ": \(message)")
    case .ambiguousName(let wayOut):
      "a file has this name, which could also be a command; \(wayOut) reads the file"
    case .remote(let fault): RemoteFaultText(fault).sentence
    case .rows(let error): error.description
    case .interrupted: "interrupted before the end"
    }
  }

  private func foreign(_ content: ForeignContent) -> String {
    switch content {
    case .gitLFSPointer:
      "this is a Git LFS pointer, not the data; `git lfs pull` downloads the file that it stands for"
    case .html: "this is an HTML page, not data; was the download refused or redirected?"
    case .xml: "this is an XML document, not data; was the download refused?"
    case .refusal(let line):
      "this is a server's refusal, not data (\(line)); request access or log in, and download the file again"
    case .errorObject: "this is a JSON error message, not data; download the file again"
    case .pythonDicts: "the records are Python dicts, not JSON; write each of them with json.dumps"
    case .rows: "this is a file of rows, which was written while captions were counted, and no shard"
    case .plainLines(let ending):
      "the name ends in .\(ending), but the content is only plain lines"
    }
  }

  private func list(_ names: [String]) -> String {
    names.isEmpty ? "none" : names.joined(separator: ", ")
  }
}

extension ShardFault: CustomStringConvertible {
  /// The fault as a sentence, with its place.
  public var description: String { ShardErrorText(self).sentence }
}

extension ShardError: CustomStringConvertible {
  /// The error as a sentence: shard, place, reason.
  public var description: String {
    fault.place == .shard ? "\(shard): \(fault)" : "\(shard), \(fault)"
  }
}
