@testable import Corpus

/// More shapes of real data sets, as their files are.
let dataSetShapes: [ShapeCase] = [
  ShapeCase(
    name: "LLaVA-CC3M: chat.json",
    text: #"""
      [{"id": "GCC_train_002582585", "image": "GCC_train_002582585.jpg", "conversations": [
      {"from": "human", "value": "Provide a brief description of the given image.\n<image>"},
      {"from": "gpt", "value": "olive oil is a healthy ingredient used liberally ."}]}]
      """#,
    layout: .jsonArray,
    captions: [
      "human:Provide a brief description of the given image.",
      "assistant:olive oil is a healthy ingredient used liberally .",
    ], records: 1),
  ShapeCase(
    name: "LLaVA instruct: several turns of one record",
    text: #"""
      [{"id":"000000033471","image":"000000033471.jpg","conversations":[
      {"from":"human","value":"<image>\nWhat are the colors of the bus?"},{"from":"gpt","value":"White and red."},
      {"from":"human","value":"Is it moving?\nAnswer with the option's letter from the given choices directly."},{"from":"gpt","value":"A"}]}]
      """#,
    layout: .jsonArray,
    captions: [
      "human:What are the colors of the bus?", "assistant:White and red.",
      "human:Is it moving?\nAnswer with the option's letter from the given choices directly.", "assistant:A",
    ], records: 1),
  ShapeCase(
    name: "ShareGPT4V: long captions, records without image",
    text: #"""
      [{"id": "000000000009", "image": "coco/train2017/000000000009.jpg", "conversations": [
      {"from": "human", "value": "What do you see happening in this image?\n<image>"},
      {"from": "gpt", "value": "In the center of the image, a vibrant blue lunch tray holds four containers.\n\nOne has a dog."}]},
      {"id": "wgByO4Y_0", "model": "", "conversations": [{"from": "human", "value": "Write code."}, {"from": "gpt", "value": "Sure."}]}]
      """#,
    layout: .jsonArray,
    captions: [
      "human:What do you see happening in this image?",
      "assistant:In the center of the image, a vibrant blue lunch tray holds four containers.\n\nOne has a dog.",
      "human:Write code.", "assistant:Sure.",
    ], records: 2),
  ShapeCase(
    name: "RedCaps in tars: subreddit is a label", text: #"{"subreddit": "birdpics", "caption": "a crane"}"#,
    layout: .jsonLines, captions: ["caption:a crane"], records: 1),
  ShapeCase(
    name: "BLIP CapFilt: URL and caption",
    text:
      #"[{"url": "http://x.org/dog.jpg", "caption": "a cat on a mat"}, {"url": "http://x.org/b.jpg", "caption": "an eel"}]"#,
    layout: .jsonArray, captions: ["caption:a cat on a mat", "caption:an eel"], records: 2),
  ShapeCase(
    name: "MiniGPT-4, a fork's: description",
    text:
      #"{"annotations": [{"image_id": "1", "description": "one dog"}, {"image_id": "2", "description": "two"}]}"#,
    layout: .jsonObject, captions: ["caption:one dog", "caption:two"], records: 2),
  ShapeCase(
    name: "LAVIS: captions that are lists",
    text: #"[{"image": "a.jpg", "image_id": "coco_1", "caption": ["a dog", "a puppy"]}]"#,
    layout: .jsonArray, captions: ["caption:a dog", "caption:a puppy"], records: 1),
  ShapeCase(
    name: "pictures to captions",
    text: #"{"a/1.jpg": "a dog, {big}", "2.png": "a \"cat\"", "3.jpg": "", "4.jpg": null}"#,
    layout: .jsonObject, captions: ["caption:a dog, {big}", "caption:a \"cat\""], records: 4),
  ShapeCase(
    name: "pictures to lists of captions, over lines",
    text: "{\n  \"1.jpg\": [\"a dog\", \"a puppy runs\"],\n  \"2.jpg\": []\n}\n",
    layout: .jsonObject, captions: ["caption:a dog", "caption:a puppy runs"], records: 2),
  ShapeCase(
    name: "numbers of pictures to captions", text: #"{"391895": "a man rides", "522418": "a cake"}"#,
    layout: .jsonObject, captions: ["caption:a man rides", "caption:a cake"], records: 2),
  ShapeCase(
    name: "pictures to objects",
    text: #"{"1.jpg": {"caption": "a dog", "url": "u"}, "2.jpg": {"caption": "a cat"}}"#,
    layout: .jsonObject, captions: ["caption:a dog", "caption:a cat"], records: 2),
  ShapeCase(
    name: "pictures to objects, a field by name", text: #"{"1.jpg": {"note": "a dog", "caption": "no"}}"#,
    layout: .jsonObject, fields: ["note"], captions: ["caption:a dog"], records: 1),
  ShapeCase(
    name: "a header that has a name twice", text: "caption,caption\na dog,a cat\nan eel,\n", layout: .csv,
    captions: ["caption:a dog", "caption:an eel"], records: 2),
]

/// Where each row of the list of real data sets has its fixture, by the row's first cell.
///
/// A shape is of `shapeCases` or `dataSetShapes`; a Parquet file of `by_shape.py`; an archive of `by_python.py`; names
/// are looked at by `DataSetTests`.
enum DataSetRow {
  enum Fixture {
    case shape(String)
    case parquet(String)
    case archive(String)
    case names
  }

  static let fixtures: [(row: String, fixtures: [Fixture])] = [
    ("LLaVA-Pretrain blip_laion_cc_sbu_558k.json", [.shape("LLaVA pretraining")]),
    ("…_558k_meta.json", [.shape("LLaVA meta file"), .names]),
    ("LLaVA-CC3M-Pretrain-595K chat.json", [.shape("LLaVA-CC3M: chat.json")]),
    ("… metadata.json", [.shape("CC3M metadata: caption before blip_caption")]),
    ("llava_v1_5_mix665k.json", [.shape("LLaVA mix665k: no image, id a number, placeholder alone")]),
    ("LLaVA instruct 150k", [.shape("LLaVA instruct: several turns of one record")]),
    ("ShareGPT4V", [.shape("ShareGPT4V: long captions, records without image")]),
    ("LLaVA-NeXT-Data", [.parquet("llava_next")]),
    ("LLaVA-ReCap-558K / CC3M", [.parquet("llava_recap")]),
    ("LLaVA-OneVision-Data", [.parquet("llava_onevision"), .names]),
    ("LLaVA-NeXT training mixture", [.names]),
    ("the_cauldron (and FineVision)", [.parquet("cauldron"), .shape("the cauldron: user and assistant")]),
    ("Nemotron-VLM v2, OpenAI style", [.shape("OpenAI messages: strings and parts")]),
    ("LAION-400M metadata", [.parquet("laion400m"), .shape("LAION columns as JSON Lines")]),
    ("LAION-2B-en / multi / nolang", [.parquet("part-00000-5b54c5d5-c000.snappy")]),
    ("Re-LAION-2B-en-research-safe", [.parquet("relaion")]),
    (
      "LAION-COCO",
      [.parquet("laion_coco"), .shape("LAION-COCO: TEXT before top_caption and all_captions")]
    ),
    ("DataComp / CommonPool metadata", [.parquet("datacomp")]),
    ("COYO-700M", [.parquet("coyo"), .shape("COYO: entities left in, unescaped on request")]),
    ("CC3M", [.shape("CC3M: caption, URL; quotes are data")]),
    ("CC12M", [.shape("CC12M: URL, caption"), .names]),
    (
      "YFCC15M",
      [.shape("YFCC15M of DeCLIP"), .shape("Link, Text"), .shape("YFCC: title and description"), .names]
    ),
    ("SBU", [.shape("SBU: object of lists"), .archive("lone_sbu.tar.gz")]),
    (
      "RedCaps",
      [.shape("RedCaps: caption before raw_caption"), .shape("RedCaps in tars: subreddit is a label")]
    ),
    ("MMC4", [.shape("MMC4: text_list"), .archive("mmc4.zip")]),
    ("OBELICS", [.parquet("obelics"), .shape("OBELICS: texts with nulls")]),
    ("img2dataset webdataset", [.archive("samples_pax.tar"), .names]),
    (
      "img2dataset parquet / files", [.parquet("img2dataset"), .shape("img2dataset rows: failures left out")]
    ),
    ("img2dataset test sample (LAION-like)", [.parquet("img2dataset_sample")]),
    ("MetaCLIP's own", [.archive("metaclip.tar"), .shape("MetaCLIP pairs")]),
    ("BLIP CapFilt", [.shape("BLIP CapFilt: URL and caption"), .shape("BLIP: caption a string or a list")]),
    ("MiniGPT-4 stage 2", [.shape("MiniGPT-4"), .shape("MiniGPT-4, a fork's: description")]),
    (
      "InstructBLIP / LAVIS",
      [.shape("LAVIS: captions that are lists"), .shape("LAVIS questions and answers")]
    ),
    ("COCO captions", [.shape("COCO: images before annotations"), .parquet("coco")]),
    ("Flickr8k token", [.shape("Flickr8k tokens")]),
    ("dolma/WIMBD/infini-gram documents", [.shape("dolma document")]),
  ]
}
