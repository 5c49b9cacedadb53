"""Commands that change feeds.yaml, and leave everything else in it alone."""

import stat
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator import config
from aggregator.errors import ConfigError
from aggregator.records import FeedSpec, Limits

WRITTEN = """# my feeds
feeds:   # all of them
    # the first
    - url: 'https://a.org/x'   # why I read it
      every: 5m

    - https://b.org/y          # short

topics:
    a: [x]   # a topic
"""


def test_a_feed_is_added_after_the_last_one_and_nothing_else_changes(tmp_path):
    path = tmp_path / "feeds.yaml"
    path.write_text(WRITTEN)

    spec = config.add_feed(path, "https://c.org/z", language="ko", topics=("a", "b"), every=timedelta(hours=2))

    after = path.read_text()
    added = "    - url: https://c.org/z\n      language: ko\n      topics: [a, b]\n      every: 2h\n"
    assert after == WRITTEN.replace("# short\n", "# short\n" + added)
    assert spec == config.load(path).feeds[-1]
    assert spec.name == "c.org-z"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, "feeds:\n  - url: https://c.org/\n"),
        ("", "feeds:\n  - url: https://c.org/\n"),
        ("budget: 9/h", "budget: 9/h\nfeeds:\n  - url: https://c.org/\n"),
        ("feeds:", "feeds:\n  - url: https://c.org/\n"),
        ("feeds: # none\nbudget: 9/h\n", "feeds: # none\n  - url: https://c.org/\nbudget: 9/h\n"),
        ("feeds: null\n", "feeds:\n  - url: https://c.org/\n"),
        ("feeds: []\n", "feeds: [ {url: https://c.org/}]\n"),
        ("feeds: [https://a.org]\nbudget: 9/h\n", "feeds: [https://a.org, {url: https://c.org/}]\nbudget: 9/h\n"),
        ("feeds:\n- https://a.org\n", "feeds:\n- https://a.org\n- url: https://c.org/\n"),
        ("feeds:\n- https://a.org", "feeds:\n- https://a.org\n- url: https://c.org/\n"),
        ("feeds:\r\n  - https://a.org\r\n", "feeds:\r\n  - https://a.org\r\n  - url: https://c.org/\r\n"),
        (
            "feeds:\n  - url: https://a.org\n    topics:\n      - b\n      - c # last\n# end\n",
            "feeds:\n  - url: https://a.org\n    topics:\n      - b\n      - c # last\n  - url: https://c.org/\n# end\n",
        ),
        ("feeds:\n  - {url: https://a.org}\n", "feeds:\n  - {url: https://a.org}\n  - url: https://c.org/\n"),
    ],
)
def test_every_way_to_write_the_list_can_be_added_to(tmp_path, before, after):
    path = tmp_path / "feeds.yaml"
    if before is not None:
        path.write_bytes(before.encode())

    config.add_feed(path, "https://c.org/")

    assert path.read_bytes().decode() == after
    assert config.load(path).feeds[-1].url == "https://c.org/"


def test_a_feed_that_is_followed_already_is_not_added_twice(tmp_path):
    path = tmp_path / "feeds.yaml"
    path.write_text(WRITTEN)

    with pytest.raises(ConfigError, match="already followed"):
        config.add_feed(path, "HTTPS://A.org:443/x")

    assert path.read_text() == WRITTEN


def test_a_list_of_feeds_is_added_in_one_step_without_those_known(tmp_path):
    path = tmp_path / "feeds.yaml"
    path.write_text(WRITTEN)
    wanted = [
        FeedSpec(url=url, name="")
        for url in ("https://b.org/y", "https://d.org/1", "https://d.org/1", "https://d.org/2")
    ]

    added = config.add_feeds(path, wanted)

    assert [feed.url for feed in added] == ["https://d.org/1", "https://d.org/2"]
    assert len(config.load(path).feeds) == 4


@pytest.mark.parametrize("url", ["ftp://a.org", "https://", "https://c.org/a b"])
def test_what_is_no_address_is_refused_and_the_file_stays(tmp_path, url):
    path = tmp_path / "feeds.yaml"
    path.write_text(WRITTEN)

    with pytest.raises(ConfigError):
        config.add_feed(path, url)

    assert path.read_text() == WRITTEN


def test_a_file_in_trouble_is_not_touched(tmp_path):
    path = tmp_path / "feeds.yaml"
    path.write_text("feeds:\n  - url: https://a.org\n    every: 5\n")

    with pytest.raises(ConfigError, match="has no unit"):
        config.add_feed(path, "https://c.org")

    assert path.read_text().count("url") == 1


def test_a_moved_feed_is_rewritten_where_it_stands_and_nothing_else_changes(tmp_path):
    path = tmp_path / "feeds.yaml"
    path.write_text(WRITTEN)

    config.update_feed_url(path, "https://a.org/x", "https://new.org/x")
    config.update_feed_url(path, "https://b.org/y", "https://new.org/y?a=[1]#{}")

    assert path.read_text() == WRITTEN.replace("'https://a.org/x'", "https://new.org/x").replace(
        "https://b.org/y", "https://new.org/y?a=[1]#{}"
    )
    assert [feed.url for feed in config.load(path).feeds] == ["https://new.org/x", "https://new.org/y?a=[1]#{}"]
    with pytest.raises(ConfigError, match="no feed has the address"):
        config.update_feed_url(path, "https://a.org/x", "https://b.org")
    with pytest.raises(ConfigError, match="stands twice"):
        config.update_feed_url(path, "https://new.org/x", "https://new.org/y?a=[1]")


@pytest.mark.parametrize("written", ["feeds: https://a.org\n", "feeds: {}\n", "- https://a.org\n"])
def test_a_list_written_in_a_way_that_cannot_be_added_to_is_left_alone(tmp_path, written):
    path = tmp_path / "feeds.yaml"
    path.write_text(written)

    with pytest.raises(ConfigError):
        config.add_feed(path, "https://c.org/")

    assert path.read_text() == written


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path):
    path = tmp_path / "file" / "feeds.yaml"
    (tmp_path / "file").write_text("")

    with pytest.raises(ConfigError, match=r"feeds\.yaml: cannot be written"):
        config.add_feed(path, "https://c.org/")


def test_a_link_is_followed_and_the_mode_is_kept(tmp_path):
    real = tmp_path / "real.yaml"
    real.write_text(WRITTEN)
    real.chmod(0o640)
    link = tmp_path / "feeds.yaml"
    link.symlink_to(real)

    config.add_feed(link, "https://c.org/")

    assert link.is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert "c.org" in real.read_text()
    assert [item.name for item in tmp_path.iterdir() if item.name.startswith(".")] == []


text = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20).map(str.strip).filter(bool)
specs = st.builds(
    FeedSpec,
    url=st.from_regex(r"https://[a-z]{1,5}\.org/[A-Za-z0-9/?&=\[\]{}!,'*%:@~-]{0,20}", fullmatch=True),
    name=st.from_regex(r"[a-z][a-z0-9.-]{0,9}", fullmatch=True),
    title=st.none() | text,
    publisher=st.none() | st.from_regex(r"[a-z]{1,5}", fullmatch=True),
    language=st.sampled_from([None, "no", "fr", "ko"]),
    topics=st.lists(st.from_regex(r"[a-z][a-z0-9-]{0,5}", fullmatch=True), max_size=3, unique=True).map(tuple),
    every=st.none() | st.integers(1, 10**6).map(lambda seconds: timedelta(seconds=seconds)),
    weight=st.sampled_from([0.5, 1.0, 2.0]),
    full_text=st.none() | st.booleans(),
    paused=st.booleans(),
    timezone=st.sampled_from([None, "Europe/Paris"]),
    archive_pages=st.integers(0, 99),
    limits=st.builds(Limits, max_bytes=st.none() | st.integers(1, 10**9)),
)


@given(spec=specs, before=st.sampled_from(["", WRITTEN, "feeds: []", "feeds:\n- https://z.org/"]))
@settings(max_examples=60, deadline=None)
def test_what_is_written_is_read_back_as_it_was(tmp_path_factory, spec, before):
    path = tmp_path_factory.mktemp("edit") / "feeds.yaml"
    path.write_text(before)

    (added,) = config.add_feeds(path, [spec])

    assert added == spec
    assert config.load(path).feeds[-1] == spec
