/// The words whose plural the rules of spelling do not give.
enum PluralWords {
  /// Nouns whose plural is the singular, and masses that have none.
  static let unchanged: Set<String> = words(
    """
    sheep deer moose bison elk swine salmon trout cod pike carp grouse plaice mackerel halibut series species
    offspring cattle police people headquarters crossroads means gallows barracks corps chassis bourgeois
    aircraft spacecraft hovercraft watercraft rice furniture equipment luggage baggage information
    news broccoli spaghetti macaroni linguine graffiti wildlife seafood clothing jewelry jewellery poultry
    software hardware bread butter corn cotton gold wool tennis hockey mathematics physics gymnastics
    mumps measles rabies molasses innings
    """)

  /// Endings of nouns whose plural is the singular.
  static let unchangedEndings = ["sheep", "deer", "people"]

  /// Whether a word is the plural of an irregular noun already.
  static func isPlural(_ word: String) -> Bool {
    irregularPlurals.contains(word) || pluralEndings.contains { word.hasSuffix($0) }
      || word.hasSuffix("men") && !singularMen.contains(word)
  }

  private static let pluralEndings = ["women", "children", "feet", "teeth", "geese"]

  private static let singularMen: Set<String> = words(
    """
    specimen abdomen omen ramen stamen regimen semen hymen acumen cyclamen lumen bitumen dolmen albumen rumen
    foramen yemen amen
    """)

  /// Nouns with a plural of their own, or with two.
  static let irregular: [String: [String]] = pairs(
    """
    ox oxen | child children | person people | die dice | penny pennies | quiz quizzes | whiz whizzes | wiz wizzes | biz bizzes | fez fezzes
    foot feet | tooth teeth | goose geese | mouse mice | louse lice | man men | woman women
    calf calves | half halves | elf elves | self selves | shelf shelves | wolf wolves | leaf leaves
    loaf loaves | sheaf sheaves | thief thieves | knife knives | life lives | wife wives
    scarf scarves scarfs | hoof hooves hoofs | wharf wharves wharfs | dwarf dwarfs dwarves | staff staffs staves
    turf turfs turves | lowlife lowlifes | beef beeves beefs
    cactus cacti cactuses | fungus fungi funguses | hippopotamus hippopotamuses hippopotami
    octopus octopuses octopi | nucleus nuclei | radius radii radiuses | alumnus alumni | stimulus stimuli
    bacillus bacilli | syllabus syllabuses syllabi | terminus termini terminuses | focus focuses foci
    locus loci | gladiolus gladioli gladioluses | papyrus papyri papyruses | narcissus narcissi narcissuses
    thesaurus thesauruses thesauri | hibiscus hibiscuses | genus genera genuses | corpus corpora | opus opuses opera
    larva larvae larvas | alga algae | antenna antennae antennas | vertebra vertebrae vertebras
    nebula nebulae nebulas | formula formulas formulae | alumna alumnae | pupa pupae pupas | amoeba amoebas amoebae
    bacterium bacteria | medium media mediums | aquarium aquariums aquaria | stadium stadiums stadia
    planetarium planetariums planetaria | terrarium terrariums terraria | podium podiums podia
    gymnasium gymnasiums gymnasia | datum data | ovum ova | curriculum curricula curriculums
    millennium millennia millenniums | spectrum spectra spectrums | auditorium auditoriums auditoria
    symposium symposia symposiums | solarium solariums solaria | memorandum memoranda memorandums
    phenomenon phenomena | criterion criteria | ganglion ganglia | automaton automatons automata
    plateau plateaus plateaux | bureau bureaus bureaux | chateau chateaux chateaus | tableau tableaux tableaus
    gateau gateaux | beau beaux beaus | trousseau trousseaux trousseaus | bateau bateaux
    appendix appendices appendixes | index indexes indices | vertex vertices vertexes | vortex vortices vortexes
    apex apexes apices | cortex cortices cortexes | codex codices | matrix matrices matrixes | helix helices helixes
    phalanx phalanges phalanxes | larynx larynges larynxes | crux cruxes cruces | axis axes | seraph seraphim seraphs
    cherub cherubs cherubim | virtuoso virtuosos virtuosi | paparazzo paparazzi | stigma stigmata stigmas
    lens lenses | iris irises | pelvis pelvises | mantis mantises | clematis clematises | metropolis metropolises
    penis penises | trellis trellises | chrysalis chrysalises | cannabis cannabises | pancreas pancreases
    mosquito mosquitoes mosquitos | volcano volcanoes volcanos | tornado tornadoes tornados | mango mangoes mangos
    buffalo buffaloes buffalos | cargo cargoes cargos | motto mottoes mottos | halo halos haloes
    flamingo flamingos flamingoes | zero zeros zeroes | banjo banjos banjoes | grotto grottoes grottos
    domino dominoes dominos | fresco frescoes frescos | dingo dingoes | memento mementos mementoes
    portico porticoes porticos | archipelago archipelagos archipelagoes | conch conchs conches
    mongoose mongooses | bus buses | gas gases | yes yeses | by bys | passerby passersby | human humans | forefoot forefeet | eyetooth eyeteeth
    """)

  private static let irregularPlurals: Set<String> = Set(irregular.values.joined()).subtracting(["opera"])

  /// Endings of compounds that follow their last part, tried in order.
  static let endings: [(String, String)] = [
    ("woman", "women"), ("man", "men"), ("child", "children"), ("mouse", "mice"),
    ("louse", "lice"), ("goose", "geese"), ("tooth", "teeth"), ("foot", "feet"), ("wolf", "wolves"),
    ("shelf", "shelves"), ("knife", "knives"), ("wife", "wives"), ("leaf", "leaves"), ("loaf", "loaves"),
    ("calf", "calves"), ("person", "people"), ("eau", "eaus"),
  ]

  /// Words with such an ending that only looks like it.
  static let regular: Set<String> = words(
    """
    human german roman norman ottoman shaman caiman cayman talisman brahman doberman dolman hetman turkoman
    mussulman ataman toman desman mongoose blouse bigfoot tenderfoot crowfoot goosefoot coltsfoot
    pussyfoot rothschild toulouse superhuman nonhuman subhuman delouse walkman discman
    """)

  /// Words in `o` that take `es`; others take `s`.
  static let oes: Set<String> = words(
    """
    potato tomato hero echo veto torpedo embargo antihero superhero jingo go
    """)

  /// Words in `ch` that is said as `k`.
  static let hardCH: Set<String> = words(
    "stomach monarch loch patriarch matriarch epoch eunuch triptych diptych czech tech oligarch pentateuch mach bach"
  )

  /// Singulars in a single `s` that no ending marks as one.
  static let singularS: Set<String> = words(
    """
    atlas canvas alias bias christmas rhinoceros albatros thermos cosmos asbestos pathos ethos
    madras arras texas ananas sassafras
    """)

  /// Tails of words joined by hyphens whose front takes the plural.
  static let hyphenTails = ["-in-law", "-of-war", "-at-arms", "-de-lis"]

  private static func words(_ list: String) -> Set<String> {
    Set(list.split { $0 == " " || $0 == "\n" }.map(String.init))
  }

  private static func pairs(_ list: String) -> [String: [String]] {
    var table: [String: [String]] = [:]
    for entry in list.split(whereSeparator: { $0 == "|" || $0 == "\n" }) {
      let parts = entry.split(separator: " ").map(String.init)
      if parts.count > 1 { table[parts[0]] = Array(parts.dropFirst()) }
    }
    return table
  }
}
