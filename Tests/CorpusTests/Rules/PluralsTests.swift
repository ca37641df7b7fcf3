import Foundation
import TestSupport
import Testing

@testable import Corpus

@Suite struct PluralsTests {
  private static let cases: [(String, [String])] = [
    // The rules
    ("dog", ["dogs"]), ("fox", ["foxes"]), ("berry", ["berries"]), ("day", ["days"]), ("glass", ["glasses"]),
    ("bus", ["buses"]), ("church", ["churches"]), ("dish", ["dishes"]), ("waltz", ["waltzes"]),
    ("fez", ["fezzes"]),
    ("stomach", ["stomachs"]), ("piano", ["pianos"]), ("potato", ["potatoes"]), ("kangaroo", ["kangaroos"]),
    ("giraffe", ["giraffes"]), ("chief", ["chiefs"]), ("roof", ["roofs"]), ("oasis", ["oases"]),
    ("café", ["cafés"]),
    ("soliloquy", ["soliloquies"]), ("atlas", ["atlases"]), ("albatross", ["albatrosses"]),
    ("goldfish", ["goldfishes"]),
    // Words of their own
    ("wolf", ["wolves"]), ("mouse", ["mice"]), ("goose", ["geese"]), ("ox", ["oxen"]),
    ("child", ["children"]),
    ("foot", ["feet"]), ("tooth", ["teeth"]), ("person", ["people"]), ("knife", ["knives"]),
    ("leaf", ["leaves"]),
    ("cactus", ["cacti", "cactuses"]), ("scarf", ["scarves", "scarfs"]), ("quiz", ["quizzes"]),
    ("lens", ["lenses"]),
    // Compounds that follow their last part, and those that do not
    ("werewolf", ["werewolves"]), ("fireman", ["firemen"]), ("dormouse", ["dormice"]),
    ("bookshelf", ["bookshelves"]),
    ("grandchild", ["grandchildren"]), ("mongoose", ["mongooses"]), ("human", ["humans"]),
    ("shaman", ["shamans"]),
    ("caiman", ["caimans"]), ("talisman", ["talismans"]), ("blouse", ["blouses"]),
    ("specimen", ["specimens"]),
    ("Doberman", ["Dobermans"]),
    // The last word of several
    ("great white shark", ["great white sharks"]), ("timber wolf", ["timber wolves"]),
    ("T-shirt", ["T-shirts"]),
    ("mother-in-law", ["mothers-in-law"]), ("man-of-war", ["men-of-war"]),
    ("potter's wheel", ["potter's wheels"]),
    ("passer-by", ["passer-bys"]), ("black_footed_ferret", ["black_footed_ferrets"]),
    ("swim trunks / short", ["swim trunks / shorts"]),
    // Their case
    ("Wolf", ["Wolves"]), ("Mouse", ["Mice"]), ("Ox", ["Oxen"]), ("2012 Hummer SUV", ["2012 Hummer SUVs"]),
    ("Person", ["People"]),
    // None
    ("sheep", []), ("deer", []), ("aircraft", []), ("moose", []), ("series", []), ("sunglasses", []),
    ("scissors", []),
    ("binoculars", []), ("mice", []), ("women", []), ("firemen", []), ("teeth", []), ("people", []),
    ("species", []),
    ("", []), (" ", []), ("x", []), ("V8", []), ("BMW 3", []), ("C++", []), ("kite (bird of prey)", []),
    ("犬", []),
    ("собака", []), ("Geoffroy's", []), ("model 3x", []), ("dog ", []),
  ]

  @Test(arguments: cases)
  func forms(_ term: String, _ plurals: [String]) {
    #expect(Plurals.plurals(of: term) == plurals)
  }

  private static let wordNet = URL(fileURLWithPath: "/usr/share/wordnet")

  /// WordNet's own way back, morphy(7WN): its list of exceptions, then its rules of detachment, and the endings that
  /// its list has for some nouns only. Every plural of every one-word noun of WordNet must lead back to the noun, or
  /// be one of few whose plural WordNet does not know.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: wordNet.path + "/noun.exc")))
  func leadBackByWordNetsRules() throws {
    var back: [String: Set<String>] = [:]
    for line in try text("noun.exc").split(separator: "\n") {
      let words = line.split(separator: " ").map(String.init)
      back[words[0], default: []].formUnion(words.dropFirst())
    }
    let detach = [
      ("s", ""), ("ses", "s"), ("xes", "x"), ("zes", "z"), ("ches", "ch"), ("shes", "sh"), ("men", "man"),
      ("ies", "y"), ("ses", "sis"), ("xes", "xis"), ("people", "person"), ("leaves", "leaf"),
      ("feet", "foot"), ("teeth", "tooth"), ("loaves", "loaf"), ("wives", "wife"), ("knives", "knife"),
    ]
    var lost: [String] = []
    var formed = 0
    for line in try text("index.noun").split(separator: "\n") {
      let noun = String(line.prefix { $0 != " " })
      guard noun.utf8.count > 1, noun.utf8.allSatisfy({ (0x61...0x7A).contains($0) }) else { continue }
      for plural in Plurals.plurals(of: noun) {
        formed += 1
        let found =
          back[plural]?.contains(noun) == true
          || detach.contains { plural.hasSuffix($0.0) && plural.dropLast($0.0.count) + $0.1 == noun }
        if !found { lost.append("\(noun) \(plural)") }
      }
    }
    #expect(formed > 40_000)
    #expect(lost.count < 20, "\(lost)")
  }

  /// Of the irregular plurals that WordNet lists, those that people meet in captions are formed.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: wordNet.path + "/noun.exc")))
  func formWhatWordNetLists() throws {
    var missed: [String] = []
    for word in [
      "wolf", "ox", "mouse", "goose", "foot", "tooth", "child", "knife", "leaf", "loaf", "cactus", "larva",
      "fungus", "hoof", "thief",
    ] {
      let listed = try text("noun.exc").split(separator: "\n").filter {
        $0.split(separator: " ").last == word[...]
      }
      for plural in listed.compactMap({ $0.split(separator: " ").first })
      where !Plurals.plurals(of: word).contains(String(plural)) {
        missed.append("\(word) \(plural)")
      }
    }
    #expect(missed == [])
  }

  private func text(_ name: String) throws -> String {
    try String(contentsOf: Self.wordNet.appending(path: name), encoding: .utf8)
  }
}
