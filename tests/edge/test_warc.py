"""WARC and WACZ files as others read them, and files of others as we read them."""

import gzip
import hashlib
import io
import json
import zipfile
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from aggregator.edge import warc
from aggregator.edge.warc import Titled
from aggregator.edge.warc_reading import Reading
from aggregator.errors import Refused
from aggregator.records import Hop, Payload

AT = datetime(2026, 3, 10, 8, tzinfo=UTC)
PAGE = "<html><title>Grève</title><p>Les dockers ont cessé le travail.</p></html>".encode()
FEED = b"<rss><channel><title>Une</title></channel></rss>"
HEADERS = (
    ("content-type", "text/html; charset=utf-8"),
    ("content-encoding", "gzip"),
    ("content-length", "71"),
    ("etag", '"v1"'),
    ("set-cookie", "a=1"),
    ("set-cookie", "b=2"),
)


def exchange(
    url="https://courrier.example/greve", body=PAGE, *, at=AT, status=200, hops=(), headers=HEADERS, sha256=None
):
    return Payload(
        kind="page",
        url=hops[0].url if hops else url,
        final_url=url,
        at=at,
        status=status,
        request_headers=(("User-Agent", "aggregator/1"), ("Accept", "text/html"), ("Authorization", "Basic c2VjcmV0")),
        response_headers=headers,
        hops=hops,
        elapsed=timedelta(0),
        body=body,
        sha256=sha256 or hashlib.sha256(body).digest(),
    )


MOVED = exchange(
    "https://courrier.example/2026/port",
    "<p>港口罢工</p>".encode(),
    at=AT + timedelta(minutes=1),
    hops=(
        Hop(url="http://courrier.example/port", status=301, location="https://courrier.example/port"),
        Hop(url="https://courrier.example/port", status=302, location="https://courrier.example/2026/port"),
    ),
)
AGAIN = exchange(at=AT + timedelta(hours=1))
UNCHANGED = exchange(at=AT + timedelta(hours=2), status=304, headers=(("etag", '"v1"'),))
EVERYTHING = [Titled(payload=exchange(), title="Grève au port"), Titled(payload=MOVED, title="港口罢工"),
              Titled(payload=AGAIN, title="Grève au port"), Titled(payload=UNCHANGED, title="Grève au port")]  # fmt: skip


@pytest.fixture
def written(tmp_path):
    path = tmp_path / "port.warc.gz"
    warc.write_warc(path, EVERYTHING, software="aggregator/0", about="a test", now=AT)
    return path


def others_read(path):
    """Every record as warcio reads it, with every digest checked."""
    with path.open("rb") as stream:
        for record in ArchiveIterator(stream, check_digests="raise"):
            yield record, record.content_stream().read()


def test_every_payload_and_block_digest_holds_in_warcio(written):
    records = [(record.rec_type, body) for record, body in others_read(written)]

    assert [kind for kind, _ in records] == [
        "warcinfo",
        "response", "request",
        "response", "response", "response", "request",
        "revisit", "request",
        "revisit", "request",
    ]  # fmt: skip
    assert records[1][1] == PAGE
    assert records[5][1] == MOVED.body


def test_a_flipped_byte_is_found_by_the_digests(written):
    plain = bytearray(gzip.decompress(written.read_bytes()))
    plain[plain.index(b"dockers")] ^= 1
    broken = written.with_name("broken.warc")
    broken.write_bytes(plain)

    with pytest.raises(Exception, match="digest failed"):
        list(others_read(broken))


def test_each_record_is_a_gzip_member_that_the_index_finds(written):
    data = written.read_bytes()
    lines = written.with_name(written.name + ".cdxj").read_text("utf-8").splitlines()

    assert lines == sorted(lines)
    assert len(lines) == 6
    for line in lines:
        key, stamp, fields = line.split(" ", 2)
        entry = json.loads(fields)
        start, length = int(entry["offset"]), int(entry["length"])
        record = next(iter(ArchiveIterator(io.BytesIO(data[start : start + length]))))
        assert record.rec_headers.get_header("WARC-Target-URI") == entry["url"]
        assert record.rec_headers.get_header("WARC-Payload-Digest") == entry["digest"]
        assert key.startswith("example,courrier)/")
        assert stamp.startswith("20260310")


def test_headers_that_are_true_of_the_wire_only_do_not_describe_the_decoded_body(written):
    response = [record for record, _ in others_read(written)][1]

    headers = response.http_headers
    assert headers.get_header("content-encoding") is None
    assert headers.get_header("x-archive-orig-content-encoding") == "gzip"
    assert headers.get_header("content-length") == str(len(PAGE))
    assert headers.get_header("etag") == '"v1"'


def test_redirects_are_responses_of_their_own_and_say_where_to(written):
    responses = [record for record, _ in others_read(written) if record.rec_type == "response"]

    assert [(r.http_headers.get_statuscode(), r.http_headers.get_header("location")) for r in responses[1:3]] == [
        ("301", "https://courrier.example/port"),
        ("302", "https://courrier.example/2026/port"),
    ]


def test_an_identical_body_and_a_304_are_revisits_of_the_first(written):
    same, unchanged = (record.rec_headers for record, _ in others_read(written) if record.rec_type == "revisit")

    assert same.get_header("WARC-Profile") == warc.IDENTICAL
    assert unchanged.get_header("WARC-Profile") == warc.NOT_MODIFIED
    for revisit in (same, unchanged):
        assert revisit.get_header("WARC-Refers-To-Target-URI") == "https://courrier.example/greve"
        assert revisit.get_header("WARC-Refers-To-Date") == "2026-03-10T08:00:00Z"


def test_requests_are_those_that_were_sent_without_what_is_secret(written):
    requests = [(record, body) for record, body in others_read(written) if record.rec_type == "request"]

    lines = requests[0][0].http_headers
    assert lines.protocol == "GET"
    assert lines.get_header("user-agent") == "aggregator/1"
    assert lines.get_header("host") == "courrier.example"
    assert b"c2VjcmV0" not in gzip.decompress(written.read_bytes())


def test_passwords_in_addresses_stay_at_home(tmp_path):
    path = tmp_path / "a.warc.gz"
    secret = exchange("https://anna:geheim@courrier.example/abo?a=1#top")

    warc.write_warc(path, [Titled(payload=secret)], software="s", about="a", now=AT)

    assert b"geheim" not in gzip.decompress(path.read_bytes())
    assert [record.rec_headers.get_header("WARC-Target-URI") for record, _ in others_read(path)][1] == (
        "https://courrier.example/abo?a=1"
    )


def test_the_same_captures_give_the_same_bytes(written, tmp_path):
    other = tmp_path / "twice" / "port.warc.gz"
    other.parent.mkdir()
    warc.write_warc(other, EVERYTHING, software="aggregator/0", about="a test", now=AT)

    assert other.read_bytes() == written.read_bytes()


def test_a_header_cannot_end_a_record_early(tmp_path):
    path = tmp_path / "a.warc.gz"
    evil = exchange(headers=(("x-a", "1\r\n\r\nWARC/1.1\r\nWARC-Type: warcinfo"), ("content-type", "text/html")))

    warc.write_warc(path, [Titled(payload=evil)], software="s", about="a", now=AT)

    assert [record.rec_type for record, _ in others_read(path)] == ["warcinfo", "response", "request"]


def test_a_wacz_names_every_part_with_its_true_hash_and_its_pages(tmp_path):
    path = tmp_path / "port.wacz"

    said = warc.write_wacz(path, EVERYTHING, title="Grève", software="aggregator/0", about="a test", now=AT)

    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        package = json.loads(archive.read("datapackage.json"))
        digest = json.loads(archive.read("datapackage-digest.json"))
        for part in package["resources"]:
            data = archive.read(part["path"])
            assert part["hash"] == "sha256:" + hashlib.sha256(data).hexdigest()
            assert part["bytes"] == len(data)
        assert digest["hash"] == "sha256:" + hashlib.sha256(archive.read("datapackage.json")).hexdigest()
        assert archive.getinfo("archive/data.warc.gz").compress_type == zipfile.ZIP_STORED
        head, *pages = [json.loads(line) for line in archive.read("pages/pages.jsonl").splitlines()]
        (tmp_path / "data.warc.gz").write_bytes(archive.read("archive/data.warc.gz"))
    assert head["format"] == "json-pages-1.0"
    assert [(page["url"], page["title"]) for page in pages] == [
        ("https://courrier.example/greve", "Grève au port"),
        ("https://courrier.example/2026/port", "港口罢工"),
    ]
    assert said.pages == 2
    assert said.captures == 4
    assert len(list(others_read(tmp_path / "data.warc.gz"))) == 11


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.Courrier.example/A/b/?z=1&a=2", "example,courrier)/a/b?a=2&z=1"),
        ("http://courrier.example", "example,courrier)/"),
        ("http://127.0.0.1:8400/x", "127.0.0.1:8400)/x"),
        ("https://courrier.example:443/", "example,courrier)/"),
    ],
)
def test_addresses_are_ordered_by_host_from_its_end(url, key):
    assert warc.surt(url) == key


# ------------------------------------------------------------------------------------------------------ reading


@pytest.mark.parametrize("form", ["warc", "wacz"])
def test_what_was_written_is_read_back_as_it_was(tmp_path, form):
    path = tmp_path / f"port.{form}"
    if form == "warc":
        warc.write_warc(path, EVERYTHING, software="s", about="a", now=AT)
    else:
        warc.write_wacz(path, EVERYTHING, title="t", software="s", about="a", now=AT)
    reading = Reading(path)

    back = list(reading.exchanges())

    assert reading.skipped == Counter()
    assert [(p.url, p.final_url, p.at, p.status, p.hops, p.sha256) for p in back] == [
        (p.payload.url, p.payload.final_url, p.payload.at, p.payload.status, p.payload.hops, p.payload.sha256)
        for p in EVERYTHING
    ]
    assert [p.body for p in back] == [PAGE, MOVED.body, b"", b""]
    assert sorted(back[0].response_headers) == sorted(HEADERS)
    assert ("user-agent", "aggregator/1") in back[0].request_headers


def record(kind, block, **fields):
    head = {"WARC-Type": kind, "WARC-Record-ID": "<urn:uuid:1>", "WARC-Date": "2026-03-10T08:00:00Z"}
    head |= {name.replace("_", "-"): value for name, value in fields.items()} | {"Content-Length": str(len(block))}
    return b"WARC/1.0\r\n" + "".join(f"{k}: {v}\r\n" for k, v in head.items()).encode() + b"\r\n" + block + b"\r\n\r\n"


def read(tmp_path, data):
    path = tmp_path / "other.warc"
    path.write_bytes(data)
    reading = Reading(path)
    return list(reading.exchanges()), reading.skipped


def test_chunks_and_compression_of_other_crawlers_are_undone(tmp_path):
    packed = gzip.compress(PAGE)
    chunks = b"".join(
        b"%x\r\n%s\r\n" % (len(packed[a : a + 20]), packed[a : a + 20]) for a in range(0, len(packed), 20)
    )
    block = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n" + chunks + b"0\r\n\r\n"

    found, _ = read(tmp_path, record("response", block, WARC_Target_URI="<https://a.example/>"))

    assert [(one.url, one.body) for one in found] == [("https://a.example/", PAGE)]


def test_a_request_before_its_answer_is_its_request(tmp_path):
    asked = record("request", b"GET / HTTP/1.1\r\nAccept: x\r\n\r\n", WARC_Target_URI="https://a.example/")
    answer = record("response", b"HTTP/1.1 200 OK\r\n\r\nhello", WARC_Target_URI="https://a.example/")

    found, _ = read(tmp_path, asked + answer)

    assert found[0].request_headers == (("accept", "x"),)


def test_a_file_cut_off_gives_what_came_before(tmp_path, written):
    whole = written.read_bytes()
    path = tmp_path / "cut.warc.gz"
    path.write_bytes(whole[: len(whole) * 2 // 3])
    reading = Reading(path)

    found = list(reading.exchanges())

    assert found[0].body == PAGE
    assert reading.skipped["cut off"] == 1


def test_a_bomb_is_passed_over(tmp_path):
    bomb = gzip.compress(bytes(70_000_000), 9)
    block = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + bomb
    small = record("response", b"HTTP/1.1 200 OK\r\n\r\nhello", WARC_Target_URI="https://a.example/b")

    found, skipped = read(tmp_path, record("response", block, WARC_Target_URI="https://a.example/a") + small)

    assert [one.body for one in found] == [b"hello"]
    assert skipped == {"damaged or too large": 1}


@pytest.mark.parametrize("data", [b"", b"hello", b"PK\x03\x04broken", b"<html>"])
def test_what_is_no_warc_is_refused(tmp_path, data):
    with pytest.raises(Refused):
        read(tmp_path, data)


pieces = st.sampled_from([
    b"WARC/1.1\r\n", b"WARC-Type: response\r\n", b"Content-Length: 5\r\n", b"Content-Length: -1\r\n", b"\r\n",
    b"Content-Length: 99999999999\r\n", b"HTTP/1.1 200 OK\r\n\r\n", b"WARC-Date: 2026\r\n", b"WARC-Target-URI: http://a/\r\n",
    b"\xff\x00", b"Location: \r\n", b"HTTP/1.1 301\r\nLocation: http://a/\r\n\r\n", b"WARC-Date: 2026-03-10T08:00:00Z\r\n",
])  # fmt: skip


@given(st.lists(pieces, max_size=30))
@example([b"WARC/1.1\r\n", b"Content-Length: 99999999999\r\n", b"\r\n"])
def test_nothing_a_file_can_hold_raises(tmp_path_factory, parts):
    found, _ = read(tmp_path_factory.mktemp("w"), b"WARC/1.1\r\n" + b"".join(parts))

    assert all(one.url.startswith("http") for one in found)
