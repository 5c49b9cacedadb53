"""Today's tables, indexes and views, on one page; docs/reference/archive.md is made from it.

Instants are UTC text of fixed width, `YYYY-MM-DDTHH:MM:SSZ`, so text order is time order. Ids are never reused. Lists
are JSON text. Hashes are blobs. Text is stored plain, so that any SQLite tool can read the archive.
A comment after a column is its documentation; a table without one does not pass `tests/test_docs.py`.
"""

APPLICATION_ID = 0x4E455753  # "NEWS"
VERSION = 2  # of the tables below; older archives are brought here by migrations.py

FACTS = """
-- One row per feed ever followed; feeds.yaml says what is asked, this says what is known.
CREATE TABLE feeds (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,            -- the name in feeds.yaml
    url TEXT NOT NULL,                    -- where it is asked now
    spec_url TEXT NOT NULL,               -- where feeds.yaml says it is
    title TEXT,                           -- as feeds.yaml or the feed says
    publisher TEXT,                       -- key of the publisher; feeds of one publisher share entries
    site_url TEXT,                        -- the site the feed belongs to
    language TEXT,                        -- of the feed, BCP 47 primary tag
    state TEXT NOT NULL DEFAULT 'active', -- active, paused, gone (410), removed (no longer in feeds.yaml)
    etag TEXT,                            -- opaque, as served
    last_modified TEXT,                   -- opaque, as served
    body_sha256 BLOB,                     -- of the last document taken
    items_sha256 BLOB,                    -- of the same from its first entry on
    failures INTEGER NOT NULL DEFAULT 0,  -- consecutive
    failing_since TEXT,                   -- when they began
    next_due TEXT,                        -- when it is asked again; null: at once
    fresh_until TEXT,                     -- what Cache-Control or Expires asked
    retry_until TEXT,                     -- what Retry-After asked
    last_polled TEXT,                     -- the last exchange
    last_good TEXT,                       -- the last answer that was a feed, or "unchanged"
    moved_to TEXT,                        -- target of a permanent redirect on probation
    moved_count INTEGER NOT NULL DEFAULT 0, -- good answers from there
    moved_since TEXT,                     -- the first of them
    hints TEXT,                           -- JSON: ttl, skip hours, hub, archive pages ...
    window INTEGER NOT NULL DEFAULT 0,    -- entries in the last document
    leased_until TEXT,                    -- a poll is under way until then
    added TEXT NOT NULL,                  -- when it entered the archive
    wire_sha256 BLOB                      -- of the last document taken, as received
);
CREATE INDEX feeds_due ON feeds (state, next_due);
CREATE INDEX feeds_publisher ON feeds (publisher);
CREATE INDEX feeds_site ON feeds (site_url);

-- Publishers as feeds.yaml names them; one publisher has many feeds.
CREATE TABLE publishers (
    name TEXT PRIMARY KEY,                -- key in feeds.yaml, as in feeds.publisher
    title TEXT NOT NULL,                  -- as lists call it
    home TEXT,                            -- its site
    language TEXT                         -- BCP 47 primary tag
) WITHOUT ROWID;

-- Former addresses of a feed.
CREATE TABLE feed_urls (
    feed_id INTEGER NOT NULL REFERENCES feeds (id),
    url TEXT NOT NULL,                    -- the former address
    until TEXT NOT NULL,                  -- when it was left
    reason TEXT NOT NULL                  -- moved permanently, edited by hand
);

-- Feeds whose hub was asked to tell us of news (WebSub), with what was agreed.
CREATE TABLE subscriptions (
    feed_id INTEGER PRIMARY KEY REFERENCES feeds (id),
    hub TEXT NOT NULL,                    -- that was asked
    topic TEXT NOT NULL,                  -- the feed's name there
    token TEXT NOT NULL UNIQUE,           -- end of the address it delivers to, hard to guess
    secret TEXT NOT NULL,                 -- shared with the hub, for its signatures
    state TEXT NOT NULL,                  -- asked, confirmed, denied
    asked TEXT NOT NULL,                  -- when it was last asked
    confirmed TEXT,                       -- when it last said yes
    renew TEXT,                           -- when it is asked again: after four fifths of its lease
    delivered TEXT,                       -- its last signed delivery
    reason TEXT                           -- why it said no
);

-- One row per exchange, kept 400 days, then summed in polls_daily.
CREATE TABLE polls (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    feed_id INTEGER NOT NULL REFERENCES feeds (id),
    at TEXT NOT NULL,                     -- end of the exchange
    url TEXT NOT NULL,                    -- that was asked
    status INTEGER,                       -- HTTP status, null when there was no answer
    code TEXT NOT NULL,                   -- ok, unchanged, gone, or the code of the failure
    message TEXT,                         -- one sentence, when something was odd
    bytes INTEGER NOT NULL DEFAULT 0,     -- on the wire
    ms INTEGER NOT NULL DEFAULT 0,        -- the whole exchange
    new INTEGER NOT NULL DEFAULT 0,       -- entries not seen before
    revised INTEGER NOT NULL DEFAULT 0,   -- entries with a new wording
    hops TEXT,                            -- JSON: redirects followed
    parser TEXT,                          -- strict, repaired, feedparser, json
    gap INTEGER NOT NULL DEFAULT 0,       -- 1: items may have been missed before this poll
    next_due TEXT,                        -- when the next one is due
    why TEXT,                             -- why then
    payload BLOB                          -- sha256 of the body in payloads.db
);
CREATE INDEX polls_feed ON polls (feed_id, at);
CREATE INDEX polls_at ON polls (at);

-- A row per feed and day for exchanges older than 400 days.
CREATE TABLE polls_daily (
    feed_id INTEGER NOT NULL REFERENCES feeds (id),
    day TEXT NOT NULL,                    -- YYYY-MM-DD
    polls INTEGER NOT NULL,               -- exchanges
    good INTEGER NOT NULL,                -- of them with code ok or unchanged
    bytes INTEGER NOT NULL,               -- on the wire
    new INTEGER NOT NULL,                 -- entries not seen before
    revised INTEGER NOT NULL,             -- entries with a new wording
    gaps INTEGER NOT NULL,                -- polls before which items may have been missed
    PRIMARY KEY (feed_id, day)
) WITHOUT ROWID;

-- One row per article of one publisher, in its latest wording as the feeds gave it.
CREATE TABLE entries (
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- in the order of arrival
    feed_id INTEGER NOT NULL REFERENCES feeds (id), -- that gave this wording
    guid TEXT,                            -- as given
    url TEXT,                             -- absolute http(s)
    url_canonical TEXT,                   -- for comparing, never for display
    title TEXT NOT NULL,                  -- plain text
    text TEXT NOT NULL,                   -- plain text of content, else of summary; paragraphs by a blank line
    summary TEXT,                         -- plain text, when content is something else
    content_html TEXT,                    -- sanitized
    language TEXT,                        -- BCP 47 primary tag
    published TEXT,                       -- null when nobody said it
    published_raw TEXT,                   -- as spelled
    published_from TEXT,                  -- feed, page, url
    date_quality TEXT,                    -- exact, no-zone, date-only, guessed, future, none
    updated TEXT,                         -- what the feed says, never copied from published
    authors TEXT,                         -- JSON list of {name, email, url}
    categories TEXT,                      -- JSON list of {term, scheme, label}
    enclosures TEXT,                      -- JSON list: files, pictures with caption and credit
    links TEXT,                           -- JSON list of {url, rel, type, title}
    rights TEXT,                          -- as given
    first_seen TEXT NOT NULL,             -- our clock
    last_seen TEXT NOT NULL,              -- last document that showed it, in any feed
    sort_at TEXT NOT NULL,                -- published when trusted and not after first_seen, else first_seen
    wording_hash BLOB NOT NULL,           -- of title and text as a reader reads them
    gone_at TEXT,                         -- when it was found gone upstream (404, 410, vanished early)
    gone_why TEXT,                        -- what was seen
    merged_into INTEGER REFERENCES entries (id) -- set by a merge, which can be undone
);
CREATE INDEX entries_sort ON entries (sort_at, id) WHERE merged_into IS NULL;
CREATE INDEX entries_first_seen ON entries (first_seen);
CREATE INDEX entries_feed ON entries (feed_id, sort_at);
CREATE INDEX entries_instant ON entries (published, feed_id);
CREATE INDEX entries_merged ON entries (merged_into) WHERE merged_into IS NOT NULL;

-- The keys an entry answered to, literal and canonical, each with why it is believed.
CREATE TABLE aliases (
    entry_id INTEGER NOT NULL REFERENCES entries (id),
    kind TEXT NOT NULL,                   -- guid, guid-canonical, link, link-canonical, words, hand
    value TEXT NOT NULL,
    feed_id INTEGER REFERENCES feeds (id), -- that showed it
    reason TEXT NOT NULL,                 -- why it is believed
    first_seen TEXT NOT NULL,
    last_seen TEXT NOT NULL,
    UNIQUE (kind, value, entry_id)
);
CREATE INDEX aliases_entry ON aliases (entry_id);

-- An entry in a feed: an interval, closed when it leaves the document, or its wording or its order among the others changes.
CREATE TABLE sightings (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    entry_id INTEGER NOT NULL REFERENCES entries (id),
    feed_id INTEGER NOT NULL REFERENCES feeds (id),
    first_seen TEXT NOT NULL,
    last_seen TEXT NOT NULL,              -- while open: as of the last changed document
    rank INTEGER NOT NULL,                -- position in the document when the interval began, from 1
    wording_hash BLOB NOT NULL,           -- of the wording shown there
    guid TEXT,                            -- as served
    url TEXT,                             -- as served
    raw_hash BLOB,                        -- of the entry's own bytes: equal means nothing to do
    open INTEGER NOT NULL DEFAULT 1,      -- 1: stands in the feed's last document
    place REAL NOT NULL DEFAULT 0         -- orders what a feed shows at one instant: smaller stands above
);
CREATE INDEX sightings_entry ON sightings (entry_id, feed_id);
CREATE INDEX sightings_open ON sightings (feed_id) WHERE open = 1;
CREATE INDEX sightings_feed ON sightings (feed_id, first_seen);

-- The current wording of an entry in a feed other than the one of `entries`, where it differs.
CREATE TABLE wordings (
    entry_id INTEGER NOT NULL REFERENCES entries (id),
    feed_id INTEGER NOT NULL REFERENCES feeds (id),
    wording_hash BLOB NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    seen TEXT NOT NULL,                   -- first
    PRIMARY KEY (entry_id, feed_id)
) WITHOUT ROWID;

-- One row per former wording; `entries` holds the latest.
CREATE TABLE revisions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    entry_id INTEGER NOT NULL REFERENCES entries (id),
    feed_id INTEGER REFERENCES feeds (id), -- that showed it; null for a page
    origin TEXT NOT NULL,                 -- feed, page
    wording_hash BLOB NOT NULL,
    seen TEXT NOT NULL,                   -- when this wording was first seen
    replaced TEXT NOT NULL,               -- when the next one was seen
    change TEXT NOT NULL,                 -- class of the step that replaced it
    silent INTEGER NOT NULL,              -- 1: the words changed, `updated` did not
    changed TEXT,                         -- JSON list: numbers, names, quotes that changed
    title TEXT NOT NULL,                  -- plain text
    text TEXT NOT NULL,                   -- plain text
    rest BLOB                             -- zstd JSON of the other columns of `entries` as they were
);
CREATE INDEX revisions_entry ON revisions (entry_id);
CREATE INDEX revisions_replaced ON revisions (replaced);

-- Odd things about feeds and entries that did not stop us.
CREATE TABLE problems (
    feed_id INTEGER NOT NULL REFERENCES feeds (id),
    code TEXT NOT NULL,
    message TEXT NOT NULL,
    first_seen TEXT NOT NULL,
    last_seen TEXT NOT NULL,
    times INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (feed_id, code)
) WITHOUT ROWID;

-- Pages fetched for full text, one row per fetch.
CREATE TABLE pages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    entry_id INTEGER NOT NULL REFERENCES entries (id),
    url TEXT NOT NULL,                    -- asked
    final_url TEXT,                       -- that answered
    at TEXT NOT NULL,
    status INTEGER,
    code TEXT NOT NULL,                   -- ok, unchanged, or the code of the failure
    payload BLOB,                         -- sha256 of the body in payloads.db
    flags TEXT                            -- JSON list: paywall, consent, soft-404 ...
);
CREATE INDEX pages_entry ON pages (entry_id, at);
"""

DERIVED = """
-- The article of an entry's page, in its latest reading.
CREATE TABLE articles (
    entry_id INTEGER PRIMARY KEY REFERENCES entries (id),
    url TEXT NOT NULL,                    -- that answered
    title TEXT,
    text TEXT NOT NULL,                   -- plain text, paragraphs by a blank line
    byline TEXT,                          -- JSON list of names
    byline_raw TEXT,                      -- as spelled
    agency TEXT,                          -- AFP, Reuters ...
    dateline TEXT,                        -- the place it is written from
    lead_image TEXT,                      -- JSON {url, caption, credit, alt}
    captions TEXT,                        -- JSON list
    language TEXT,
    published TEXT,
    flags TEXT NOT NULL,                  -- JSON list: paywall, consent, soft-404, js-shell, amp, truncated
    wording_hash BLOB NOT NULL,
    at TEXT NOT NULL,                     -- when the page was fetched
    made_by TEXT NOT NULL                 -- extractor and version
);

-- What an entry is about, each with its reason.
CREATE TABLE tags (
    entry_id INTEGER NOT NULL REFERENCES entries (id),
    topic TEXT NOT NULL,                  -- slug
    score REAL NOT NULL,                  -- 0 to 1
    because TEXT NOT NULL,                -- JSON list of words a reader can check
    made_by TEXT NOT NULL,
    PRIMARY KEY (entry_id, topic)
) WITHOUT ROWID;
CREATE INDEX tags_topic ON tags (topic, entry_id);

-- People and organisations that an entry names, as it spells them; a story counts them over its entries.
CREATE TABLE mentions (
    entry_id INTEGER NOT NULL REFERENCES entries (id),
    name TEXT NOT NULL,                   -- as spelled
    kind TEXT NOT NULL,                   -- person, organisation, unknown
    times INTEGER NOT NULL,               -- in title and text
    made_by TEXT NOT NULL,
    PRIMARY KEY (entry_id, name)
) WITHOUT ROWID;

-- Topics that were ever assigned, with labels.
CREATE TABLE topics (
    slug TEXT PRIMARY KEY,
    kind TEXT NOT NULL,                   -- rule, place, subject, feed
    labels TEXT NOT NULL,                 -- JSON {language: label}
    parent TEXT
);

-- The same happening, told by one or more entries.
CREATE TABLE events (
    id INTEGER PRIMARY KEY,               -- permanent
    story_id INTEGER NOT NULL REFERENCES stories (id),
    follows INTEGER REFERENCES events (id), -- the earlier event this one continues
    first_seen TEXT NOT NULL,
    last_seen TEXT NOT NULL,
    size INTEGER NOT NULL                 -- entries
);
CREATE INDEX events_story ON events (story_id);
CREATE INDEX events_follows ON events (follows) WHERE follows IS NOT NULL;

-- A chain of events.
CREATE TABLE stories (
    id INTEGER PRIMARY KEY,               -- permanent
    title TEXT NOT NULL,
    language TEXT,                        -- of the title
    first_seen TEXT NOT NULL,             -- earliest entry
    last_seen TEXT NOT NULL,              -- latest entry
    size INTEGER NOT NULL                 -- entries
);
CREATE INDEX stories_last ON stories (last_seen);

-- Why each entry sits where it sits; only the version in force.
CREATE TABLE placements (
    entry_id INTEGER PRIMARY KEY REFERENCES entries (id),
    event_id INTEGER NOT NULL REFERENCES events (id),
    story_id INTEGER NOT NULL REFERENCES stories (id),
    follows INTEGER REFERENCES events (id), -- the earlier event that a follow-up continues
    relation TEXT NOT NULL,               -- opens, copy, same-event, follow-up
    role TEXT NOT NULL,                   -- first report, copy, report, follow-up, reaction, analysis ...
    score REAL NOT NULL,                  -- 0 to 1
    because TEXT NOT NULL,                -- JSON list of words a reader can check
    evidence TEXT,                        -- JSON: neighbours, terms, time factor, level
    made_by TEXT NOT NULL
);
CREATE INDEX placements_event ON placements (event_id);
CREATE INDEX placements_story ON placements (story_id);

-- The same, by a candidate of the method, until it replaces the one in force; ids are the candidate's own.
CREATE TABLE placements_next (
    entry_id INTEGER PRIMARY KEY REFERENCES entries (id),
    event_id INTEGER NOT NULL,
    story_id INTEGER NOT NULL,
    follows INTEGER,
    relation TEXT NOT NULL,
    role TEXT NOT NULL,
    score REAL NOT NULL,
    because TEXT NOT NULL,
    evidence TEXT,
    original INTEGER,                     -- of its copy group
    containment REAL,                     -- when it is a copy
    made_by TEXT NOT NULL
);
CREATE INDEX placements_next_event ON placements_next (event_id);
CREATE INDEX placements_next_story ON placements_next (story_id);

-- Entries that carry the text of an earlier entry of another outlet.
CREATE TABLE copies (
    entry_id INTEGER PRIMARY KEY REFERENCES entries (id),
    original INTEGER NOT NULL REFERENCES entries (id), -- the earliest; the group's id
    containment REAL NOT NULL,            -- shared word runs / those of the shorter text
    because TEXT NOT NULL,                -- JSON list
    made_by TEXT NOT NULL
);
CREATE INDEX copies_original ON copies (original);

-- Events that speak of one another without being one story.
CREATE TABLE story_links (
    event_id INTEGER NOT NULL REFERENCES events (id),
    other INTEGER NOT NULL REFERENCES events (id),
    kind TEXT NOT NULL,                   -- language, round-up, related
    score REAL NOT NULL,
    because TEXT NOT NULL,                -- JSON list
    made_by TEXT NOT NULL,
    PRIMARY KEY (event_id, other, kind)
) WITHOUT ROWID;
CREATE INDEX story_links_other ON story_links (other);

-- Ids of stories and events that answer elsewhere now.
CREATE TABLE redirects (
    kind TEXT NOT NULL,                   -- story, event
    old INTEGER NOT NULL,
    new INTEGER NOT NULL,
    at TEXT NOT NULL,
    because TEXT NOT NULL,
    PRIMARY KEY (kind, old)
) WITHOUT ROWID;

-- Features of entries for grouping, so that a restart reads them instead of making them again.
CREATE TABLE fingerprints (
    entry_id INTEGER PRIMARY KEY REFERENCES entries (id),
    made_by TEXT NOT NULL,
    data BLOB NOT NULL                    -- stages/stories.py knows what is inside
);

-- What a stage remembers between two runs of the program, in its own form.
CREATE TABLE memories (
    key TEXT PRIMARY KEY,
    data BLOB NOT NULL
) WITHOUT ROWID;

-- What has still to be thought about an entry; a row leaves in the transaction that stores the thought.
CREATE TABLE todo (
    stage TEXT NOT NULL,                  -- page, recheck, topics, stories
    entry_id INTEGER NOT NULL REFERENCES entries (id),
    due TEXT NOT NULL,                    -- not before
    tries INTEGER NOT NULL DEFAULT 0,     -- that failed
    PRIMARY KEY (stage, due, entry_id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX todo_entry ON todo (entry_id, stage);

-- Full-text search over title and text, folded by text/language.py: fold; rowid is entries.id.
CREATE VIRTUAL TABLE search USING fts5 (
    title, text, content='', tokenize="unicode61 remove_diacritics 2"
);

-- What stands in `search` for each entry, needed to take it out again.
CREATE TABLE search_state (
    entry_id INTEGER PRIMARY KEY REFERENCES entries (id),
    source TEXT NOT NULL                  -- feed, page: where the indexed text came from
);

-- How many there are, kept while writing, so that no page counts.
CREATE TABLE counters (
    name TEXT PRIMARY KEY,                -- entries, feed:ID (entries it ever showed), topic:SLUG
    value INTEGER NOT NULL
) WITHOUT ROWID;
"""

MARKS = """
-- What people decide; ingest never touches it, rebuild obeys it.
CREATE TABLE marks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,                   -- together, never, rename, merge, split, star, topic
    a INTEGER,                            -- entry or story id
    b INTEGER,                            -- the other one
    value TEXT,                           -- new title, topic slug ...
    at TEXT NOT NULL,
    undone TEXT                           -- when it was taken back
);
CREATE INDEX marks_kind ON marks (kind, a);

-- What commands ask of the process that writes.
CREATE TABLE requests (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,                   -- poll, rebuild, merge, split, ...
    argument TEXT,                        -- JSON
    at TEXT NOT NULL,
    started TEXT,
    finished TEXT,
    answer TEXT                           -- one sentence
);
CREATE INDEX requests_open ON requests (finished) WHERE finished IS NULL;

-- Small facts about the archive itself: versions, the scheduler's price, the last outage.
CREATE TABLE state (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;
"""

VIEWS = """
-- Entries a reader sees: not merged away, with feed and story.
CREATE VIEW reading AS
SELECT e.id, e.title, e.text, e.url, e.language, e.published, e.first_seen, e.sort_at,
       f.name AS feed, coalesce(f.publisher, f.name) AS outlet, p.story_id, p.event_id, p.role
FROM entries e
JOIN feeds f ON f.id = e.feed_id
LEFT JOIN placements p ON p.entry_id = e.id
WHERE e.merged_into IS NULL;

-- Articles whose text is the article: no wall, no shell, no "not found".
CREATE VIEW good_articles AS
SELECT * FROM articles
WHERE NOT EXISTS (
    SELECT 1 FROM json_each(articles.flags) WHERE value IN ('paywall', 'consent', 'soft-404', 'js-shell')
);

-- Every wording of every entry, former and current, in order.
CREATE VIEW all_wordings AS
SELECT entry_id, feed_id, origin, seen, replaced, change, title, text FROM revisions
UNION ALL
SELECT e.id, e.feed_id, 'feed', coalesce((SELECT max(r.replaced) FROM revisions r
       WHERE r.entry_id = e.id AND r.origin = 'feed' AND r.feed_id = e.feed_id), e.first_seen),
       NULL, NULL, e.title, e.text
FROM entries e;

-- Which copies of one text exist.
CREATE VIEW copy_groups AS
SELECT original AS group_id, entry_id, containment, because FROM copies
UNION
SELECT original, original, 1.0, '[]' FROM copies;

-- Feeds that need a person's eye.
CREATE VIEW troubled_feeds AS
SELECT id, name, url, state, failures, failing_since, last_good, next_due FROM feeds
WHERE state IN ('active', 'gone') AND (failures > 0 OR state = 'gone');
"""

SCHEMA = FACTS + DERIVED + MARKS + VIEWS

PAYLOADS_VERSION = 1

PAYLOADS = """
-- Bodies as received, content-addressed; a delta needs its base, which is whole (chain depth 1).
CREATE TABLE bodies (
    sha256 BLOB PRIMARY KEY,              -- of the body, decompressed
    codec TEXT NOT NULL,                  -- zstd, zstd+base; pruned: only hash and size are left
    base BLOB REFERENCES bodies (sha256), -- whole body used as dictionary
    size INTEGER NOT NULL,                -- decompressed
    data BLOB NOT NULL                    -- compressed; of a pruned body when and why it went, in words
); -- with rowids: bodies are appended; in the order of their hashes each would fill up another page
CREATE INDEX bodies_base ON bodies (base) WHERE base IS NOT NULL;

-- One row per exchange whose body was kept.
CREATE TABLE captures (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,                   -- feed, page, archive
    feed_id INTEGER,
    entry_id INTEGER,
    url TEXT NOT NULL,                    -- asked
    final_url TEXT NOT NULL,              -- that answered
    at TEXT NOT NULL,
    status INTEGER NOT NULL,
    ms INTEGER NOT NULL,
    request_headers TEXT NOT NULL,        -- JSON list of pairs
    response_headers TEXT NOT NULL,       -- JSON list of pairs
    hops TEXT NOT NULL,                   -- JSON list of {url, status, location}
    sha256 BLOB NOT NULL REFERENCES bodies (sha256)
);
CREATE INDEX captures_feed ON captures (feed_id, at);
CREATE INDEX captures_url ON captures (url, at);
CREATE INDEX captures_sha256 ON captures (sha256);

-- The body that new ones of the same source are stored against.
CREATE TABLE bases (
    source TEXT PRIMARY KEY,              -- feed:ID, url:URL, site:HOST
    sha256 BLOB NOT NULL REFERENCES bodies (sha256)
) WITHOUT ROWID;
"""
