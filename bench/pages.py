"""Read a folder of pages with the package's own extractor, one JSON line a page.

    python bench/pages.py DIR [--base] > predicted.jsonl

DIR holds `pages/` (or the pages themselves), and may hold `gold.jsonl` whose `id`, `page` and `url` are used; without it
the id is the file's name. `--base` writes what trafilatura alone makes of them, for comparison. `ms` is processor time.
"""

import argparse
import json
import re
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import trafilatura

from aggregator.stages.extract import byline, extract
from aggregator.text.html import decode

LANGUAGES = ()
OBSERVED = datetime(2100, 1, 1, tzinfo=UTC)


def pages(folder: Path) -> Iterator[tuple[str, Path, str]]:
    """Id, file and address of each page."""
    gold = folder / "gold.jsonl"
    if gold.exists():
        for line in gold.read_text("utf-8").splitlines():
            row = json.loads(line)
            yield row["id"], folder / row.get("page", f"pages/{row['id']}"), row.get("url") or ""
        return
    inside = folder / "pages" if (folder / "pages").is_dir() else folder
    for path in sorted(inside.iterdir()):
        if path.is_file() and path.suffix in (".html", ".htm", ".xhtml", ""):
            yield path.name, path, ""


def ours(html: str, url: str) -> dict[str, object]:
    """Our extractor's answer, as the scorer wants it."""
    article = extract(html, url, language=None, languages=LANGUAGES, feed_title=None, feed_text="", observed=OBSERVED)
    return {
        "text": article.text,
        "title": article.headline,
        "author": list(byline.read(article.byline_raw).spelled) if article.byline_raw else [],
        "date": day(article.published_raw, article.published),
        "lang": article.language,
        "flags": article.flags,
    }


def day(raw: str | None, at: datetime | None) -> str | None:
    """The calendar day as the page writes it: time zones are not applied when the page gives a day in ISO form."""
    if at is None:
        return None
    written = re.match(r"\s*(\d{4}-\d{2}-\d{2})", raw or "")
    return written.group(1) if written else at.date().isoformat()


def base(html: str, url: str) -> dict[str, object]:
    """Trafilatura's answer with its own metadata."""
    document: Any = trafilatura.bare_extraction(html, url=url or None, with_metadata=True)
    if document is None:
        return {"text": ""}
    return {
        "text": document.text,
        "title": document.title,
        "author": document.author,
        "date": document.date,
        "lang": document.language,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--base", action="store_true")
    parser.add_argument(
        "--ratio", action="store_true", help="time both in one run and print the ratio of medians to stderr"
    )
    args = parser.parse_args()
    times: dict[str, list[float]] = {"ours": [], "base": []}
    for name, path, url in pages(args.folder):
        html = decode(path.read_bytes(), None)
        row: dict[str, object] = {}
        for kind, reader in (("base", base), ("ours", ours)):
            if args.ratio or (kind == "base") == args.base:
                began = time.process_time()
                row = reader(html, url)
                times[kind].append((time.process_time() - began) * 1000)
        last = times["base" if args.base and not args.ratio else "ours"][-1]
        print(json.dumps({"id": name, **row, "ms": round(last, 2)}, ensure_ascii=False), flush=True)
    if args.ratio:
        ratio = sum(times["ours"]) / sum(times["base"])
        median = sorted(times["ours"])[len(times["ours"]) // 2] / sorted(times["base"])[len(times["base"]) // 2]
        print(f"ours / trafilatura with metadata: {ratio:.2f} of the sum, {median:.2f} of the medians", file=sys.stderr)


if __name__ == "__main__":
    main()
