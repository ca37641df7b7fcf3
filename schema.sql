-- The database of corpus-tool: how often each class of a class set is mentioned in the captions of a corpus,
-- beside the accuracies of models on the same classes.
--
-- This text is the one source of the schema: the program makes its databases from it. To look around:
--   sqlite3 corpus.sqlite "SELECT class_set, rule_set, class, SUM(captions) FROM class_total
--                          WHERE role IN ('caption', 'assistant')
--                          GROUP BY class_set, rule_set, class_index ORDER BY 4 DESC LIMIT 20"
--
-- Every count belongs to a corpus and a rule set. Counts of two rule sets mean different things, as do those of two class
-- sets: do not add them. The view class_total keeps them apart.
-- Names are compared byte by byte. Write with PRAGMA foreign_keys = ON; the program does.
--
-- The journal is a write-ahead log (set when the database is made), with PRAGMA synchronous = NORMAL in every
-- writing connection: a killed process loses nothing, a power cut may take back the last shards whole, never a
-- part of one, and such a shard is simply counted again. Readers and a writer do not wait for each other.

PRAGMA application_id = 1668248180;  -- the bytes 'cort'
PRAGMA user_version = 4;             -- the version of this schema

-- Classes and rules ----------------------------------------------------------------------------------------

CREATE TABLE role (
  id   INTEGER PRIMARY KEY,   -- the number that stands for the role in the other tables
  name TEXT NOT NULL UNIQUE   -- what a caption is in its record: caption, human, assistant, system, other
) STRICT;

INSERT INTO role (id, name) VALUES (0, 'caption'), (1, 'human'), (2, 'assistant'), (3, 'system'), (4, 'other');

CREATE TABLE class_set (
  id            INTEGER PRIMARY KEY,   -- an arbitrary number
  name          TEXT NOT NULL UNIQUE,  -- the name that the user gave, for example imagenet
  digest        BLOB NOT NULL,         -- XXH3-128 of names, identifiers, terms and their kinds, in order
  options       TEXT NOT NULL,         -- what was added to the list on request, for example base-names; empty: nothing
  source        TEXT,                  -- the file that the list came from, as the user named it
  source_digest BLOB                   -- XXH3-128 of that file's bytes, by which a file is recognized again
) STRICT;

CREATE TABLE class (
  id          INTEGER PRIMARY KEY,                   -- an arbitrary number; a class set's are consecutive
  class_set   INTEGER NOT NULL REFERENCES class_set, -- the class set that the class belongs to
  class_index INTEGER NOT NULL,                      -- the position in the list, from 0: what the class is known by
  name        TEXT NOT NULL,                         -- the name in the list; two classes of a set may share it
  identifier  TEXT,                                  -- an identifier beside the name, such as n01440764
  term_count  INTEGER NOT NULL,                      -- how many terms the class has
  UNIQUE (class_set, class_index)
) STRICT;

CREATE TABLE term (
  class    INTEGER NOT NULL REFERENCES class,  -- the class that the term stands for
  position INTEGER NOT NULL,                   -- the position among the class's terms, from 0
  text     TEXT NOT NULL,                      -- the surface form as given
  kind     TEXT NOT NULL,                      -- where it comes from: name, alias, base, plural, wordnet
  PRIMARY KEY (class, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE rule_set (
  id        INTEGER PRIMARY KEY,                   -- an arbitrary number
  class_set INTEGER NOT NULL REFERENCES class_set, -- the class set whose terms are matched
  matching  TEXT NOT NULL,                         -- word, paper, treebank, metaclip, bag; imported: counted elsewhere
  overlap   TEXT NOT NULL,                         -- all: each class on its own; longest: the longest among all classes
  unicode   TEXT NOT NULL,                         -- the version of the rule's Unicode tables, or none; empty: imported
  digest    BLOB NOT NULL,                         -- XXH3-128 of all that distinguishes this rule set
  UNIQUE (class_set, digest)
) STRICT;

-- Corpora and shards ---------------------------------------------------------------------------------------

CREATE TABLE corpus (
  id    INTEGER PRIMARY KEY,   -- an arbitrary number
  name  TEXT NOT NULL UNIQUE,  -- the name that the user gave, for example laion400m
  stage TEXT NOT NULL          -- when a model is trained on it: pretrain, instruct, or any word
) STRICT;

-- One row for each content that was counted. A shard is known by corpus, rule set and digest:
--   SEARCH shard USING COVERING INDEX sqlite_autoindex_shard_1 (corpus=? AND rule_set=? AND digest=?)
-- which is also the order in which the shards' digests are digested for an export.
CREATE TABLE shard (
  id                 INTEGER PRIMARY KEY,                  -- an arbitrary number
  corpus             INTEGER NOT NULL REFERENCES corpus,   -- the corpus that it belongs to
  rule_set           INTEGER NOT NULL REFERENCES rule_set, -- how its text was matched
  digest             BLOB NOT NULL,                        -- XXH3-128 of what determines the counts
  digest_kind        TEXT NOT NULL,                        -- what the digest covers: whole-file, parquet-columns, tar-text, zip-text
  name               TEXT,                                 -- '-' or 'pipe:…' as named; NULL for files, see shard_place
  size               INTEGER NOT NULL,                     -- bytes as stored, or that came through the pipe
  reading_rule       TEXT NOT NULL,                        -- what text was read, in words
  records            INTEGER NOT NULL,                     -- records read
  captions_caption   INTEGER NOT NULL,                     -- captions of the role caption
  captions_human     INTEGER NOT NULL,                     -- captions of the role human
  captions_assistant INTEGER NOT NULL,                     -- captions of the role assistant
  captions_system    INTEGER NOT NULL,                     -- captions of the role system
  captions_other     INTEGER NOT NULL,                     -- captions of the role other
  text_bytes         INTEGER NOT NULL,                     -- UTF-8 bytes of all captions
  excluded_records   INTEGER NOT NULL,                     -- records that the reading rule excludes
  skipped_records    INTEGER NOT NULL,                     -- bad records that were skipped, as the user requested
  tool_version       TEXT NOT NULL,                        -- the version of corpus-tool that counted
  UNIQUE (corpus, rule_set, digest)
) STRICT;

-- The files in which a shard's content was seen: one, or several where a file was copied. The path of a file on a server is its
-- URL, and `modified` a number made of its commit or ETag, or NULL where the server tells neither. A run that starts asks
-- for each file by its path:
--   SEARCH shard_place USING PRIMARY KEY (corpus=? AND rule_set=? AND path=?)
-- and a shard that loses a file asks for its other files:
--   SEARCH shard_place USING COVERING INDEX shard_place_of_shard (shard=?)
CREATE TABLE shard_place (
  corpus   INTEGER NOT NULL REFERENCES corpus,                 -- the shard's corpus
  rule_set INTEGER NOT NULL REFERENCES rule_set,               -- the shard's rule set
  path     TEXT NOT NULL,                                      -- the file's absolute path
  shard    INTEGER NOT NULL REFERENCES shard ON DELETE CASCADE, -- the shard whose content the file has
  size     INTEGER NOT NULL,                                   -- the file's bytes when it was read
  modified INTEGER,                                            -- its modification time, nanoseconds since 1970
  PRIMARY KEY (corpus, rule_set, path)
) STRICT, WITHOUT ROWID;

CREATE INDEX shard_place_of_shard ON shard_place (shard);

CREATE TABLE failed_shard (
  corpus   INTEGER NOT NULL REFERENCES corpus,   -- the corpus that it was to join
  rule_set INTEGER NOT NULL REFERENCES rule_set, -- the rule set under which it was to be counted
  name     TEXT NOT NULL,                        -- the absolute path, '-' or 'pipe:…'
  error    TEXT NOT NULL,                        -- why it could not be read, and where in it
  PRIMARY KEY (corpus, rule_set, name)
) STRICT, WITHOUT ROWID;

-- The bulk of a database: the counts of each shard, zeros left out. With 50,000 shards of 1,000 classes a row took
-- 17.7 bytes of file, everything else included, 31 where two terms of each class were found and 39 where three were: a key of small
-- integers is the table's only tree, and `repeats` is mostly 0, which SQLite stores in no byte. A class's terms
-- ride in its row, so that they cost no second one:
--   terms IS NULL: every mention is of the class's first term (always so where the class has one term);
--   otherwise `position,captions,repeats,position,captions,repeats,…` of its terms that are not zero.
-- The view shard_term below spells it out. Taking a shard out reads one range:
--   SEARCH shard_class USING PRIMARY KEY (shard=?)
CREATE TABLE shard_class (
  shard    INTEGER NOT NULL REFERENCES shard ON DELETE CASCADE, -- the shard
  role     INTEGER NOT NULL REFERENCES role,                    -- the role of the captions
  class    INTEGER NOT NULL REFERENCES class,                   -- the class
  captions INTEGER NOT NULL,                                    -- captions of the role with a mention
  repeats  INTEGER NOT NULL,                                    -- further mentions: mentions = captions + repeats
  terms    TEXT,                                                -- the terms' counts, see above
  PRIMARY KEY (shard, role, class)
) STRICT, WITHOUT ROWID;

-- Totals: kept up to date in the transaction that writes or removes a shard, so that they are always the sums of
-- the tables above, and no query of a corpus reads the rows of a shard:
--   SEARCH corpus_class USING PRIMARY KEY (rule_set=? AND corpus=? AND role=?)

CREATE TABLE corpus_total (
  rule_set         INTEGER NOT NULL REFERENCES rule_set, -- the rule set
  corpus           INTEGER NOT NULL REFERENCES corpus,   -- the corpus
  shards           INTEGER NOT NULL,                     -- shards counted; 0 where the counts were imported
  records          INTEGER NOT NULL,                     -- records read
  text_bytes       INTEGER NOT NULL,                     -- UTF-8 bytes of all captions
  excluded_records INTEGER NOT NULL,                     -- records that the reading rule excluded
  skipped_records  INTEGER NOT NULL,                     -- bad records skipped
  PRIMARY KEY (rule_set, corpus)
) STRICT, WITHOUT ROWID;

CREATE TABLE corpus_role (
  rule_set INTEGER NOT NULL REFERENCES rule_set, -- the rule set
  corpus   INTEGER NOT NULL REFERENCES corpus,   -- the corpus
  role     INTEGER NOT NULL REFERENCES role,     -- the role
  captions INTEGER,                              -- captions of the role, with a mention or without; NULL: unknown
  PRIMARY KEY (rule_set, corpus, role)
) STRICT, WITHOUT ROWID;

-- Where shards were counted, a class without a row has the count zero; where counts were imported, a class
-- without a row is unknown.
CREATE TABLE corpus_class (
  rule_set INTEGER NOT NULL REFERENCES rule_set, -- the rule set
  corpus   INTEGER NOT NULL REFERENCES corpus,   -- the corpus
  role     INTEGER NOT NULL REFERENCES role,     -- the role of the captions
  class    INTEGER NOT NULL REFERENCES class,    -- the class
  mentions INTEGER,                              -- mentions in captions of the role; NULL: unknown (imported)
  captions INTEGER NOT NULL,                     -- captions of the role with a mention
  PRIMARY KEY (rule_set, corpus, role, class)
) STRICT, WITHOUT ROWID;

-- Only for classes with several terms: a class with one term has that term's counts.
CREATE TABLE corpus_term (
  rule_set INTEGER NOT NULL REFERENCES rule_set, -- the rule set
  corpus   INTEGER NOT NULL REFERENCES corpus,   -- the corpus
  role     INTEGER NOT NULL REFERENCES role,     -- the role of the captions
  class    INTEGER NOT NULL,                     -- the class
  position INTEGER NOT NULL,                     -- the term's position among the class's terms, from 0
  mentions INTEGER NOT NULL,                     -- mentions that this term made
  captions INTEGER NOT NULL,                     -- captions with such a mention
  PRIMARY KEY (rule_set, corpus, role, class, position),
  FOREIGN KEY (class, position) REFERENCES term
) STRICT, WITHOUT ROWID;

-- Accuracies of models -------------------------------------------------------------------------------------

CREATE TABLE model (
  id        INTEGER PRIMARY KEY,                   -- an arbitrary number
  class_set INTEGER NOT NULL REFERENCES class_set, -- the classes that it was tested on
  name      TEXT NOT NULL,                         -- the name that the user gave
  source    TEXT NOT NULL,                         -- the file that the accuracies came from
  UNIQUE (class_set, name)
) STRICT;

CREATE TABLE accuracy (
  model    INTEGER NOT NULL REFERENCES model ON DELETE CASCADE, -- the model
  class    INTEGER NOT NULL REFERENCES class,                   -- the class; a class without a row was not tested
  accuracy REAL NOT NULL CHECK (accuracy BETWEEN 0 AND 1),      -- the share of correct answers, 0 to 1
  correct  INTEGER,                                             -- correct answers, if known
  total    INTEGER,                                             -- answers, if known
  PRIMARY KEY (model, class)
) STRICT, WITHOUT ROWID;

-- Views ----------------------------------------------------------------------------------------------------

-- The frequency of every class, zeros included, for each corpus, role and rule set that was counted.
CREATE VIEW class_frequency AS
SELECT
  class_set.name AS class_set,         -- the class set's name
  class.class_index AS class_index,    -- the class's position, from 0
  class.name AS class,                 -- the class's name
  corpus.name AS corpus,               -- the corpus's name
  corpus.stage AS stage,               -- the corpus's stage
  role.name AS role,                   -- the role of the captions
  rule_set.matching || CASE rule_set.overlap WHEN 'all' THEN '' ELSE ',' || rule_set.overlap END
    AS rule_set,                       -- the rule set's name: word, word,longest, paper, …, imported
  CASE rule_set.matching WHEN 'imported' THEN counted.mentions ELSE coalesce(counted.mentions, 0) END
    AS mentions,                       -- mentions; NULL: unknown
  coalesce(counted.captions, 0)
    AS captions                        -- captions with a mention
FROM corpus_role
JOIN rule_set ON rule_set.id = corpus_role.rule_set
JOIN class_set ON class_set.id = rule_set.class_set
JOIN corpus ON corpus.id = corpus_role.corpus
JOIN role ON role.id = corpus_role.role
JOIN class ON class.class_set = rule_set.class_set
LEFT JOIN corpus_class AS counted
  ON counted.rule_set = corpus_role.rule_set AND counted.corpus = corpus_role.corpus
  AND counted.role = corpus_role.role AND counted.class = class.id
WHERE rule_set.matching <> 'imported' OR counted.class IS NOT NULL;

-- The same beside each model's accuracy on the class; only classes on which the model was tested.
CREATE VIEW frequency_accuracy AS
SELECT
  class_frequency.class_set AS class_set,      -- the class set's name
  class_frequency.class_index AS class_index,  -- the class's position, from 0
  class_frequency.class AS class,              -- the class's name
  class_frequency.corpus AS corpus,            -- the corpus's name
  class_frequency.stage AS stage,              -- the corpus's stage
  class_frequency.role AS role,                -- the role of the captions
  class_frequency.rule_set AS rule_set,        -- the rule set's name
  class_frequency.mentions AS mentions,        -- mentions; NULL: unknown
  class_frequency.captions AS captions,        -- captions with a mention
  model.name AS model,                         -- the model's name
  accuracy.accuracy AS accuracy,               -- the share of correct answers, 0 to 1
  accuracy.correct AS correct,                 -- correct answers, if known
  accuracy.total AS total                      -- answers, if known
FROM class_frequency
JOIN class_set ON class_set.name = class_frequency.class_set
JOIN model ON model.class_set = class_set.id
JOIN class ON class.class_set = class_set.id AND class.class_index = class_frequency.class_index
JOIN accuracy ON accuracy.model = model.id AND accuracy.class = class.id;

-- The counts of each shard's terms, one row a term that is not zero.
CREATE VIEW shard_term AS
SELECT
  counted.shard AS shard,                                          -- the shard
  counted.role AS role,                                            -- the role of the captions
  counted.class AS class,                                          -- the class
  coalesce(part.value, 0) AS position,                             -- the term's position among the class's terms
  coalesce((counted.list ->> (part.key + 1)) + (counted.list ->> (part.key + 2)), counted.captions + counted.repeats)
    AS mentions,                                                   -- mentions that this term made
  coalesce(counted.list ->> (part.key + 1), counted.captions)
    AS captions                                                    -- captions with such a mention
FROM (SELECT shard, role, class, captions, repeats, '[' || terms || ']' AS list FROM shard_class) AS counted
LEFT JOIN json_each(counted.list) AS part
WHERE counted.list IS NULL OR part.key % 3 = 0;

-- Since version 2 -------------------------------------------------------------------------------------------
-- From this line on, what a database of version 1 gets when a program of version 2 writes to it.

-- The precision of mentions: random samples of mentions that a person judges. A sample represents the mentions that
-- its rule set finds in the captions of its roles in its corpora together, as long as each of these corpora contains
-- the same shards as when it was drawn.
CREATE TABLE audit (
  id       INTEGER PRIMARY KEY,                  -- an arbitrary number
  rule_set INTEGER NOT NULL REFERENCES rule_set, -- how the mentions were found
  roles    TEXT NOT NULL,                        -- the roles of the captions, for example caption+assistant
  seed     TEXT NOT NULL,                        -- what decided which mentions were drawn, a whole number
  digest   BLOB NOT NULL UNIQUE                  -- XXH3-128 of all that was drawn and from what: a sheet's identity
) STRICT;

CREATE TABLE audit_corpus (
  audit   INTEGER NOT NULL REFERENCES audit ON DELETE CASCADE, -- the sample
  corpus  INTEGER NOT NULL REFERENCES corpus,                  -- a corpus that it was drawn from
  content BLOB NOT NULL,                                       -- XXH3-128 of the digests of the shards it held then
  PRIMARY KEY (audit, corpus)
) STRICT, WITHOUT ROWID;

CREATE TABLE audit_mention (
  audit    INTEGER NOT NULL REFERENCES audit ON DELETE CASCADE, -- the sample
  position INTEGER NOT NULL,                                    -- the mention's number in the sheet, from 1
  class    INTEGER NOT NULL REFERENCES class,                   -- the class that was found
  mention  BLOB NOT NULL,                                       -- XXH3-128 of its shard, record, caption and place
  is_class INTEGER CHECK (is_class IN (0, 1)),                  -- 1: it is the class; 0: it is not; NULL: not judged
  PRIMARY KEY (audit, position)
) STRICT, WITHOUT ROWID;

-- Since version 3 -------------------------------------------------------------------------------------------
-- From this line on, what a database of version 2 gets when a program of version 3 writes to it.

-- How much of a shard gave no text, or not the text that a model learns from. A shard without a row has nothing to
-- say here, or was counted by an earlier version.
CREATE TABLE shard_note (
  shard              INTEGER PRIMARY KEY REFERENCES shard ON DELETE CASCADE, -- the shard
  textless_records   INTEGER NOT NULL, -- records read that gave no caption
  human_only_records INTEGER NOT NULL, -- records read of which all captions are of the role human
  passed_over        TEXT NOT NULL     -- members of an archive that are of no known kind: a JSON object from kind to number
) STRICT;

-- Since version 4 -------------------------------------------------------------------------------------------
-- From this line on, what a database of version 3 gets when a program of version 4 writes to it.

-- The corpora that a model was trained on, by name: a corpus may be counted later than the model is added.
CREATE TABLE model_corpus (
  model  INTEGER NOT NULL REFERENCES model ON DELETE CASCADE, -- the model
  corpus TEXT NOT NULL,                                       -- the corpus's name
  PRIMARY KEY (model, corpus)
) STRICT, WITHOUT ROWID;

-- Corpora of which only a random sample of the shards or records was counted. A corpus without a row is whole.
CREATE TABLE corpus_sample (
  corpus   INTEGER PRIMARY KEY REFERENCES corpus ON DELETE CASCADE, -- the corpus
  fraction REAL NOT NULL CHECK (fraction > 0 AND fraction <= 1)     -- the share of the corpus that was counted
) STRICT;

-- The file with a shard's rows, one row for each caption and class that it mentions. A shard without a row here was
-- counted without rows.
CREATE TABLE shard_rows (
  shard  INTEGER PRIMARY KEY REFERENCES shard ON DELETE CASCADE, -- the shard
  folder TEXT NOT NULL,    -- the absolute path of the folder of rows
  file   TEXT NOT NULL,    -- the file's name in it
  rows   INTEGER NOT NULL, -- rows in the file
  size   INTEGER NOT NULL, -- bytes of the file
  digest BLOB NOT NULL     -- XXH3-128 of the file's bytes
) STRICT;

-- Each class's counts over all corpora, for one class set, rule set and role at a time: what a sum over
-- class_frequency must keep apart.
CREATE VIEW class_total AS
SELECT
  class_set AS class_set,      -- the class set's name
  class_index AS class_index,  -- the class's position, from 0
  class AS class,              -- the class's name
  rule_set AS rule_set,        -- the rule set's name
  role AS role,                -- the role of the captions
  COUNT(*) AS corpora,         -- the corpora that were counted by this rule set
  CASE COUNT(mentions) WHEN COUNT(*) THEN SUM(mentions) END
    AS mentions,               -- mentions in all of them; NULL: unknown in one of them
  SUM(captions) AS captions    -- captions with a mention in all of them
FROM class_frequency
GROUP BY class_set, class_index, class, rule_set, role;
