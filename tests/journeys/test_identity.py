"""Every scenario of identity through `aggregator poll` over loopback HTTP, all in one archive.

Articles, revisions, sightings and shared stories are those a reader would expect. Our own scenarios stand in
tests/corpus/identity/; those of the folder `shared` beside the checkout are read in place.
"""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bench import identity

SHARED = Path(__file__).parents[3] / "shared" / "data" / "identity" / "dev.json"
BOOKS = {**{path.stem: path for path in sorted(identity.OURS.glob("*.json"))}, "shared": SHARED}


def scenarios(path):
    return json.loads(path.read_text(encoding="utf-8"))["scenarios"] if path.exists() else []


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    home = tmp_path_factory.mktemp("identity")
    identity.run([one for path in BOOKS.values() for one in scenarios(path)], home, named=True)
    with closing(sqlite3.connect(home / "archive" / "archive.db")) as conn:
        conn.row_factory = sqlite3.Row
        yield conn


@pytest.mark.parametrize("book", BOOKS)
def test_every_scenario_ends_as_a_reader_would_expect(archive, book):
    if not BOOKS[book].exists():
        pytest.skip(f"{BOOKS[book].name} is not beside the checkout")
    told = scenarios(BOOKS[book])

    wrong = {one["id"]: found for one in told if (found := identity.judge(archive, one))}

    assert told
    assert wrong == {}


def test_a_scenario_with_another_ending_would_be_noticed(archive):
    told = next(one for one in scenarios(next(iter(BOOKS.values()))) if "articles" in one["expect"])

    assert identity.judge(archive, told | {"expect": {"articles": 1_000}, "soft": []}) != {}
