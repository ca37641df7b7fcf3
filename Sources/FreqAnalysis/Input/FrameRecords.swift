/// The rows of a table that JSON holds by columns, or with the names of its columns apart from its rows, as records.
///
/// pandas writes such tables with `to_json()`: columns are objects from row to cell, unless `orient` is `index` (an object for
/// each row), `split` (`columns`, `index` and `data`) or `table` (`schema` and `data`). Lists beside one another are what
/// Hugging Face's `to_dict` gives. Programs also put their rows under one key beside what else they tell (`logs` of lmms-eval).
enum FrameRecords {
  /// One row and the line on which it stands.
  typealias Record = (value: OrderedJSON, line: Int)

  /// The most cells of a table.
  private static let cellLimit = 16 << 20

  /// The rows of a value; nil where it is no such table, or its first row is none that `isRecord` takes.
  ///
  /// A label of a row that is no number is a cell without a name, as the first column of a data frame in CSV is.
  static func rows(_ value: OrderedJSON, isRecord: (OrderedJSON) -> Bool) -> [Record]? {
    guard case .object(let members) = value, !members.isEmpty else { return nil }
    for rows in [
      schema(value), split(value), index(members), columns(members), lists(members),
      isRecord(value) ? nil : underOneKey(members, isRecord: isRecord),
    ] {
      if let rows, let first = rows.first, isRecord(first.value) { return rows }
    }
    return nil
  }

  /// `orient="table"`: the objects under `data`, beside a `schema`.
  private static func schema(_ value: OrderedJSON) -> [Record]? {
    guard case .array? = value["schema"]?["fields"], case .array(let elements)? = value["data"] else {
      return nil
    }
    return records(elements, line: line(of: value))
  }

  /// The only list of such records that stands under a key of an object that is none itself.
  private static func underOneKey(
    _ members: [OrderedJSON.Member], isRecord: (OrderedJSON) -> Bool
  ) -> [Record]? {
    let lists = members.compactMap { member -> [Record]? in
      guard case .array(let elements) = member.value, let first = elements.first, isRecord(first) else {
        return nil
      }
      return records(elements, line: member.line)
    }
    return lists.count == 1 ? lists[0] : nil
  }

  /// `orient="split"`: lists under `data`, whose cells are named under `columns`.
  private static func split(_ value: OrderedJSON) -> [Record]? {
    guard case .array(let names)? = value["columns"], case .array(let rows)? = value["data"],
      names.count * rows.count <= cellLimit
    else { return nil }
    let columns = names.compactMap { if case .string(let name) = $0 { name } else { nil } }
    guard columns.count == names.count else { return nil }
    var labels: [OrderedJSON] = []
    if case .array(let index)? = value["index"], index.count == rows.count { labels = index }
    let first = line(of: value)
    var records: [Record] = []
    for (number, row) in rows.enumerated() {
      guard case .array(let cells) = row, cells.count == columns.count else { return nil }
      var cell = zip(columns, cells).map { OrderedJSON.Member(key: $0, value: $1, line: first) }
      if number < labels.count, case .string(let label) = labels[number] {
        cell.insert(named(label, line: first), at: 0)
      }
      records.append((.object(cell), first))
    }
    return records
  }

  /// `orient="index"`: an object for each row, all with the same keys, under the row's label.
  private static func index(_ members: [OrderedJSON.Member]) -> [Record]? {
    guard let keys = keys(members.first?.value), members.allSatisfy({ self.keys($0.value) == keys }) else {
      return nil
    }
    return members.map { ($0.value, $0.line) }
  }

  /// Columns, each an object from the row's label to the cell.
  private static func columns(_ members: [OrderedJSON.Member]) -> [Record]? {
    guard let labels = keys(members.first?.value), members.count * labels.count <= cellLimit,
      members.allSatisfy({ keys($0.value) == labels })
    else { return nil }
    let cells = members.map { member -> [OrderedJSON.Member] in
      if case .object(let cells) = member.value { cells } else { [] }
    }
    return labels.indices.map { row in
      var record = zip(members, cells).map { column, cells in
        OrderedJSON.Member(key: column.key, value: cells[row].value, line: cells[row].line)
      }
      if NumberKey.value(labels[row]) == nil {
        record.insert(named(labels[row], line: cells[0][row].line), at: 0)
      }
      return (.object(record), cells[0][row].line)
    }
  }

  /// Columns, each a list of as many cells.
  private static func lists(_ members: [OrderedJSON.Member]) -> [Record]? {
    let cells = members.compactMap { if case .array(let cells) = $0.value { cells } else { nil } }
    guard cells.count == members.count, let rows = cells.first?.count, members.count * rows <= cellLimit,
      cells.allSatisfy({ $0.count == rows })
    else { return nil }
    return (0..<rows).map { row in
      let record = zip(members, cells).map {
        OrderedJSON.Member(key: $0.key, value: $1[row], line: $0.line)
      }
      return (.object(record), members[0].line)
    }
  }

  private static func records(_ elements: [OrderedJSON], line: Int) -> [Record]? {
    let records = elements.compactMap { element -> Record? in
      guard case .object(let members) = element else { return nil }
      return (element, members.first?.line ?? line)
    }
    return records.count == elements.count ? records : nil
  }

  /// The label of a row as a cell without a name.
  private static func named(_ label: String, line: Int) -> OrderedJSON.Member {
    OrderedJSON.Member(key: "", value: .string(label), line: line)
  }

  private static func keys(_ value: OrderedJSON?) -> [String]? {
    guard case .object(let members)? = value, !members.isEmpty else { return nil }
    return members.map(\.key)
  }

  private static func line(of value: OrderedJSON) -> Int {
    if case .object(let members) = value { members.first?.line ?? 1 } else { 1 }
  }
}
