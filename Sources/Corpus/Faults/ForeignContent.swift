/// What lies under a data file's name and is no data: what a download leaves in its place, or another way of writing.
public enum ForeignContent: Sendable, Equatable {
  /// The few lines that stand for a file kept by Git LFS.
  case gitLFSPointer
  /// A web page.
  case html
  /// An XML document, such as an object store's refusal.
  case xml
  /// The one sentence with which a server refuses a file.
  case refusal(String)
  /// A JSON object that says nothing but what went wrong.
  case errorObject
  /// Records as Python prints them.
  case pythonDicts
  /// A file of rows: what was found in captions, not captions.
  case rows
  /// Nothing but plain lines, where the name's ending says otherwise.
  case plainLines(ending: String)
}
