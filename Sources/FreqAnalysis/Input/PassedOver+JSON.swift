extension PassedOver {
  /// Reads what `json` writes; nil where it is anything else.
  init?(json: OrderedJSON) {
    guard case .object(let members) = json else { return nil }
    var byKind: [String: Int] = [:]
    for member in members {
      guard case .number(let text) = member.value, let count = Int(text),
        (1...1_000_000_000_000_000).contains(count),
        byKind.updateValue(count, forKey: member.key) == nil
      else { return nil }
    }
    self.init(byKind)
  }
}
