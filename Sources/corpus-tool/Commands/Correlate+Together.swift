import FreqAnalysis

/// What `correlate` prints of groups: of classes (`--curve`), and of models (`--across`).
extension Correlate {
  func printCurve(_ query: PointQuery, _ store: CountStore, _ output: OutputTarget) throws {
    let answer = try query.ask(store)
    Messages.notes(answer.notes)
    let curves = curve.curves(answer.known, measure: query.selection.measure)
    try output.write(curves.sections, curves.json)
    for sentence in curves.sentences { Messages.note(sentence) }
  }

  func printAcross(_ query: PointQuery, _ store: CountStore, _ output: OutputTarget) throws {
    let across = try AcrossModels(of: query, in: store)
    for note in across.notes { Messages.note(note) }
    try output.write(across.sections, across.json)
    if output.format != nil, output.format != .table {
      for sentence in across.sentences { Messages.note(sentence) }
    }
  }
}
