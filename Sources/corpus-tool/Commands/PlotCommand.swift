import ArgumentParser
import FreqAnalysis
import Foundation

struct PlotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plot",
    abstract: "Draw frequency against accuracy.",
    usage: "corpus-tool plot <kind> [<options>] -o <file.svg>",
    discussion: """
      KIND is scatter (each class), binned (the paper's bins), bar (the most frequent classes of one model), tail (counts \
      by rank) or compare (several models). FILE ends in .svg, or in .png where rsvg-convert is installed.

      EXAMPLE
        corpus-tool plot scatter --model llava -o scatter.svg
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var selection: SelectionOptions

  @Option(help: ArgumentHelp("light or dark.", valueName: "theme"))
  var theme: FigureStyle.Theme = .light

  @Option(
    name: [.customShort("o"), .customLong("output")], help: ArgumentHelp("The picture.", valueName: "file"))
  var file: String

  @Argument(help: ArgumentHelp("scatter, binned, bar, tail or compare.", valueName: "kind"))
  var kind: Plot

  func validate() throws {
    guard file.hasSuffix(".svg") || file.hasSuffix(".png") else {
      throw ValidationError("a picture's name ends in .svg or .png")
    }
  }

  func run() throws {
    let store = try store.open(.readOnly)
    let (svg, notes) = try kind.svg(
      of: selection.selection(in: store), in: store, style: FigureStyle(theme: theme))
    Messages.notes(notes)
    if file.hasSuffix(".svg") {
      try OutputFile.write(svg, to: file)
    } else {
      try OutputFile.write(try PictureConverter.png(of: svg), to: file)
    }
    Messages.line("written: \(file)")
  }
}

extension Plot: ExpressibleByArgument {}
extension FigureStyle.Theme: ExpressibleByArgument {}
