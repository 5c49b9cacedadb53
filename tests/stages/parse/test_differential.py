"""Our parser against feedparser over the development feeds, when they stand beside the checkout."""

import importlib.util
import json
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
FEEDS = ROOT / ".." / "shared" / "data" / "feeds"
FLOORS = {"count": 100.0, "title": 99.9, "link": 99.9, "id": 99.5, "enclosures": 99.9, "date": 99.5, "text": 99.5}


def _bench():
    spec = importlib.util.spec_from_file_location("differential", ROOT / "bench" / "differential.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["differential"] = module
    spec.loader.exec_module(module)
    return module


differential = _bench()
RULES = json.loads(differential.ALLOWED.read_text(encoding="utf-8"))


def test_every_rule_of_the_reviewed_list_has_a_reason_a_check_and_files():
    for rule in RULES:
        assert rule["reason"]
        assert rule["field"] in differential.FIELDS
        assert rule["check"] in differential.CHECKS
        assert all(count > 0 for count in rule["files"].values())


def test_most_differences_are_checked_for_what_their_rule_says():
    covered = Counter[str]()
    for rule in RULES:
        covered[rule["check"]] += sum(rule["files"].values())

    assert covered["any"] <= 0.1 * sum(covered.values())


def test_an_entry_less_than_feedparser_finds_is_a_difference():
    body = b"<rss version='2.0'><channel><item><title>a</title><item><title>b</title></item></item></channel></rss>"

    found, _ = differential.compare("x.xml", body)

    assert [one.field for one in found] == ["count"]
    assert differential.unexplained(found, []) == found


def test_a_rule_covers_as_many_differences_of_its_kind_as_it_says_and_no_others():
    rule = {"field": "link", "check": "relative-id", "reason": "x", "files": {"x": 1}}
    one = differential.Difference(file="a/x.xml", field="link", index=0, ours="", theirs="https://a.example/1")
    other = replace(one, ours="https://a.example/2")

    assert differential.unexplained([one], [rule]) == []
    assert differential.unexplained([one, replace(one, index=1)], [rule]) == [replace(one, index=1)]
    assert differential.unexplained([other], [rule]) == [other]
    assert differential.unexplained([replace(one, file="a/y.xml")], [rule]) == [replace(one, file="a/y.xml")]


@pytest.mark.shared
@pytest.mark.skipif(not FEEDS.exists(), reason="needs the development feeds beside the checkout")
def test_feeds_are_read_as_feedparser_reads_them_or_better():
    compared: Counter[str] = Counter()
    different: Counter[str] = Counter()
    everything, fewer = [], []

    for row, body in differential.feeds(FEEDS):
        if row["kind"] == "json":
            continue
        found, count = differential.compare(row["file"], body)
        everything += found
        if row["origin"] == "real":
            compared += count
            different.update(one.field for one in found)
            fewer += [one for one in found if one.field == "count" and int(one.ours) < int(one.theirs)]

    assert differential.unexplained(everything, RULES) == []
    assert fewer == []
    assert compared["count"] > 300
    equal = {field: 100 * (1 - different[field] / compared[field]) for field in FLOORS}
    assert {field: share for field, share in equal.items() if share < FLOORS[field]} == {}
