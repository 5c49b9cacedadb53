"""Feeds of our own in tests/corpus/feeds: each is read as the JSON beside it says."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from aggregator.records import Feed, FeedId, FeedSpec, NeedsFallback, ParsedFeed
from aggregator.stages import parse
from aggregator.stages.normalize import as_json, normalize

CORPUS = Path(__file__).parents[2] / "corpus" / "feeds"
CASES = sorted(path for path in CORPUS.iterdir() if not path.name.endswith(".expected.json"))
URL = "https://feeds.example/all"
FEED = Feed(id=FeedId(1), spec=FeedSpec(url=URL, name="feed"), url=URL)
OBSERVED = datetime(2025, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_a_feed_of_the_corpus_is_read_as_expected(path):
    expected = json.loads(Path(f"{path}.expected.json").read_text(encoding="utf-8"))

    parsed = parse.parse(path.read_bytes(), None, URL)
    if isinstance(parsed, NeedsFallback):
        parsed = parse.fallback(parsed.body, parsed.content_type, parsed.url)

    assert isinstance(parsed, ParsedFeed)
    assert (parsed.path, parsed.whole) == (expected["path"], expected["whole"])
    entries, _, _ = normalize(parsed, FEED, OBSERVED)
    found = as_json(parsed, entries)["entries"]
    assert isinstance(found, list)
    assert len(found) == len(expected["entries"])
    for entry, wanted in zip(found, expected["entries"], strict=True):
        assert {name: entry[name] for name in wanted} == wanted


def test_every_expectation_has_its_feed():
    names = {path.name for path in CASES}

    assert {path.name.removesuffix(".expected.json") for path in CORPUS.glob("*.expected.json")} == names
