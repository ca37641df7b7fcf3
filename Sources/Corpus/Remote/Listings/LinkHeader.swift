/// The targets of a `Link` header (RFC 8288): `<https://…>; rel="next"`.
enum LinkHeader {
  /// The target of the first link of a relation; nil where there is none.
  static func target(of relation: String, in value: String) -> String? {
    var rest = value[...]
    while let open = rest.firstIndex(of: "<"), let close = rest[open...].firstIndex(of: ">") {
      let target = rest[rest.index(after: open)..<close]
      let after = rest[rest.index(after: close)...]
      // A comma between the parameters of one link would be in quotes, which the servers of listings do not write.
      let end = after.firstIndex(of: ",") ?? after.endIndex
      for parameter in after[..<end].split(separator: ";") {
        let pair = parameter.split(separator: "=", maxSplits: 1).map { $0.filter { $0 != " " && $0 != "\"" } }
        if pair.count == 2, pair[0].lowercased() == "rel", pair[1].lowercased() == relation {
          return String(target)
        }
      }
      rest = after[end...].dropFirst()
    }
    return nil
  }
}
