"""Generated attacks against the sanitizer; the generator and the judge are bench/xss.py."""

from aggregator.text.html import sanitize
from bench import xss

BASE = "https://journal.example/page"


def test_there_are_many_payloads_and_the_judge_objects_to_them_raw():
    payloads = [payload.markup for payload in xss.payloads()]

    objected = sum(bool(xss.faults(payload)) for payload in payloads)

    assert len(set(payloads)) >= 2_000
    assert objected > 0.95 * len(payloads)  # the rest is harmless as it stands: inside a comment, an attribute, a host


def test_nothing_that_acts_is_left_after_three_readings():
    left = [payload.markup for payload in xss.payloads() if xss.faults(sanitize(payload.markup, BASE).html)]

    assert left == []
