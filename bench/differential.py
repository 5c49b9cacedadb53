"""Our parser against feedparser, entry by entry, over a folder of feeds: `python bench/differential.py DIR [--all]`.

feedparser 6 is the oracle, although not an infallible one: a difference is either explained by a rule of
`bench/differential.json` (reviewed by hand, each with its reason) or reported. Figures are printed for snapshots of real
feeds; files of test suites, mostly made to be broken, are compared for differences only.

DIR holds `manifest.jsonl` or `manifest.jsonl.gz` (one object a line: file, origin, kind) and the files it names, or the
files in `feeds.tar.gz`.
"""

import argparse
import calendar
import gzip
import html
import io
import json
import re
import sys
import tarfile
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import feedparser

from aggregator.records import NeedsFallback, NotAFeed, ParsedEntry, ParsedFeed
from aggregator.stages import parse
from aggregator.text import dates, mojibake, urls

URL = "https://feeds.example.org/section/feed.xml"
OBSERVED = datetime(2200, 1, 1, tzinfo=UTC)
FIELDS = ("count", "title", "link", "id", "date", "enclosures", "text")
ALLOWED = Path(__file__).with_name("differential.json")
_TAG = re.compile(r"<[^<>]*>")
_CAPTION = re.compile(rb"(</?media:)description(?=[\s>/])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One field of one entry (or the number of entries) that feedparser reads otherwise."""

    file: str
    field: str
    index: int  # of the entry, -1 for the whole feed
    ours: str
    theirs: str
    spelled: bool = False  # both stand in the document as they are


def feeds(folder: Path) -> Iterator[tuple[dict[str, Any], bytes]]:
    """The rows of the manifest, each with the bytes of its file."""
    manifest = folder / "manifest.jsonl"
    lines = (
        manifest.read_text()
        if manifest.exists()
        else gzip.decompress((folder / "manifest.jsonl.gz").read_bytes()).decode()
    )
    rows = {row["file"]: row for row in map(json.loads, lines.splitlines())}
    packed = folder / "feeds.tar.gz"
    if not packed.exists():
        yield from ((row, (folder / name).read_bytes()) for name, row in rows.items())
        return
    with tarfile.open(packed) as archive:
        for member in archive:
            content = archive.extractfile(member) if member.name in rows else None
            if content is not None:
                yield rows[member.name], content.read()


def ours(body: bytes) -> ParsedFeed | NotAFeed:
    """Our reading, the fallback included, in this very process."""
    found = parse.parse(body, None, URL)
    return parse.fallback(found.body, None, URL) if isinstance(found, NeedsFallback) else found


def theirs(body: bytes) -> Any:
    """Reading of feedparser, without its sanitizer and without captions for content (its issue 53)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return feedparser.parse(
            io.BytesIO(_CAPTION.sub(rb"\1x-caption", body)), sanitize_html=False, resolve_relative_uris=False
        )


def compare(file: str, body: bytes) -> tuple[list[Difference], Counter[str]]:
    """All differences in one feed, and how many values of each field were compared."""
    if body[:2] == b"\x1f\x8b":
        body = gzip.decompress(body)
    mine, other = ours(body), theirs(body)
    entries = mine.entries if isinstance(mine, ParsedFeed) else ()
    compared: Counter[str] = Counter(count=1)
    if len(entries) != len(other.entries):
        found = Difference(file=file, field="count", index=-1, ours=str(len(entries)), theirs=str(len(other.entries)))
        return [found], compared
    differences = []
    for index, (entry, their) in enumerate(zip(entries, other.entries, strict=True)):
        for field, (a, b) in _pairs(entry, their).items():
            compared[field] += 1
            if a != b:
                spelled = _stands(a, body) and _stands(b, body)
                found = Difference(file=file, field=field, index=index, ours=a[:200], theirs=b[:200], spelled=spelled)
                differences.append(found)
    return differences, compared


def _stands(value: str, body: bytes) -> bool:
    return bool(value) and html.escape(value, quote=False).encode() in body


def _pairs(entry: ParsedEntry, their: Any) -> dict[str, tuple[str, str]]:
    """Both readings of each field, made comparable."""
    return {
        "title": (_letters(entry.title.value if entry.title else ""), _letters(their.get("title") or "")),
        "link": _links(entry, their),
        "id": (_line(entry.guid), _line(their.get("id"))),
        "date": _instants(entry.published or entry.updated, their),
        "enclosures": _enclosures(entry, their),
        "text": _texts(entry, their),
    }


def _letters(text: str) -> str:
    """Letters and digits as a reader sees them, tags and references gone."""
    text = mojibake.without_c1(mojibake.untangle(text, least=1, share=0.5))
    text = _TAG.sub("", html.unescape(html.unescape(_TAG.sub("", text))))
    return "".join(c for c in text.casefold() if c.isalnum())


def _line(text: str | None) -> str:
    return " ".join((text or "").split())


def _links(entry: ParsedEntry, their: Any) -> tuple[str, str]:
    mine = entry.link or ""
    accepted = [_line(their.get(name)) for name in ("feedburner_origlink", "pheedo_origlink", "link")]
    accepted = [urls.absolute(one, URL) or one for one in accepted if one] or [""]
    if their.get("link") == their.get("id") and not _line(their.get("id")).startswith(("http", "/")):
        accepted.append("")  # a guid that is no address, taken for one
    resolved = urls.absolute(mine, URL) or mine
    return ("", "") if resolved in accepted else (resolved, accepted[0])


def _instants(raw: str | None, their: Any) -> tuple[str, str]:
    """The first date of both as an instant, to the second; what only we can read is our gain.

    feedparser files dc:date under `updated`, we under `published`: only the instant is compared.
    """
    name = "published" if dict.get(their, "published") else "updated"
    parsed, spelled = dict.get(their, f"{name}_parsed"), dict.get(their, name)
    mine = dates.read(raw or "", zone=None, observed=OBSERVED).at
    other = datetime.fromtimestamp(calendar.timegm(parsed), UTC) if parsed else None
    if other is None or (mine is not None and mine.replace(microsecond=0) == other):
        return "", ""
    return f"{mine} {_line(raw)}", f"{other} {_line(spelled)}"


def _enclosures(entry: ParsedEntry, their: Any) -> tuple[str, str]:
    mine = [one.url for one in entry.enclosures if one.role == "enclosure"]
    other = [urls.absolute(one.get("href", ""), URL) or one.get("href", "") for one in their.get("enclosures", ())]
    other = [one for one in dict.fromkeys(other) if one]
    return " ".join(mine), " ".join(other)


def _texts(entry: ParsedEntry, their: Any) -> tuple[str, str]:
    mine = {_letters(one.value) for one in (entry.content, entry.summary) if one}
    other = [_letters(one.get("value") or "") for one in their.get("content", ())] + [
        _letters(their.get("summary") or "")
    ]
    other = [one for one in other if one]
    if set(other) <= mine or (not other and not mine) or (set(other) & mine and len(set(other)) > 2):
        return "", ""
    return " / ".join(sorted(mine))[:300], " / ".join(sorted(set(other)))[:300]


# ------------------------------------------------------------------------------------------------- the reviewed list


def _instant(text: str) -> datetime | None:
    """The instant before the spelling in the value of a date."""
    return None if text.startswith("None") else datetime.fromisoformat(text[:25])


def _apart(one: Difference) -> float:
    """Days between both dates."""
    a, b = _instant(one.ours), _instant(one.theirs)
    return abs((a - b).total_seconds()) / 86400 if a and b else float("inf")


def _ascii(text: str) -> str:
    return "".join(c for c in text if c.isascii())[:150]


HERE = (
    URL.rpartition("/")[0],
    "https://feeds.example.org",
)  # where feedparser, which was not told it, cannot have been
# What must be true of a difference to be covered by a rule, by the name that the rule gives; asked in this order.
CHECKS: dict[str, Callable[[Difference], bool]] = {
    "more": lambda one: int(one.ours) > int(one.theirs),
    "one-less": lambda one: int(one.ours) == int(one.theirs) - 1,
    "no-date": lambda one: one.ours.startswith("None"),
    "no-date-before-the-web": lambda one: one.ours.startswith("None") and not "1971" <= one.theirs[:4] < "2070",
    "same-day": lambda one: _apart(one) < 2 and _instant(one.ours) is not None,
    "within-a-day": lambda one: _apart(one) < 1,
    "other-base": lambda one: bool(one.ours) and one.theirs.startswith(HERE),
    "id-for-link": lambda one: one.ours.startswith("http") and not one.theirs.startswith("http") and bool(one.theirs),
    "relative-id": lambda one: not one.ours,
    "another-spelled": lambda one: one.spelled,
    "only-link": lambda one: not one.theirs and one.ours.startswith("http"),
    "semicolons": lambda one: re.sub(r"(&\w+);", r"\1", one.theirs)[:150] == one.ours[:150],
    "resolved": lambda one: one.theirs.endswith(one.ours.lstrip("/")),
    "same-ascii": lambda one: _ascii(one.ours) == _ascii(one.theirs),
    "not-western": lambda one: not any("\x80" <= c <= "\xff" for c in one.ours) and not one.theirs.isascii(),
    "one-of-theirs": lambda one: one.ours in one.theirs.split(" / "),
    "blanks": lambda one: one.theirs.replace("%20", "") in one.ours.replace("%20", ""),
    "one-empty": lambda one: not (one.ours and one.theirs),
    "any": lambda one: True,  # looked at one by one; the number of differences in each file still counts
}


def stem(file: str) -> str:
    """The name of a file without its folder and endings."""
    return file.rpartition("/")[2].partition(".")[0]


def unexplained(differences: Iterable[Difference], allowed: Iterable[dict[str, Any]]) -> list[Difference]:
    """The differences that no rule explains.

    A rule names a field, what must be true of each difference (`check`), and how many of them each file has: one more, or
    one of another kind, is not covered.
    """
    left = {(rule["field"], file, rule["check"]): count for rule in allowed for file, count in rule["files"].items()}
    order, found = list(CHECKS), []
    for one in differences:
        keys = [key for key in left if key[:2] == (one.field, stem(one.file)) and left[key] and CHECKS[key[2]](one)]
        if not keys:
            found.append(one)
            continue
        left[min(keys, key=lambda key: order.index(key[2]))] -= 1
    return found


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--all", action="store_true", help="test suites too, not only real feeds")
    arguments.add_argument("--show", type=int, default=40, help="differences to print")
    options = arguments.parse_args()
    compared: Counter[str] = Counter()
    different: Counter[str] = Counter()
    fewer = 0
    everything: list[Difference] = []
    for row, body in feeds(options.folder):
        real = row["origin"] == "real"
        if row["kind"] == "json" or not (real or options.all):
            continue
        found, count = compare(row["file"], body)
        everything += found
        if real:
            compared += count
            different.update(one.field for one in found)
            fewer += sum(int(one.ours) < int(one.theirs) for one in found if one.field == "count")
    allowed = json.loads(ALLOWED.read_text()) if ALLOWED.exists() else []
    print(f"real feeds {compared['count']}, with fewer entries than feedparser {fewer}")
    for field in FIELDS:
        equal = 100 * (1 - different[field] / max(1, compared[field]))
        print(f"{field:11}{compared[field]:8} compared {different[field]:6} differ {equal:8.2f} % equal")
    left = unexplained(everything, allowed)
    print(f"{len(everything)} differences, {len(left)} of them not in the reviewed list")
    for one in left[: options.show]:
        print(f"{one.file} [{one.index}] {one.field}\n    ours   {one.ours}\n    theirs {one.theirs}")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
