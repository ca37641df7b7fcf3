/// What a file holds that is no text to read names, accuracies or counts from, known by its first bytes.
public enum ForeignContent: String, Sendable, Hashable, CaseIterable {
  /// A workbook of Excel (xlsx), which is a zip archive with a folder `xl`.
  case workbook
  /// A workbook or document of Excel 97 to 2003.
  case oldWorkbook
  /// A spreadsheet of LibreOffice.
  case openDocument
  /// A MATLAB file.
  case matlab
  /// An HDF5 file, as MATLAB 7.3 writes too.
  case hdf5
  /// A NumPy array.
  case numpy
  /// A Python pickle.
  case pickle
  /// A pointer that Git LFS leaves where a file was not downloaded.
  case lfsPointer
  /// A page of HTML or XML.
  case page
  /// Text in UTF-16 that begins with its mark, as Excel's "Unicode Text" does.
  case utf16
  /// Text in UTF-16 without a mark, the lower byte first, or the higher one.
  case utf16LittleEndian, utf16BigEndian

  /// Recognises what is no text of names; nil for anything else.
  init?(_ bytes: [UInt8], file: String) {
    func begins(_ text: String) -> Bool { bytes.starts(with: Array(text.utf8)) }
    let ending = file.utf8.count > 4 ? file.lowercased() : ""
    if let encoding = Self.encoding(of: bytes) {
      self = encoding
    } else if begins("PK\u{3}\u{4}") {
      guard let office = Self.office(bytes) else { return nil }
      self = office
    } else if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
      self = .oldWorkbook
    } else if begins("MATLAB 5.0 MAT-file") || begins("MATLAB 7.3 MAT-file") {
      self = .matlab
    } else if ending.hasSuffix(".mat"), bytes.prefix(128).contains(0) {
      self = .matlab
    } else if bytes.starts(with: [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A]) {
      self = .hdf5
    } else if bytes.starts(with: [0x93] + Array("NUMPY".utf8)) {
      self = .numpy
    } else if bytes.count > 2, bytes[0] == 0x80, (2...5).contains(bytes[1]) {
      self = .pickle
    } else if begins("version https://git-lfs.github.com/spec/") {
      self = .lfsPointer
    } else if Self.isPage(bytes) {
      self = .page
    } else {
      return nil
    }
  }

  /// The encoding of text that is in UTF-16, known by its mark, or by the zero bytes beside ASCII; nil for anything else.
  static func encoding(of bytes: [UInt8]) -> ForeignContent? {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return .utf16 }
    // The first characters of a table or a list: a name, a quote, a separator, a digit.
    let pairs = bytes.prefix(8)
    guard pairs.count >= 4, pairs.count.isMultiple(of: 2), pairs.contains(0) else { return nil }
    let isZero = pairs.enumerated().map { ($0.offset.isMultiple(of: 2), $0.element == 0) }
    func has(zerosAtEven: Bool) -> Bool { isZero.allSatisfy { ($0.0 == zerosAtEven) == $0.1 } }
    if has(zerosAtEven: false) { return .utf16LittleEndian }
    return has(zerosAtEven: true) ? .utf16BigEndian : nil
  }

  /// Names of members stand uncompressed in a zip archive, at its members and again at its end.
  private static func office(_ bytes: [UInt8]) -> ForeignContent? {
    let ends = bytes.prefix(4096) + bytes.suffix(1 << 16)
    if contains(ends, "application/vnd.oasis.opendocument") { return .openDocument }
    return contains(ends, "xl/workbook") || contains(ends, "xl/worksheets") ? .workbook : nil
  }

  private static func contains(_ bytes: ArraySlice<UInt8>, _ text: String) -> Bool {
    let wanted = Array(text.utf8)
    return bytes.indices.contains { bytes[$0] == wanted[0] && bytes[$0...].starts(with: wanted) }
  }

  private static func isPage(_ bytes: [UInt8]) -> Bool {
    let head = bytes.prefix(256).drop(while: InputFile.isSpace)
    let text = String(decoding: head.prefix(16), as: UTF8.self).lowercased()
    return ["<!doctype", "<html", "<?xml", "<error>"].contains { text.hasPrefix($0) }
  }

  private var iconvName: String {
    switch self {
    case .utf16LittleEndian: "UTF-16LE"
    case .utf16BigEndian: "UTF-16BE"
    default: "UTF-16"
    }
  }

  /// What the file is and what to do, inside a sentence.
  var sentence: String {
    switch self {
    case .workbook: "this is an Excel workbook (xlsx); save the sheet as CSV"
    case .oldWorkbook: "this is an Excel workbook (xls); save the sheet as CSV"
    case .openDocument: "this is an OpenDocument spreadsheet; save the sheet as CSV"
    case .matlab:
      "this is a MATLAB file; write its names as text first, one per line, or as a JSON list (in Python, "
        + "scipy.io.loadmat reads it)"
    case .hdf5: "this is an HDF5 file; write its names as text first, one per line, or as a JSON list"
    case .numpy:
      "this is a NumPy array; write it as a JSON list first: "
        + "json.dump(numpy.load(path, allow_pickle=True).tolist(), file)"
    case .pickle: "this is a Python pickle; write its content as JSON first, with json.dump"
    case .lfsPointer:
      "this is a Git LFS pointer, not the file that it stands for; `git lfs pull` downloads that"
    case .utf16, .utf16LittleEndian, .utf16BigEndian:
      "the text is in UTF-16, as Excel's Unicode Text is; save it as CSV UTF-8, or convert it: "
        + "iconv -f \(iconvName) -t UTF-8"
    case .page: "this is an HTML or XML page; was an error page or a web page saved in place of the file?"
    }
  }
}
