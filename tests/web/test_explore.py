"""Datasette at /db: the archive as tables, read-only, beside a writer."""

import json
import re

import pytest
from starlette.routing import Mount
from starlette.testclient import TestClient

from aggregator.archive import schema
from aggregator.web.app import create_app
from aggregator.web.explore import read_comments
from tests.web import newsstand
from tests.web.conftest import config


@pytest.fixture(scope="module")
def stand(tmp_path_factory):
    return newsstand.build(tmp_path_factory.mktemp("archive"))


@pytest.fixture(scope="module")
def explorer(stand):
    with TestClient(create_app(stand.folder, config=config), base_url="http://127.0.0.1:8400") as client:
        client.get("/db/")
        yield client


@pytest.mark.parametrize("path", ["/db/", "/db/archive", "/db/archive/entries", "/db/archive/entries/1", "/db/archive/reading",
                                  "/db/archive/entries.csv", "/db/-/static/app.css"])  # fmt: skip
def test_tables_rows_views_and_files_can_be_browsed(explorer, path):
    assert explorer.get(path).status_code == 200


def test_links_of_the_explorer_stay_in_the_explorer(explorer):
    page = explorer.get("/db/archive/entries").text

    own = re.findall(r'(?:href|src)="(/[^"]*)"', page)
    assert own
    assert [link for link in own if not link.startswith("/db/") or link.startswith("/db/db/")] == []


def test_any_question_in_sql_is_answered_and_none_can_write(explorer):
    asked = explorer.get(
        "/db/archive/-/query.json", params={"sql": "select count(*) as n from entries", "_shape": "array"}
    )
    written = explorer.get("/db/archive/-/query.json", params={"sql": "delete from entries"})

    assert asked.json()[0]["n"] > 20
    assert written.status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        "/db/archive/entries/-/insert",
        "/db/archive/entries/1/-/delete",
        "/db/archive/-/create",
        "/db/archive/entries/-/drop",
    ],
)
def test_nothing_can_be_written_through_its_api(explorer, path):
    answer = explorer.post(
        path, content=json.dumps({"confirm": True, "row": {}}), headers={"content-type": "application/json"}
    )

    assert answer.status_code in (401, 403, 404)


def test_what_the_writer_commits_is_seen_at_once(explorer, stand):
    count = "/db/archive/-/query.json?sql=select+count(*)+as+n+from+entries&_shape=array"
    before = explorer.get(count).json()[0]["n"]

    stand.entry("nordblatt", 119, "Neu", "Eben eingetroffen", "de")

    assert explorer.get(count).json() == [{"n": before + 1}]


def test_its_pages_live_in_an_origin_of_their_own(explorer):
    policy = explorer.get("/db/archive/entries").headers["content-security-policy"]

    assert "sandbox" in policy
    assert "allow-same-origin" not in policy
    assert "frame-ancestors 'none'" in policy


def test_tables_and_columns_are_explained_there_in_the_words_of_the_schema(explorer):
    page = explorer.get("/db/archive/entries").text

    assert "One row per article of one publisher" in page


def test_every_table_of_the_schema_is_read_with_its_comment():
    tables = {name for name, text in read_comments(schema.FACTS + schema.DERIVED + schema.MARKS) if text}

    assert tables == set(re.findall(r"CREATE (?:VIRTUAL )?TABLE (\w+)", schema.SCHEMA))


def test_reading_pages_do_not_load_the_explorer(stand):
    app = create_app(stand.folder, config=config)

    with TestClient(app) as client:
        client.get("/")

    mount = next(route for route in app.routes if isinstance(route, Mount) and route.path == "/db")
    assert mount.app._datasette is None  # type: ignore[attr-defined]
