/// The words that the demonstration's captions are made of.
enum DemoWords {
  /// The class names, the most frequent first; the last five are never written into a caption.
  static let classes = [
    "dog", "bicycle", "horse", "umbrella", "pizza", "laptop", "guitar", "sunflower", "backpack", "sailboat",
    "rabbit", "teapot", "violin", "lighthouse", "penguin", "skateboard", "butterfly", "pineapple", "windmill",
    "hot dog", "zebra", "cello", "wheelchair", "candle", "squirrel", "tractor", "strawberry", "goldfish",
    "suspension bridge", "typewriter", "peacock", "accordion", "hammock", "mushroom", "fire engine",
    "starfish",
    "parachute", "lemon", "school bus", "koala", "trombone", "vase", "sea lion", "acorn", "hourglass",
    "flamingo",
    "snowmobile", "pretzel", "polar bear", "harp", "canoe", "artichoke", "king penguin", "gondola",
    "hedgehog",
    "grand piano", "jellyfish", "sundial", "porcupine", "banjo", "mailbox", "hammerhead shark", "dragonfly",
    "pomegranate", "steam locomotive", "chameleon", "snail", "oboe", "kite (bird of prey)", "thimble",
    "pelican",
    "spinning wheel", "armadillo", "abacus", "toucan", "German shepherd", "bassoon", "meerkat", "barometer",
    "Granny Smith", "platypus", "sousaphone", "jack-o'-lantern", "otter", "crossword puzzle", "ibex",
    "dulcimer",
    "St. Bernard", "pangolin", "potter's wheel", "quokka", "theremin", "axolotl", "marimba", "okapi",
    "electric ray", "leatherback turtle", "paddlewheel", "sloth bear", "carousel horse",
  ]
  /// How many of `classes`, from the end, are in no caption.
  static let absent = 5

  static let openings = [
    "a photo of", "a close up of", "two pictures of", "an old postcard with", "my favourite shot of",
    "a drawing of",
    "we saw", "for sale:", "a blurry view of", "a child points at",
  ]
  static let adjectives = [
    "small", "red", "quiet", "broken", "famous", "wooden", "bright", "sleeping", "huge", "wet",
  ]
  static let places = [
    "in the garden", "near the river", "on a rainy street", "at the museum", "by the window",
    "in front of a wall",
    "under a tree", "on the beach at dusk", "in our kitchen", "at a village fair",
  ]
  static let closings = [
    "", "", "", " (2014)", ", stock image", " | free wallpaper", "; taken in spring", " — déjà vu",
  ]
  static let unrelated = [
    "a wide view over the hills", "people waiting for a train", "the same street at night",
    "handmade bowls on a shelf",
    "portrait of an elderly man", "clouds before the storm", "an empty parking lot", "fresh snow on the roof",
  ]
  static let questions = [
    "What type of object is in this photo?", "What is shown here?", "Describe the picture in one sentence.",
    "Which animal or thing can you see?",
  ]
  static let answers = ["This is", "The photo shows", "It looks like", "You can see"]
}
