import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = ("polling", "parsing", "stories")


def page(name):
    return (ROOT / "docs" / "concepts" / f"{name}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PAGES)
def test_every_promise_names_a_test_that_exists(name):
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", page(name))

    missing = [
        f"{path}::{test}" for path, test in named if f"def {test}(" not in (ROOT / path).read_text(encoding="utf-8")
    ]

    assert len(named) > 20
    assert missing == []


@pytest.mark.parametrize("name", PAGES)
def test_every_promise_names_at_least_one_test(name):
    text = page(name).partition("## When")[0]
    promises = [part for part in text.split("\n\n") if part.startswith("**")]

    assert len(promises) >= 10
    assert [part[:60] for part in promises if "::test_" not in part] == []
