"""Copies by time: found, listed, sent as received and able to do nothing."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from starlette.testclient import TestClient

from aggregator.archive import open_archive
from aggregator.archive.payloads import Stored
from aggregator.records import Config, Payload
from aggregator.web.app import create_app

URL = "https://courrier.example/a%20b/greve?page=2"
FIRST = datetime(2026, 3, 10, 8, tzinfo=UTC)
BODIES = {
    FIRST: "<html><script>alert(1)</script><p>Grève : douze navires.</p></html>".encode("latin-1"),
    FIRST + timedelta(days=2): "<html><p>Grève : quatorze navires.</p></html>".encode("latin-1"),
}


def capture(at, body, status=200, url=URL):
    payload = Payload(
        kind="page", url=url, final_url=url, at=at, status=status, request_headers=(), hops=(), elapsed=timedelta(0),
        response_headers=(("content-type", "text/html; charset=iso-8859-1"), ("set-cookie", "a=1")), body=body,
        sha256=hashlib.sha256(body).digest(),
    )  # fmt: skip
    return Stored(payload=payload, sources=(f"url:{url}",))


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    folder = tmp_path_factory.mktemp("archive")
    archive = open_archive(folder, since="2026-03-10T08:00:00Z")
    archive.do(lambda _: None, bodies=[capture(at, body) for at, body in BODIES.items()])
    archive.do(lambda _: None, bodies=[capture(FIRST + timedelta(days=3), b"gone", 404)])
    archive.close()
    app = create_app(folder, config=lambda: Config(path="feeds.yaml", feeds=()))
    return TestClient(app, base_url="http://127.0.0.1:8400", follow_redirects=False)


def test_a_copy_is_sent_as_it_was_received_with_its_time(client):
    answer = client.get(f"/memento/20260310080000/{URL}")

    assert answer.status_code == 200
    assert answer.content == BODIES[FIRST]
    assert answer.headers["content-type"] == "text/html; charset=iso-8859-1"
    assert answer.headers["memento-datetime"] == "Tue, 10 Mar 2026 08:00:00 GMT"
    assert f'<{URL}>; rel="original"' in answer.headers["link"]
    assert 'rel="timemap"' in answer.headers["link"]


def test_a_copy_may_run_and_load_nothing_and_sets_no_cookie(client):
    answer = client.get(f"/memento/20260310080000/{URL}")

    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert policy.endswith("sandbox")
    assert "script" not in policy
    assert "set-cookie" not in answer.headers
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_an_instant_without_a_copy_leads_to_the_nearest(client):
    answer = client.get(f"/memento/20260312000000/{URL}")

    assert answer.status_code == 302
    assert answer.headers["location"] == f"http://127.0.0.1:8400/memento/20260312080000/{URL}"


def test_the_time_map_lists_every_copy_and_no_error(client):
    answer = client.get(f"/timemap/{URL}")

    lines = answer.text.strip().split(",\n")
    assert answer.headers["content-type"].startswith("application/link-format")
    assert lines[0] == f'<{URL}>; rel="original"'
    assert [line for line in lines if "memento/" in line] == [
        f'<http://127.0.0.1:8400/memento/20260310080000/{URL}>; rel="first memento"; datetime="Tue, 10 Mar 2026 08:00:00 GMT"',
        f'<http://127.0.0.1:8400/memento/20260312080000/{URL}>; rel="last memento"; datetime="Thu, 12 Mar 2026 08:00:00 GMT"',
    ]


@pytest.mark.parametrize(
    ("asked", "digits"),
    [
        (None, "20260312080000"),
        ("Tue, 10 Mar 2026 20:00:00 GMT", "20260310080000"),
        ("Thu, 01 Jan 1970 00:00:00 GMT", "20260310080000"),
        ("Fri, 01 Jan 2100 00:00:00 GMT", "20260312080000"),
    ],
)
def test_the_time_gate_leads_to_the_nearest_copy(client, asked, digits):
    answer = client.get(f"/timegate/{URL}", headers={"accept-datetime": asked} if asked else {})

    assert answer.status_code == 302
    assert f"/memento/{digits}/" in answer.headers["location"]
    assert "accept-datetime" in answer.headers["vary"]


def test_a_date_that_is_none_is_refused(client):
    assert client.get(f"/timegate/{URL}", headers={"accept-datetime": "hier"}).status_code == 400


def test_a_copy_that_the_browser_has_is_not_sent_again(client):
    tag = client.get(f"/memento/20260310080000/{URL}").headers["etag"]

    assert client.get(f"/memento/20260310080000/{URL}", headers={"if-none-match": tag}).status_code == 304


def test_a_proxy_that_folds_slashes_finds_the_copy(client):
    assert client.get(f"/memento/20260310080000/{URL.replace('https://', 'https:/')}").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/memento/20260310080000/https://courrier.example/other",
        f"/memento/2026/{URL}",
        f"/memento/20269999999999/{URL}",
        "/memento/20260310080000/file:///etc/passwd",
        "/memento/",
        "/timemap/",
        "/timegate/javascript:alert(1)",
        "/timemap/https://courrier.example/%0d%0aSet-Cookie:a",
    ],
)
def test_what_is_not_kept_is_not_found(client, path):
    assert client.get(path).status_code == 404
