import Testing

@testable import Corpus

/// A shard in the small, and the captions that it holds.
struct ShapeCase: CustomTestStringConvertible, Sendable {
  var name: String
  var text: String
  var layout: TextLayout
  var fields: [String] = []
  var captions: [String]
  var records: Int
  var excluded = 0
  var unescapesHTML = false

  var testDescription: String { name }
}

/// The shapes of real data sets, each with its traps.
let shapeCases: [ShapeCase] = [
  ShapeCase(
    name: "LLaVA pretraining",
    text: #"""
      [
        {"id": "004539375", "image": "00453/004539375.jpg", "conversations": [
          {"from": "human", "value": "Render a clear and concise summary of the photo.\n<image>"},
          {"from": "gpt", "value": "select luxury furniture 3 - inch gel memory foam mattress topper"}]},
        {"id": "002239345", "image": "00223/002239345.jpg", "conversations": [
          {"from": "human", "value": "<image>\nGive a brief description of the image."},
          {"value": "a grey watch with an army style strap", "from": "gpt"}]}
      ]
      """#,
    layout: .jsonArray,
    captions: [
      "human:Render a clear and concise summary of the photo.",
      "assistant:select luxury furniture 3 - inch gel memory foam mattress topper",
      "human:Give a brief description of the image.", "assistant:a grey watch with an army style strap",
    ], records: 2),
  ShapeCase(
    name: "LLaVA meta file",
    text: #"[{"id":"1","image":"1.jpg","blip_caption":"a dog on grass","url":"http://x.org/cat.jpg"}]"#,
    layout: .jsonArray, captions: ["caption:a dog on grass"], records: 1),
  ShapeCase(
    name: "CC3M metadata: caption before blip_caption",
    text:
      #"[{"id":"1","image":"1.jpg","caption":"raw","blip_caption":"made","url":"u"},{"id":"2","caption":"two"}]"#,
    layout: .jsonArray, captions: ["caption:raw", "caption:two"], records: 2),
  ShapeCase(
    name: "LLaVA mix665k: no image, id a number, placeholder alone",
    text: #"""
      [{"id": "a", "image": "a.jpg", "conversations": [{"from": "human", "value": "<image>"}, {"from": "gpt", "value": "A"}]},
      {"id": 12, "conversations": [{"from": "system", "value": "Be kind."}, {"from": "human", "value": "Hi"},
      {"from": "gpt", "value": "Hello"}, {"from": "narrator", "value": "x"}]}]
      """#,
    layout: .jsonArray,
    captions: ["assistant:A", "system:Be kind.", "human:Hi", "assistant:Hello", "other:x"], records: 2),
  ShapeCase(
    name: "LLaVA as JSON Lines",
    text: """
      {"id":"1","conversations":[{"from":"human","value":"What?\\n<image>"},{"from":"gpt","value":"a tench"}]}
      {"id":"2","conversations":[{"from":"human","value":"Left <video> right"},{"from":"gpt","value":"an eel"}]}
      """,
    layout: .jsonLines,
    captions: ["human:What?", "assistant:a tench", "human:Left right", "assistant:an eel"], records: 2),
  ShapeCase(
    name: "OpenAI messages: strings and parts",
    text: #"""
      {"images":["1.jpg"],"messages":[{"role":"user","content":[{"type":"image"},{"type":"text","text":"Describe"},{"type":"text","text":"the photo."}]},{"role":"assistant","content":"a dog"}]}
      {"messages":[{"content":"Be brief.","role":"system"},{"content":[{"text":"a","type":"text"}],"role":"assistant"},{"role":"tool","content":null}]}
      """#,
    layout: .jsonLines,
    captions: ["human:Describe the photo.", "assistant:a dog", "system:Be brief.", "assistant:a"], records: 2),
  ShapeCase(
    name: "the cauldron: user and assistant",
    text:
      #"{"images":[],"texts":[{"user":"Q?","assistant":"A.","source":"vqav2"},{"user":"R?","assistant":"B."}]}"#,
    layout: .jsonLines, captions: ["human:Q?", "assistant:A.", "human:R?", "assistant:B."], records: 1),
  ShapeCase(
    name: "LAION columns as JSON Lines",
    text: """
      {"SAMPLE_ID":1.0,"URL":"http://x/dog.jpg","TEXT":"a cat","HEIGHT":1,"NSFW":"UNLIKELY","similarity":0.3}
      {"SAMPLE_ID":null,"URL":"http://x/dog.jpg","TEXT":null,"HEIGHT":1,"NSFW":"UNLIKELY","similarity":0.3}
      """,
    layout: .jsonLines, captions: ["caption:a cat"], records: 2),
  ShapeCase(
    name: "LAION-COCO: TEXT before top_caption and all_captions",
    text: #"{"URL":"u","all_captions":["x","y"],"TEXT":"alt text","top_caption":"x","punsafe":0.1}"# + "\n",
    layout: .jsonLines, captions: ["caption:alt text"], records: 1),
  ShapeCase(
    name: "LAION-COCO without TEXT",
    text: #"{"URL":"u","all_captions":["x","y"],"top_caption":"x"}"# + "\n",
    layout: .jsonLines, captions: ["caption:x"], records: 1),
  ShapeCase(
    name: "COYO: entities left in, unescaped on request",
    text: #"{"id":1,"url":"u","text":"valentine&#39;s &amp;amp; caf&eacute &notit;"}"#,
    layout: .jsonLines, captions: ["caption:valentine's &amp; café ¬it;"], records: 1, unescapesHTML: true),
  ShapeCase(
    name: "entities stay without request", text: #"{"text":"valentine&#39;s"}"#, layout: .jsonLines,
    captions: ["caption:valentine&#39;s"], records: 1),
  ShapeCase(
    name: "CC3M: caption, URL; quotes are data",
    text: "a \"dog\" runs\thttp://x.org/a.jpg\n\"half a quote\thttps://x.org/b.jpg\n",
    layout: .tsv, captions: ["caption:a \"dog\" runs", "caption:\"half a quote"], records: 2),
  ShapeCase(
    name: "CC12M: URL, caption",
    text: "http://x.org/dog.jpg\t<PERSON> with a cat\nhttp://x.org/b.jpg\tan eel",
    layout: .tsv, captions: ["caption:<PERSON> with a cat", "caption:an eel"], records: 2),
  ShapeCase(
    name: "YFCC15M of DeCLIP", text: #"{"filename": "a/b.jpg", "caption": "a dog", "lang": "en"}"#,
    layout: .jsonLines, captions: ["caption:a dog"], records: 1),
  ShapeCase(
    name: "YFCC: title and description", text: "photoid\ttitle\tdescription\n1\tdog\ta dog runs\n2\t\tcat\n",
    layout: .tsv, captions: ["caption:dog", "caption:a dog runs", "caption:cat"], records: 2),
  ShapeCase(
    name: "Link, Text", text: "Link\tText\nhttp://x.org/1.jpg\ta dog\n", layout: .tsv,
    captions: ["caption:a dog"],
    records: 1),
  ShapeCase(
    name: "SBU: object of lists",
    text:
      #"{"image_urls":["http://x.org/1.jpg","http://x.org/2.jpg"],"user_ids":["a","b"],"captions":["a dog","a cat"]}"#,
    layout: .jsonObject, captions: ["caption:a dog", "caption:a cat"], records: 2),
  ShapeCase(
    name: "RedCaps: caption before raw_caption",
    text: #"""
      {"info": {"url": "u", "description": "no caption"}, "annotations": [
      {"image_id": "x", "url": "u", "raw_caption": "My Dog!", "caption": "my dog", "subreddit": "dogs", "score": 1}]}
      """#,
    layout: .jsonObject, captions: ["caption:my dog"], records: 1),
  ShapeCase(
    name: "MMC4: text_list",
    text:
      #"{"text_list":["One dog.","Two."],"url":"u","image_info":[{"image_name":"a.jpg","raw_url":"u"}],"similarity_matrix":[[0.1,0.2]]}"#
      + "\n" + #"{"text_list":[],"url":"u","image_info":[],"similarity_matrix":[]}"#,
    layout: .jsonLines, captions: ["caption:One dog.", "caption:Two."], records: 2),
  ShapeCase(
    name: "OBELICS: texts with nulls",
    text:
      #"{"images":[null,"http://u"],"metadata":"[{\"alt\":\"no\"}]","general_metadata":"{}","texts":["One dog.",null]}"#
      + "\n",
    layout: .jsonLines, captions: ["caption:One dog."], records: 1),
  ShapeCase(
    name: "img2dataset rows: failures left out",
    text: """
      {"url":"u","caption":"a dog","key":"0","status":"success","error_message":null}
      {"url":"u","caption":"a cat","key":"1","status":"failed_to_download","error_message":"404"}
      {"url":"u","caption":"","key":"2","status":"success"}
      {"url":"u","caption":"an eel","key":"3","status":null}
      """,
    layout: .jsonLines, captions: ["caption:a dog"], records: 2, excluded: 2),
  ShapeCase(
    name: "another status is no failure", text: #"{"caption":"a dog","status":"published"}"#,
    layout: .jsonLines,
    captions: ["caption:a dog"], records: 1),
  ShapeCase(
    name: "caption and txt", text: #"{"txt":"a dog","caption":"a dog","key":"0"}"#, layout: .jsonLines,
    captions: ["caption:a dog"], records: 1),
  ShapeCase(
    name: "MetaCLIP pairs",
    text: #"{"uuid":"x","url":"u","texts":[["alt","a dog",[1,2]],["title","a cat",[]]]}"#,
    layout: .jsonLines, captions: ["caption:a dog", "caption:a cat"], records: 1),
  ShapeCase(
    name: "BLIP: caption a string or a list",
    text:
      #"[{"image":"a.jpg","caption":"one"},{"image":"b.jpg","caption":["two","three",null]},{"image":"c.jpg","caption":[]}]"#,
    layout: .jsonArray, captions: ["caption:one", "caption:two", "caption:three"], records: 3),
  ShapeCase(
    name: "MiniGPT-4",
    text: #"{"annotations": [{"image_id": "1", "caption": "one"}, {"image_id": "2", "caption": "two"}]}"#,
    layout: .jsonObject, captions: ["caption:one", "caption:two"], records: 2),
  ShapeCase(
    name: "LAVIS questions and answers",
    text: #"[{"question":"What?","answer":["a dog","dog"],"image":"x.jpg","question_id":1}]"#,
    layout: .jsonArray,
    captions: ["human:What?", "assistant:a dog", "assistant:dog"], records: 1),
  ShapeCase(
    name: "COCO: images before annotations",
    text: #"""
      {"info": {"description": "COCO 2014 Dataset"}, "licenses": [{"url": "u", "id": 1, "name": "by"}],
       "images": [{"id": 1, "file_name": "dog.jpg", "coco_url": "http://x/dog.jpg"}],
       "type": "captions",
       "annotations": [{"image_id": 1, "id": 1, "caption": "a cat"}, {"image_id": 1, "id": 2, "caption": "a kitten"}]}
      """#,
    layout: .jsonObject, captions: ["caption:a cat", "caption:a kitten"], records: 2),
  ShapeCase(
    name: "COCO by a path from the outermost object",
    text: #"{"images": [{"caption": "no"}], "annotations": [{"id": 1, "caption": "a cat"}]}"#,
    layout: .jsonObject, fields: ["annotations[].caption"], captions: ["caption:a cat"], records: 1),
  ShapeCase(
    name: "two lists of records",
    text: #"{"train": [{"caption": "one"}], "val": [], "test": [{"caption": "two"}]}"#,
    layout: .jsonObject, captions: ["caption:one", "caption:two"], records: 2),
  ShapeCase(
    name: "Karpathy's split",
    text: #"{"images": [{"filename": "a.jpg", "sentences": [{"raw": "a dog", "tokens": ["a"]}]}]}"#,
    layout: .jsonObject, captions: ["caption:a dog"], records: 1),
  ShapeCase(
    name: "Flickr8k tokens", text: "1_a.jpg#0\tA child in a dress .\r\n1_a.jpg#1\tA girl .\r\n", layout: .tsv,
    captions: ["caption:A child in a dress .", "caption:A girl ."], records: 2),
  ShapeCase(
    name: "dolma document",
    text: #"{"id":"1","text":"A dog.\nA cat.","source":"s","metadata":{"text":"no"}}"#,
    layout: .jsonLines, captions: ["caption:A dog.\nA cat."], records: 1),
  ShapeCase(
    name: "ImageWikiQA by two named fields",
    text: #"{"image":"i.JPEG","text":"Which?","label":"C","wiki":"w","classname":"stretcher"}"#,
    layout: .jsonLines,
    fields: ["human:text", "assistant:label"], captions: ["human:Which?", "assistant:C"], records: 1),
  ShapeCase(
    name: "the notebook's list of token lists", text: #"[["a", "dog", "."], ["an", "eel"], []]"#,
    layout: .jsonArray,
    captions: ["caption:a dog .", "caption:an eel"], records: 3),
  ShapeCase(
    name: "list of strings", text: #"["a dog", "an eel"]"#, layout: .jsonArray,
    captions: ["caption:a dog", "caption:an eel"], records: 2),
  ShapeCase(
    name: "JSON Lines: blank lines, CRLF, BOM, escapes, no last line feed",
    text:
      "\u{FEFF}\r\n{\"caption\":\"caf\\u00e9 \\ud83d\\ude00 \\\"q\\\" \\/\\b\"}\r\n\r\n  {\"caption\" : \"é\"} \r\n\n{\"c\\u0061ption\":\"x\"}",
    layout: .jsonLines, captions: ["caption:café 😀 \"q\" /\u{8}", "caption:é", "caption:x"], records: 3),
  ShapeCase(
    name: "objects over several lines, one after another",
    text: "{\n  \"caption\": \"one\"\n}\n{\n  \"caption\": \"two, {\"\n}\n", layout: .jsonValues,
    captions: ["caption:one", "caption:two, {"], records: 2),
  ShapeCase(
    name: "one object over several lines", text: "{\n  \"caption\": \"one\",\n  \"url\": \"u\"\n}\n",
    layout: .jsonValues,
    captions: ["caption:one"], records: 1),
  ShapeCase(
    name: "a key twice: the last counts",
    text: #"{"caption":"a","caption":"b"}"# + "\n" + #"{"caption":"a","caption":null}"#,
    layout: .jsonLines, captions: ["caption:b"], records: 2),
  ShapeCase(
    name: "named path into lists and objects",
    text: #"{"a":{"b":[{"c":"one","from":"gpt"},{"c":"two"}]},"c":"no"}"#, layout: .jsonLines,
    fields: ["a.b[].c"],
    captions: ["assistant:one", "caption:two"], records: 1),
  ShapeCase(
    name: "named element", text: #"{"pair":["no","yes"]}"#, layout: .jsonLines, fields: ["pair[1]"],
    captions: ["caption:yes"], records: 1),
  ShapeCase(
    name: "named field with a sibling's role", text: #"{"role":"user","content":"hi"}"#, layout: .jsonLines,
    fields: ["content"], captions: ["human:hi"], records: 1),
  ShapeCase(
    name: "plain lines with commas", text: "a dog, a cat\n\nan eel\n", layout: .lines,
    captions: ["caption:a dog, a cat", "caption:an eel"], records: 2),
  ShapeCase(
    name: "plain lines that start with brackets", text: "[image] a dog\n{not json}\n", layout: .lines,
    captions: ["caption:[image] a dog", "caption:{not json}"], records: 2),
  ShapeCase(
    name: "CSV with header, quotes, a line feed inside",
    text:
      "image_url,caption\r\nhttp://x/1.jpg,\"a \"\"big\"\" dog,\r\nwith a cat\"\r\nhttp://x/2.jpg,plain\r\n",
    layout: .csv, captions: ["caption:a \"big\" dog,\r\nwith a cat", "caption:plain"], records: 2),
  ShapeCase(
    name: "CSV with a caption of lines with tabs",
    text: "url,caption,n\r\nu,\"a dog\tx\ny\tz\na cat\tx\nan eel\ty\",0\r\nv,plain,1\r\n",
    layout: .csv, captions: ["caption:a dog\tx\ny\tz\na cat\tx\nan eel\ty", "caption:plain"], records: 2),
  ShapeCase(
    name: "CSV by position", text: "1,\"a dog\",x\n2,a cat,y\n", layout: .csv, fields: ["2"],
    captions: ["caption:a dog", "caption:a cat"], records: 2),
  ShapeCase(
    name: "CSV by name", text: "n,label\n1,a dog\n2,a cat\n", layout: .csv, fields: ["assistant:label"],
    captions: ["assistant:a dog", "assistant:a cat"], records: 2),
  ShapeCase(
    name: "TSV by position", text: "x y\tone two\n\"z\tthree\n", layout: .tsv, fields: ["2"],
    captions: ["caption:one two", "caption:three"], records: 2),
  ShapeCase(
    name: "one column with header", text: "caption\n\"a dog, a cat\"\n\"an eel\"\n", layout: .csv,
    captions: ["caption:a dog, a cat", "caption:an eel"], records: 2),
  ShapeCase(
    name: "plain lines of which the first is a word", text: "caption\na dog\nan eel\n", layout: .lines,
    captions: ["caption:caption", "caption:a dog", "caption:an eel"], records: 3),
  ShapeCase(
    name: "img2dataset's failures in a TSV",
    text: "url\tcaption\tstatus\nhttp://u\ta dog\tsuccess\nhttp://u\ta cat\tfailed_to_download\n",
    layout: .tsv,
    captions: ["caption:a dog"], records: 1, excluded: 1),
]
