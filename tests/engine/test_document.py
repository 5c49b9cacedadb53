"""Whatever a document is, printing how it is read takes at most 10 s of CPU time and 500 MB."""

import gzip
import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from aggregator.engine import document
from aggregator.records import NotAFeed
from tests.farm import BILLION_LAUGHS, PAGE, rss

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
URL = "https://phare.example/feed"
HEAD, TAIL = b"<rss version='2.0'><channel><title>x</title>", b"</channel></rss>"
JSON = b'{"version":"https://jsonfeed.org/version/1","title":"x","items":['
# Each of them took more than a bound once, or would take it without one.
HOSTILE = {
    "millions of entries": lambda: HEAD + b"<item/>" * 4_000_000 + TAIL,
    "entries in JSON": lambda: JSON + b"{}," * 8_000_000 + b"{}]}",
    "ampersands": lambda: HEAD + b"<item><title>" + b"&" * 2_500_000 + b"</title></item>" + TAIL,
    "attributes": lambda: HEAD + b"<item " + b" ".join(b"a%d='x'" % n for n in range(300_000)) + b"/>" + TAIL,
    "one long text": lambda: HEAD + b"<item><description>" + b"mot " * 4_000_000 + b"</description></item>" + TAIL,
    "laughs": lambda: BILLION_LAUGHS,
    "a bomb": lambda: gzip.compress(HEAD + b"<item/>" * 20_000_000 + TAIL, 1),
    "endless": lambda: b"x" * (document.LARGEST + 1),
}
RUN = """
import json, resource, sys
from datetime import UTC, datetime
from pathlib import Path
from aggregator.engine import document
body = Path(sys.argv[1]).read_bytes()
read = document.printed(body, None, "https://phare.example/feed", datetime(2026, 3, 4, tzinfo=UTC))
mine, its = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
own = next(line.split()[1] for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
cpu = mine.ru_utime + mine.ru_stime + its.ru_utime + its.ru_stime
print(json.dumps({"cpu": cpu, "kilobytes": max(int(own), its.ru_maxrss), "text": isinstance(read, str)}))
"""


@pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="this system does not tell what a process held at most"
)
@pytest.mark.parametrize("name", HOSTILE)
def test_no_document_costs_more_than_ten_seconds_and_five_hundred_megabytes(name, tmp_path):
    path = tmp_path / "document"
    path.write_bytes(HOSTILE[name]())
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}

    told = subprocess.run([sys.executable, "-c", RUN, str(path)], env=environment, check=True, capture_output=True)
    used = json.loads(told.stdout)

    assert used["cpu"] < 10
    assert used["kilobytes"] < 500_000


def test_a_document_is_printed_as_it_would_be_archived():
    text = document.printed(rss("Été"), None, URL, NOON)

    assert isinstance(text, str)
    assert [entry["title"] for entry in json.loads(text)["entries"]] == ["Été"]


def test_what_is_no_feed_is_said_to_be_none():
    found = document.printed(PAGE, None, URL, NOON)

    assert isinstance(found, NotAFeed)
    assert found.code == "html"


def test_what_is_too_large_or_too_costly_is_named_so():
    assert document.printed(HOSTILE["endless"](), None, URL, NOON) == NotAFeed(
        code="too-costly", message="the document is larger than 50 MB"
    )
