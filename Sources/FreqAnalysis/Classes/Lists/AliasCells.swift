import Corpus

/// Divides the cells of a column of aliases: at vertical bars, or where there are none at semicolons, or as the list that
/// a cell holds.
struct AliasCells {
  /// The aliases of each cell.
  private(set) var aliases: [[String]] = []
  /// What is to be told of how the cells were divided.
  private(set) var notes: [Note] = []

  init(_ cells: [String]) {
    let hasBars = cells.contains { $0.utf8.contains(UInt8(ascii: "|")) }
    var lists = 0
    var divided = 0
    for cell in cells {
      let text = InputFile.trimmed(cell)
      if let list = Self.list(in: text) {
        aliases.append(list)
        lists += 1
      } else {
        let atSemicolons = !hasBars && text.contains(";") && !text.contains("&")
        aliases.append(Self.parts(of: text, at: atSemicolons ? ";" : "|"))
        divided += atSemicolons ? 1 : 0
      }
    }
    if lists > 0 { notes.append(Note(.aliasLists(lists))) }
    if divided > 0 { notes.append(Note(.aliasesDivided(divided))) }
  }

  private static func parts(of text: String, at separator: Character) -> [String] {
    text.split(separator: separator).map { InputFile.trimmed(String($0)) }
  }

  /// The texts of a list in brackets, as JSON or Python writes it, or NumPy, which puts no commas; nil for another text.
  static func list(in text: String) -> [String]? { ListText.texts(of: text)?.map(InputFile.trimmed) }
}
