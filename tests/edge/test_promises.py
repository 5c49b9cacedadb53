import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "concepts" / "polling.md"


def test_every_promise_about_polling_names_a_test_that_exists():
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE.read_text(encoding="utf-8"))

    missing = [
        f"{path}::{name}" for path, name in named if f"def {name}(" not in (ROOT / path).read_text(encoding="utf-8")
    ]

    assert len(named) > 40
    assert missing == []


def test_every_promise_names_at_least_one_test():
    text = PAGE.read_text(encoding="utf-8").partition("## When")[0]
    promises = [part for part in text.split("\n\n") if part.startswith("**")]

    assert len(promises) >= 15
    assert [part[:60] for part in promises if "::test_" not in part] == []
