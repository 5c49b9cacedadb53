"""Our parser against feedparser over the development feeds, when they stand beside the checkout."""

import importlib.util
import json
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
FEEDS = ROOT / ".." / "shared" / "data" / "feeds"
# A sixth of the smaller real feeds, a few files of test suites: `bench/differential.py --all` compares all of them.
REAL, SUITES, LARGEST = 6, 40, 150_000


def _bench():
    spec = importlib.util.spec_from_file_location("differential", ROOT / "bench" / "differential.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["differential"] = module
    spec.loader.exec_module(module)
    return module


differential = _bench()


def test_every_rule_of_the_reviewed_list_has_a_reason_and_files():
    rules = json.loads(differential.ALLOWED.read_text())

    assert all(rule["reason"] and rule["files"] and rule["field"] in differential.FIELDS for rule in rules)


def test_an_entry_less_than_feedparser_finds_is_a_difference():
    body = b"<rss version='2.0'><channel><item><title>a</title><item><title>b</title></item></item></channel></rss>"

    found, _ = differential.compare("x.xml", body)

    assert [one.field for one in found] == ["count"]
    assert differential.unexplained(found, []) == found


@pytest.mark.shared
@pytest.mark.skipif(not FEEDS.exists(), reason="needs the development feeds beside the checkout")
def test_real_feeds_are_read_as_feedparser_reads_them_or_better():
    allowed = json.loads(differential.ALLOWED.read_text())
    compared: Counter[str] = Counter()
    fewer = []
    left = []

    for number, (row, body) in enumerate(differential.feeds(FEEDS)):
        real = row["origin"] == "real"
        if row["kind"] == "json" or number % (REAL if real else SUITES) or len(body) > LARGEST:
            continue
        found, count = differential.compare(row["file"], body)
        left += differential.unexplained(found, allowed)
        if real:
            compared += count
            fewer += [one for one in found if one.field == "count" and int(one.ours) < int(one.theirs)]

    assert left == []
    assert fewer == []
    assert compared["count"] > 25
