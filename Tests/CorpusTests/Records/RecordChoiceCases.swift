@testable import Corpus

/// Shards of which each record is read by the first shape that it has, and the shapes that came with that.
let recordChoiceCases: [ShapeCase] = [
  ShapeCase(
    name: "conversations and messages in turns",
    text: #"""
      {"conversations": [{"from": "human", "value": "q"}, {"from": "gpt", "value": "a dog"}]}
      {"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a cat"}]}
      """#,
    layout: .jsonLines,
    captions: ["human:q", "assistant:a dog", "human:q", "assistant:a cat"], records: 2),
  ShapeCase(
    name: "a shape that the first records do not have",
    text: String(repeating: "{\"text\":\"a dog\",\"url\":\"u\"}\n", count: 3000)
      + #"{"caption":"a cat","text":"no"}"#,
    layout: .jsonLines, captions: Array(repeating: "caption:a dog", count: 3000) + ["caption:a cat"],
    records: 3001),
  ShapeCase(
    name: "an empty caption beside another text",
    text: #"""
      [{"caption": "one", "alt": "no"}, {"caption": "", "alt": "two"}, {"caption": null, "raw_caption": "three", "alt": "no"},
       {"caption": [], "alt": "four"}, {"caption": "", "alt": ""}, {"alt": "five"}]
      """#,
    layout: .jsonArray,
    captions: ["caption:one", "caption:two", "caption:three", "caption:four", "caption:five"], records: 6),
  ShapeCase(
    name: "TEXT and text in one record",
    text: """
      {"TEXT":"","text":"one"}
      {"text":"two","TEXT":""}
      {"TEXT":"three","text":"no"}
      {"text":"four","TEXT":"no"}
      {"TEXT":null,"Text":"five"}
      """,
    layout: .jsonLines,
    captions: ["caption:one", "caption:two", "caption:three", "caption:four", "caption:five"], records: 5),
  ShapeCase(
    name: "CSV: an empty cell beside a filled one",
    text: "url,TEXT,text,alt\nu,,one,no\nu,two,no,no\nu,,,three\nu,,,\nu,four,,\n", layout: .csv,
    captions: ["caption:one", "caption:two", "caption:three", "caption:four"], records: 5),
  ShapeCase(
    name: "TSV: caption, else title and description",
    text: "title\tcaption\tdescription\nno\tone\tno\ntwo\t\tthree\n\t\t\n\t\tfour\n", layout: .tsv,
    captions: ["caption:one", "caption:two", "caption:three", "caption:four"], records: 4),
  ShapeCase(
    name: "instruction, inputs and outputs",
    text: #"{"instruction":"Describe","inputs":"it","outputs":"a tench","system":"Be kind."}"#,
    layout: .jsonLines,
    captions: ["human:Describe", "human:it", "assistant:a tench", "system:Be kind."], records: 1),
  ShapeCase(
    name: "a system beside no text is none",
    text: #"{"caption":"one"}"# + "\n"
      + #"{"system":"Be kind.","conversations":[{"from":"gpt","value":""}]}"#,
    layout: .jsonLines, captions: ["caption:one"], records: 2),
  ShapeCase(
    name: "preferred answers: strings",
    text: #"""
      {"prompt":"q","chosen":"a","rejected":"no"}
      {"instruction":"q","chosen":"b","rejected":"no","system":"s"}
      """#,
    layout: .jsonLines, captions: ["human:q", "assistant:a", "human:q", "assistant:b", "system:s"], records: 2
  ),
  ShapeCase(
    name: "preferred answers: messages, of which the first is the question",
    text:
      #"{"prompt":"q","chosen":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}],"rejected":[{"role":"assistant","content":"no"}]}"#,
    layout: .jsonLines, captions: ["human:q", "assistant:a"], records: 1),
  ShapeCase(
    name: "preferred answers: the question as messages of its own",
    text:
      #"{"prompt":[{"role":"user","content":"q"}],"chosen":[{"role":"assistant","content":"a"}],"rejected":"no"}"#,
    layout: .jsonLines, captions: ["human:q", "assistant:a"], records: 1),
  ShapeCase(
    name: "a conversation and its preferred answer",
    text:
      #"[{"conversations":[{"from":"human","value":"q"}],"chosen":{"from":"gpt","value":"a"},"rejected":{"from":"gpt","value":"no"}}]"#,
    layout: .jsonArray, captions: ["human:q", "assistant:a"], records: 1),
  ShapeCase(
    name: "earlier turns as pairs",
    text: #"{"query":"q","response":"a","history":[["h1","a1"],["h2","a2"]],"system":"s"}"#,
    layout: .jsonLines,
    captions: [
      "human:q", "assistant:a", "human:h1", "assistant:a1", "human:h2", "assistant:a2", "system:s",
    ], records: 1),
  ShapeCase(
    name: "an answer that is an index",
    text: #"""
      {"question":"q","choices":["dog","cat"],"answer":1}
      {"question":"q","options":["dog","cat"],"answer":0,"hint":"no"}
      {"question":"q","choices":["dog","cat"],"answer":7}
      {"answer":-1,"question":"q","choices":["dog","cat"]}
      {"question":"q","choices":["dog","cat"],"answer":"cat"}
      """#,
    layout: .jsonLines,
    captions: [
      "human:q", "assistant:cat", "human:q", "assistant:dog", "human:q", "human:q", "human:q",
      "assistant:cat",
    ],
    records: 5),
  ShapeCase(
    name: "turns as lists beside one another",
    text: #"""
      {"conversations": {"value": ["q", "a"], "from": ["human", "gpt"]}}
      {"messages": {"role": ["system", "user", "assistant"], "content": ["s", "q", "a"]}}
      {"conversations": {"from": ["human"], "value": ["q", "b"]}}
      """#,
    layout: .jsonLines,
    captions: ["human:q", "assistant:a", "system:s", "human:q", "assistant:a", "human:q", "other:b"],
    records: 3),
  ShapeCase(
    name: "a conversation as a JSON string",
    text: #"""
      {"conversations":"[{\"from\": \"human\", \"value\": \"<image>\\nq\"}, {\"from\": \"gpt\", \"value\": \"caf\\u00e9\"}]"}
      {"messages":"{\"role\": [\"user\"], \"content\": [\"q\"]}"}
      {"conversation":"Human: hi","text":"a dog"}
      """#,
    layout: .jsonLines, captions: ["human:q", "assistant:café", "human:q", "caption:a dog"], records: 3),
  ShapeCase(
    name: "CSV: a conversation as a JSON string",
    text: "id,conversations\n1,\"[{\"\"from\"\":\"\"gpt\"\",\"\"value\"\":\"\"a dog\"\"}]\"\n", layout: .csv,
    captions: ["assistant:a dog"], records: 1),
  ShapeCase(
    name: "CSV: a named conversation that is a JSON string, or none",
    text: "id,conversations\n1,\"[{\"\"from\"\":\"\"gpt\"\",\"\"value\"\":\"\"a dog\"\"}]\"\n2,plain\n",
    layout: .csv,
    fields: ["conversations"], captions: ["assistant:a dog", "caption:plain"], records: 2),
  ShapeCase(
    name: "two speakers in one turn",
    text: #"[{"conversation":[{"human":"q","assistant":"a"},{"human":"r","assistant":"b"}]}]"#,
    layout: .jsonArray, captions: ["human:q", "assistant:a", "human:r", "assistant:b"], records: 1),
  ShapeCase(
    name: "captions with roles",
    text: #"{"captions":[{"role":"caption","content":"a dog"},{"role":"assistant","content":"a cat"}]}"#
      + "\n"
      + #"{"captions":["an eel"]}"#,
    layout: .jsonLines, captions: ["caption:a dog", "assistant:a cat", "caption:an eel"], records: 2),
  ShapeCase(
    name: "MIMIC-IT: records under names",
    text:
      #"{"meta":{"version":"1","author":"a"},"data":{"LA_1":{"instruction":"q","answer":"a","image_ids":["x"]},"LA_2":{"instruction":"r","answer":"b"}}}"#,
    layout: .jsonObject, captions: ["human:q", "assistant:a", "human:r", "assistant:b"], records: 2),
  ShapeCase(
    name: "SVIT: turns in a turn",
    text:
      #"[{"image_id":1,"conversations":[{"id":0,"content":[{"from":"user","value":"q"},{"from":"gpt","value":"a"}]},{"content":[{"from":"user","value":"r"}]}]}]"#,
    layout: .jsonArray, captions: ["human:q", "assistant:a", "human:r"], records: 1),
  ShapeCase(
    name: "columns of pandas",
    text:
      #"{"url":{"0":"u","1":"v"},"caption":{"0":"a dog","1":null,"10":"a cat"},"text":{"0":"no","1":"no"}}"#,
    layout: .jsonObject, captions: ["caption:a dog", "caption:a cat"], records: 3),
  ShapeCase(
    name: "columns of pandas: in the order of the shapes, not of the file",
    text:
      #"{"title":{"0":"no"},"text":{"0":"no"},"url":{"0":"u"},"question":{"0":"no"},"caption":{"0":"a dog"}}"#,
    layout: .jsonObject, captions: ["caption:a dog"], records: 1),
  ShapeCase(
    name: "columns of pandas: an empty one is no text",
    text: #"{"caption":{"0":null,"1":null},"text":{"0":"a dog","1":"a cat"}}"#,
    layout: .jsonObject, captions: ["caption:a dog", "caption:a cat"], records: 2),
  ShapeCase(
    name: "columns as lists: in the order of the shapes, not of the file",
    text: #"{"title":["no"],"text":["no","no"],"url":["u"],"captions":["a dog","a cat"]}"#,
    layout: .jsonObject, captions: ["caption:a dog", "caption:a cat"], records: 2),
  ShapeCase(
    name: "columns of pandas: one that the user named",
    text: #"{"caption":{"0":"no"},"text":{"0":"a dog"}}"#, layout: .jsonObject, fields: ["human:text"],
    captions: ["human:a dog"], records: 1),
  ShapeCase(
    name: "columns of pandas: conversations",
    text: #"{"id":{"0":1},"conversations":{"0":[{"from":"human","value":"q"},{"from":"gpt","value":"a"}]}}"#,
    layout: .jsonObject, captions: ["human:q", "assistant:a"], records: 1),
  ShapeCase(
    name: "columns of pandas: questions and answers",
    text: #"{"id":{"0":1,"1":2},"question":{"0":"q","1":"r"},"answer":{"0":"a","1":"b"}}"#,
    layout: .jsonObject, captions: ["human:q", "assistant:a", "human:r", "assistant:b"], records: 2),
  ShapeCase(
    name: "columns of pandas: named rows",
    text: #"{"caption":{"a.jpg":"a dog","b.jpg":"a cat"},"id":{"a.jpg":1,"b.jpg":2}}"#,
    layout: .jsonObject, captions: ["caption:a dog", "caption:a cat"], records: 2),
  ShapeCase(
    name: "columns of pandas: each row has its own choice",
    text: #"{"caption":{"0":"a dog","1":null,"2":""},"text":{"0":"no","1":"a cat","2":null}}"#,
    layout: .jsonObject, captions: ["caption:a dog", "caption:a cat"], records: 3),
  ShapeCase(
    name: "columns of pandas: two that the user named",
    text: #"{"q":{"0":"q"},"caption":{"0":"no"},"a":{"0":"a dog"}}"#, layout: .jsonObject,
    fields: ["human:q", "assistant:a"], captions: ["human:q", "assistant:a dog"], records: 1),
  ShapeCase(
    name: "rows of pandas under their numbers: one",
    text: #"{"0":{"prompt":"q","chosen":"a","rejected":"no"}}"#,
    layout: .jsonObject, captions: ["human:q", "assistant:a"], records: 1),
  ShapeCase(
    name: "pandas: the names of the columns apart from the rows",
    text: """
      {"columns": ["id", "instruction", "input", "output"], "index": [0, 1],
       "data": [[1, "q", "i", "a"], [2, "r", "", "b"]]}
      """,
    layout: .jsonObject, captions: ["human:q", "human:i", "assistant:a", "human:r", "assistant:b"], records: 2
  ),
  ShapeCase(
    name: "pandas: the names of the columns apart from the rows, captions alone",
    text: #"{"columns":["url","caption"],"data":[["u","a dog"],["v",null],["w","a cat's"]]}"#,
    layout: .jsonObject, captions: ["caption:a dog", "caption:a cat's"], records: 3),
  ShapeCase(
    name: "pandas: rows behind a schema",
    text:
      #"{"schema":{"fields":[{"name":"question","type":"string"}]},"data":[{"question":"q","answer":"a"}]}"#,
    layout: .jsonObject, captions: ["human:q", "assistant:a"], records: 1),
  ShapeCase(
    name: "columns as lists: questions and answers",
    text: #"{"image":["1.jpg","2.jpg"],"question":["q","r"],"answer":["a","b"]}"#,
    layout: .jsonObject, captions: ["human:q", "assistant:a", "human:r", "assistant:b"], records: 2),
  ShapeCase(
    name: "columns as lists: conversations",
    text:
      #"{"id":["1","2"],"conversations":[[{"from":"human","value":"q"},{"from":"gpt","value":"a"}],[{"from":"gpt","value":"b"}]]}"#,
    layout: .jsonObject, captions: ["human:q", "assistant:a", "assistant:b"], records: 2),
  ShapeCase(
    name: "a lone record of messages and pictures is no table",
    text:
      #"{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}],"images":["1.jpg","2.jpg"]}"#,
    layout: .jsonLines, captions: ["human:q", "assistant:a"], records: 1),
  ShapeCase(
    name: "CSV with bars and blanks after them",
    text: "image_name| comment_number| comment\n1.jpg| 0| A dog runs, it seems .\n1.jpg| 1| A cat .\n",
    layout: .csv,
    captions: ["caption:A dog runs, it seems .", "caption:A cat ."], records: 2),
  ShapeCase(
    name: "lines with bars are lines", text: "a dog | a cat\ntwo | three\n", layout: .lines,
    captions: ["caption:a dog | a cat", "caption:two | three"], records: 2),
  ShapeCase(name: "an empty list", text: " [ ]\n", layout: .jsonArray, captions: [], records: 0),
  ShapeCase(
    name: "a lone record has its own text", text: #"{"text":"a dog","images":[{"alt":"no"}],"url":"u"}"#,
    layout: .jsonLines, captions: ["caption:a dog"], records: 1),
  ShapeCase(
    name: "a lone record with an answer",
    text: #"{"question":"q","answer":"a","related":[{"caption":"no"}]}"#,
    layout: .jsonLines, captions: ["human:q", "assistant:a"], records: 1),
  ShapeCase(
    name: "a data set with a title",
    text: #"{"title":"no","description":"no","annotations":[{"caption":"a dog"}]}"#,
    layout: .jsonObject, captions: ["caption:a dog"], records: 1),
  ShapeCase(
    name: "a lone record and two named fields", text: #"{"query":"q","response":"a","history":[["h","b"]]}"#,
    layout: .jsonLines, fields: ["assistant:response", "assistant:history[][1]"],
    captions: ["assistant:a", "assistant:b"], records: 1),
  ShapeCase(
    name: "speakers of other models",
    text: [("bing", "1"), ("bard", "2"), ("Claude", "3"), ("chatgpt", "4"), ("model", "5"), ("bot", "6")].map
    {
      #"{"conversations":[{"from":"\#($0)","value":"\#($1)"}]}"#
    }.joined(separator: "\n"),
    layout: .jsonLines, captions: (1...6).map { "assistant:\($0)" }, records: 6),
  ShapeCase(
    name: "numbers that Python writes",
    text: #"{"caption":"a","s":NaN,"o":{"a":[Infinity,-Infinity]}}"# + "\n" + #"{"caption":NaN,"text":"b"}"#,
    layout: .jsonLines, captions: ["caption:a", "caption:b"], records: 2),
  ShapeCase(
    name: "halves of surrogate pairs",
    text: #"{"caption":"a \ud83d"}"# + "\n" + #"{"caption":"\udc00b \ud83dc \ud83d\ud83d\ude00"}"#,
    layout: .jsonLines, captions: ["caption:a \u{FFFD}", "caption:\u{FFFD}b \u{FFFD}c \u{FFFD}😀"], records: 2),
  ShapeCase(
    name: "byte order marks between lines",
    text: "\u{FEFF}{\"caption\":\"a\"}\n\u{FEFF}{\"caption\":\"b\"}\n\u{FEFF}\n",
    layout: .jsonLines, captions: ["caption:a", "caption:b"], records: 2),
  ShapeCase(
    name: "byte order marks between values",
    text: "\u{FEFF}{\n\"caption\":\"a\"}\n\u{FEFF}{\n\"caption\":\"b\"}\n", layout: .jsonValues,
    captions: ["caption:a", "caption:b"], records: 2),
  ShapeCase(
    name: "texts of user and assistant as a JSON string, and other texts",
    text: #"""
      {"texts":"[{\"user\": \"q\", \"assistant\": \"caf\\u00e9\"}]","caption":"no"}
      {"texts":"plain"}
      {"texts":"[a dog]","source":"x"}
      {"texts":["a","b"]}
      {"texts":"none","caption":"a cat"}
      {"texts":" [ {\"user\": \"r\"}]"}
      """#,
    layout: .jsonLines,
    captions: [
      "human:q", "assistant:café", "caption:plain", "caption:[a dog]", "caption:a", "caption:b",
      "caption:a cat",
      "human:r",
    ], records: 6),
  ShapeCase(
    name: "many plain texts, then one of user and assistant as a JSON string",
    text: (0..<40).map { #"{"id":1,"texts":"plain \#($0)"}"# }.joined(separator: "\n") + "\n"
      + #"{"id":1,"texts":"[{\"user\": \"q\", \"assistant\": \"a\"}]"}"#,
    layout: .jsonLines, captions: (0..<40).map { "caption:plain \($0)" } + ["human:q", "assistant:a"],
    records: 41),
  ShapeCase(
    name: "CSV: texts of user and assistant as a JSON string, or plain",
    text: "id,texts\n1,\"[{\"\"user\"\":\"\"q\"\",\"\"assistant\"\":\"\"a\"\"}]\"\n2,plain\n", layout: .csv,
    captions: ["human:q", "assistant:a", "caption:plain"], records: 2),
  ShapeCase(
    name: "CSV: texts that are lists of strings stay one text",
    text: "id,texts\n1,\"[\"\"a dog\"\"]\"\n", layout: .csv, captions: [#"caption:["a dog"]"#], records: 1),
  ShapeCase(
    name: "semicolons and a blank after each", text: "id; caption\n1; a dog\n2; a cat, too\n", layout: .csv,
    captions: ["caption:a dog", "caption:a cat, too"], records: 2),
  ShapeCase(
    name: "semicolons, blanks and quotes",
    text: "\"id\" ; \"caption\"\n1 ; \"a dog; a cat\" \n2 ;\"an \"\"eel\"\"\nx\"\n",
    layout: .csv, captions: ["caption:a dog; a cat", "caption:an \"eel\"\nx"], records: 2),
  ShapeCase(
    name: "commas with blanks around them", text: "url , caption , n\nhttp://a , a dog , 1\nhttp://b , , 2\n",
    layout: .csv,
    captions: ["caption:a dog"], records: 2),
  ShapeCase(
    name: "a blank before the comma alone", text: "url,caption ,n\nhttp://a,a dog,1\n", layout: .csv,
    captions: ["caption:a dog"], records: 1),
  ShapeCase(
    name: "a blank at the header's end", text: "url,caption \nhttp://a,a dog\n", layout: .csv,
    captions: ["caption:a dog"], records: 1),
  ShapeCase(
    name: "bars with blanks around them", text: "id | caption\n1 | a dog\n", layout: .csv,
    captions: ["caption:a dog"],
    records: 1),
  ShapeCase(
    name: "a separator's line, then blanks", text: "sep=;\nid; caption\n1; a dog\n", layout: .csv,
    captions: ["caption:a dog"], records: 1),
  ShapeCase(
    name: "TSV: blanks around names", text: "url\tcaption \tn\nhttp://a\t a dog \t1\n", layout: .tsv,
    captions: ["caption:a dog"], records: 1),
  ShapeCase(
    name: "captions with blanks around semicolons are lines", text: "a dog ; a cat\ncaption ; of a dog\n",
    layout: .lines,
    captions: ["caption:a dog ; a cat", "caption:caption ; of a dog"], records: 2),
]

/// TSV as pandas writes it, and TSV in which quotes are data.
let quotedTabCases: [ShapeCase] = [
  ShapeCase(
    name: "TSV: a conversation as a quoted JSON string",
    text:
      "id\tconversations\n1\t\"[{\"\"from\"\":\"\"gpt\"\",\"\"value\"\":\"\"a dog\"\"}]\"\n2\t[{\"from\":\"gpt\",\"value\":\"x\"}]\n",
    layout: .tsv, captions: ["assistant:a dog", "assistant:x"], records: 2),
  ShapeCase(
    name: "TSV: doubled quotes in a first cell",
    text: "caption\turl\n\"a \"\"big\"\" dog\"\tu\na cat\tu\n", layout: .tsv,
    captions: ["caption:a \"big\" dog", "caption:a cat"], records: 2),
  ShapeCase(
    name: "TSV: quoted cells with line feeds and tabs",
    text: "url\tcaption\nu\t\"two\nlines\"\nu\ta dog\nu\t\"a\ttab and \"\"quotes\"\"\"\r\nu\tan eel\n",
    layout: .tsv,
    captions: ["caption:two\nlines", "caption:a dog", "caption:a\ttab and \"quotes\"", "caption:an eel"],
    records: 4),
  ShapeCase(
    name: "TSV: the quoted cell is another than the text",
    text: "note\tcaption\turl\nx\ta dog\tu\n\"one\n\ntwo\"\ta cat\tu\nx\tan eel\t\"u\nv\"\n", layout: .tsv,
    captions: ["caption:a dog", "caption:a cat", "caption:an eel"], records: 3),
  ShapeCase(
    name: "TSV: under a header, too, a quote may be data",
    text: "caption\turl\n\"half a dog\tu\nthe end\"\tu\n\"a cat\" runs\tu\n\"\tu\n", layout: .tsv,
    captions: ["caption:\"half a dog", "caption:the end\"", "caption:\"a cat\" runs", "caption:\""],
    records: 4),
]
