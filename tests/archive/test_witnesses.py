"""An edit that the feed and the page both show is one edit; two edits stay two."""

import pytest

from aggregator.archive import queries

FEED = {
    "origin": "feed",
    "replaced": "2026-03-10T10:00:00Z",
    "change": "headline",
    "title": "Grève au port",
    "changed": None,
}
PAGE = FEED | {"origin": "page", "replaced": "2026-03-10T10:20:00Z"}


def revise(press, entry, **row):
    feed = press.conn.execute("SELECT feed_id FROM entries WHERE id = ?", (entry,)).fetchone()[0]
    press.conn.execute(
        """
        INSERT INTO revisions (entry_id, feed_id, origin, wording_hash, seen, replaced, change, silent, changed, title, text)
        VALUES (:entry, :feed, :origin, zeroblob(16), '2026-03-10T09:00:00Z', :replaced, :change, 0, :changed, :title, '')
        """,
        row | {"entry": entry, "feed": feed if row["origin"] == "feed" else None},
    )


def edits_of(press, entry):
    view = queries.entry(press.conn, entry)
    assert view is not None
    return view.line.edits


@pytest.mark.parametrize(
    ("page", "edits"),
    [
        pytest.param(PAGE, 1, id="the same headline left both"),
        pytest.param(
            PAGE | {"replaced": "2026-03-10T08:00:00Z"}, 1, id="the page was looked at before the feed was asked"
        ),
        pytest.param(PAGE | {"title": "Port bloqué"}, 2, id="another headline"),
        pytest.param(PAGE | {"change": "rewrite"}, 2, id="the page was rewritten as well"),
        pytest.param(PAGE | {"replaced": "2026-03-11T10:00:00Z"}, 2, id="a day later"),
        pytest.param(PAGE | {"origin": "feed"}, 2, id="twice in the feed"),
    ],
)
def test_a_new_headline_in_feed_and_page_is_one_edit(press, page, edits):
    [entry] = press.new(1)
    revise(press, entry, **FEED)

    revise(press, entry, **page)

    assert edits_of(press, entry) == edits
    assert len(queries.edits(press.conn).edits) == edits
    assert press.conn.execute("SELECT count(*) FROM revisions").fetchone()[0] == 2


@pytest.mark.parametrize(("changed", "edits"), [('["-12", "+14"]', 1), ('["-12", "+15"]', 2), (None, 2)])
def test_the_same_numbers_changed_in_excerpt_and_article_are_one_edit(press, changed, edits):
    [entry] = press.new(1)
    revise(press, entry, **FEED | {"change": "correction", "changed": '["-12", "+14"]'})

    revise(press, entry, **PAGE | {"change": "edit", "changed": changed})

    assert edits_of(press, entry) == edits


def test_a_page_edited_alone_is_an_edit(press):
    [entry] = press.new(1)

    revise(press, entry, **PAGE)

    assert edits_of(press, entry) == 1
    assert [edit.origin for edit in queries.edits(press.conn).edits] == ["page"]
