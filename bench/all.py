"""Every measurement of quality, whole: `make bench`. What needs development data says so and is left out without it.

The ones that measure time against other programs or for hours stay apart: see bench/README.md.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT.parent / "shared" / "data"

MEASURES: tuple[tuple[str, Path | None, tuple[str, ...]], ...] = (
    ("parsing against feedparser", DATA / "feeds", ("differential", str(DATA / "feeds"), "--all")),
    ("identity, our scenarios", None, ("identity", *map(str, sorted((ROOT / "tests/corpus/identity").glob("*.json"))))),
    ("identity, development scenarios", DATA / "identity", ("identity", str(DATA / "identity" / "dev.json"))),
    ("stories, our stream", None, ("story_bars", "own", "--check")),
    ("stories, development sets", DATA / "stories", ("story_bars", "cold", "warm", "edits", "languages", "--check")),
    ("polling, simulated", None, ("polling",)),
    ("payloads", None, ("payloads",)),
    ("reading of pages, development sets", DATA / "pages", ("page_bars", "--check")),
    ("pages in the archive", DATA / "pages", ("page_storage", str(DATA / "pages" / "fundus.tar.gz"))),
)


def main() -> None:
    """Run them one after the other; leave with 1 when one fell below its floor."""
    failed = []
    for title, data, (module, *arguments) in MEASURES:
        print(f"\n== {title}", flush=True)
        if data is not None and not data.exists():
            print(f"left out: {data.name} is not beside the checkout")
            continue
        done = subprocess.run([sys.executable, "-m", f"bench.{module}", *arguments], cwd=ROOT, check=False)
        if done.returncode:
            failed.append(title)
    if failed:
        print(f"\nbelow the floor or failed: {', '.join(failed)}", file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
