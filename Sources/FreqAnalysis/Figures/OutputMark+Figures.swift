extension OutputMark {
  /// An SVG picture as `FigureCanvas` draws it.
  public static let picture = OutputMark.pieces(
    start: #"<svg xmlns="http://www.w3.org/2000/svg" width=""#, [#"" role="img""#, #"class="paper""#])

  /// A page as `Page` writes it.
  public static let page = OutputMark.pieces(
    start: "<!DOCTYPE html>\n<html lang=\"en\">\n<head>",
    [
      #"<meta http-equiv="Content-Security-Policy" content="default-src 'none'; "#, "<title>",
      ##"<a class="skip" href="#pictures">"##,
    ])
}
