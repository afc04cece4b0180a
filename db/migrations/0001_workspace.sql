-- The workspace. Times are UTC, ISO 8601 with seconds. JSON columns hold what `extractors.encoding` writes.

CREATE TABLE paper (
  id TEXT PRIMARY KEY,                  -- arXiv id without version, or 'sha256:' and the file's hash
  title TEXT, authors TEXT, abstract TEXT, categories TEXT,   -- authors and categories: JSON lists
  submitted TEXT,                       -- date of the first version, YYYY-MM-DD
  licence TEXT,
  added_at TEXT NOT NULL
) STRICT;

CREATE TABLE file (
  sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64),
  bytes INTEGER NOT NULL,
  added_at TEXT NOT NULL
) STRICT;

CREATE TABLE paper_file (               -- the versions of a paper that are kept
  paper TEXT NOT NULL REFERENCES paper(id),
  version INTEGER NOT NULL,             -- 0 where it is not known
  sha256 TEXT NOT NULL REFERENCES file(sha256),
  name TEXT NOT NULL,                   -- the file's name where it came from
  source TEXT NOT NULL,                 -- address or 'import'
  PRIMARY KEY (paper, version, sha256)
) STRICT;

CREATE TABLE crawl (                    -- one query of a task, finished or not
  id INTEGER PRIMARY KEY,
  task TEXT NOT NULL, query TEXT NOT NULL, base_address TEXT NOT NULL,
  started_at TEXT NOT NULL, finished_at TEXT, found INTEGER
) STRICT;

CREATE TABLE paper_task (               -- why a paper is here
  paper TEXT NOT NULL REFERENCES paper(id),
  task TEXT NOT NULL, crawl INTEGER REFERENCES crawl(id),
  PRIMARY KEY (paper, task)
) STRICT;

CREATE TABLE document (                 -- papers as read, so that review never reads a PDF again
  sha256 TEXT NOT NULL REFERENCES file(sha256),
  reader_version TEXT NOT NULL,
  body BLOB NOT NULL,                   -- extractors.encoding.encode_document
  PRIMARY KEY (sha256, reader_version)
) STRICT;

CREATE TABLE extraction (               -- the last extraction of a paper: all that follows hangs on it
  paper TEXT PRIMARY KEY REFERENCES paper(id),
  sha256 TEXT NOT NULL REFERENCES file(sha256),
  reader_version TEXT NOT NULL, extractor_version TEXT NOT NULL,
  extracted_at TEXT NOT NULL
) STRICT;

CREATE TABLE proposal (                 -- a fact as extracted
  id INTEGER PRIMARY KEY,
  paper TEXT NOT NULL REFERENCES extraction(paper) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('run', 'result')),
  anchor TEXT NOT NULL, content TEXT NOT NULL,      -- extractors.model.anchor, content_hash
  ordinal INTEGER NOT NULL,             -- its place among the paper's facts
  page INTEGER NOT NULL,
  confidence REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1),
  fact TEXT NOT NULL CHECK (json_valid(fact)),
  UNIQUE (paper, ordinal)
) STRICT;
CREATE INDEX proposal_anchor ON proposal(anchor, content);
CREATE INDEX proposal_confidence ON proposal(confidence);

CREATE TABLE evidence (
  proposal INTEGER NOT NULL REFERENCES proposal(id) ON DELETE CASCADE,
  field TEXT NOT NULL,
  page INTEGER NOT NULL CHECK (page >= 1),
  x0 REAL NOT NULL, y0 REAL NOT NULL, x1 REAL NOT NULL, y1 REAL NOT NULL,
  quote TEXT NOT NULL CHECK (trim(quote) <> '')
) STRICT;
CREATE INDEX evidence_proposal ON evidence(proposal);

CREATE TABLE flag (                     -- doubts that other papers raise, asked after storing
  proposal INTEGER NOT NULL REFERENCES proposal(id) ON DELETE CASCADE,
  reason TEXT NOT NULL,
  PRIMARY KEY (proposal, reason)
) STRICT;

CREATE TABLE refusal (
  id INTEGER PRIMARY KEY,
  paper TEXT NOT NULL REFERENCES extraction(paper) ON DELETE CASCADE,
  ordinal INTEGER NOT NULL,
  field TEXT NOT NULL, text TEXT NOT NULL, role TEXT NOT NULL, reason TEXT NOT NULL,
  evidence TEXT NOT NULL CHECK (json_valid(evidence)),
  UNIQUE (paper, ordinal)
) STRICT;

CREATE TABLE absence (
  paper TEXT NOT NULL REFERENCES extraction(paper) ON DELETE CASCADE,
  field TEXT NOT NULL, searched TEXT NOT NULL,
  PRIMARY KEY (paper, field)
) STRICT;

CREATE TABLE failure (                  -- why a paper has no facts; gone as soon as it has
  paper TEXT NOT NULL,                  -- a paper's id, which need not be in `paper` where fetching failed
  stage TEXT NOT NULL CHECK (stage IN ('fetch', 'read', 'extract')),
  reason TEXT NOT NULL, retry INTEGER NOT NULL CHECK (retry IN (0, 1)),
  version TEXT NOT NULL DEFAULT '',     -- of reader and extractor: another version tries again
  attempts INTEGER NOT NULL DEFAULT 1, failed_at TEXT NOT NULL,
  PRIMARY KEY (paper, stage)
) STRICT;

CREATE TABLE decision (                 -- what a person said of a fact; append-only
  id INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,            -- the same on every machine, for export and import
  paper TEXT NOT NULL REFERENCES paper(id),
  kind TEXT NOT NULL CHECK (kind IN ('run', 'result')),
  anchor TEXT NOT NULL,                 -- of the proposal decided on, or of a fact added by hand
  content TEXT NOT NULL,                -- content of the proposal as it stood, '' for a fact added by hand
  action TEXT NOT NULL CHECK (action IN
    ('accept', 'correct', 'reject', 'add', 'split', 'merge', 'absent', 'skip', 'comment', 'undo')),
  fact TEXT CHECK (fact IS NULL OR json_valid(fact)),           -- the whole fact after the decision
  proposed TEXT CHECK (proposed IS NULL OR json_valid(proposed)), -- the whole fact before it
  reason TEXT NOT NULL DEFAULT '', comment TEXT NOT NULL DEFAULT '',
  undoes TEXT REFERENCES decision(uuid),
  batch TEXT NOT NULL DEFAULT '',       -- shared by the decisions of one act (split, merge, bulk accept)
  reviewer TEXT NOT NULL CHECK (trim(reviewer) <> ''),
  purpose TEXT NOT NULL DEFAULT 'review' CHECK (purpose IN ('review', 'second', 'adjudication', 'bulk')),
  decided_at TEXT NOT NULL,
  seconds REAL NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX decision_anchor ON decision(anchor, content);
CREATE TRIGGER decision_is_never_updated BEFORE UPDATE ON decision
BEGIN SELECT RAISE(ABORT, 'decisions are never rewritten: add a new one'); END;
CREATE TRIGGER decision_is_never_deleted BEFORE DELETE ON decision
BEGIN SELECT RAISE(ABORT, 'decisions are never deleted: undo with a new one'); END;

CREATE TABLE assignment (               -- who is to look at which paper, and why
  paper TEXT NOT NULL REFERENCES paper(id),
  reviewer TEXT NOT NULL,
  purpose TEXT NOT NULL DEFAULT 'review' CHECK (purpose IN ('review', 'second', 'adjudication')),
  assigned_at TEXT NOT NULL,
  PRIMARY KEY (paper, reviewer, purpose)
) STRICT;

CREATE TABLE influence (                -- how far a fitted slope moves if a fact is wrong; made by `scale`
  anchor TEXT NOT NULL, content TEXT NOT NULL,
  benchmark TEXT NOT NULL, shift REAL NOT NULL, reason TEXT NOT NULL,
  PRIMARY KEY (anchor, content, benchmark)
) STRICT;
