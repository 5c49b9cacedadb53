"""Measure the reading of article pages against its bars, on the development data beside the checkout, trafilatura beside ours.

    python -m bench.page_bars [--check] [--sample] [--alone]

Prints one line a measure: ours, trafilatura's, floor. `--sample` reads every twelfth page (some twenty seconds); `--alone`
leaves trafilatura and the processor time out; `--check` fails when a measure falls below its floor in `floors.json` (only
for data with the digest that the floors were measured on). Pages are read from the archives as they are; nothing is kept.
"""

import argparse
import hashlib
import importlib.util
import json
import sys
import tarfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from types import ModuleType
from typing import Any

HERE = Path(__file__).resolve().parent
SHARED = HERE.parent / ".." / "shared"
DATA = SHARED / "data" / "pages"
SETS = ("aeb", "fundus", "trafilatura")
STEP = 12  # of a sample
sys.path.insert(0, str(HERE.parent))

from aggregator.text.html import decode  # noqa: E402 - a script beside the package
from bench import pages  # noqa: E402

Reader = Callable[[str, str], dict[str, object]]
Row = dict[str, Any]


def scorer() -> ModuleType:
    """The scorer of the development data."""
    spec = importlib.util.spec_from_file_location("extract_eval", SHARED / "tools" / "extract_eval.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rows(name: str, step: int = 1) -> Iterator[tuple[Row, str]]:
    """Every `step`-th gold row of a set and its page, decoded."""
    with tarfile.open(DATA / f"{name}.tar.gz") as archive:
        files = {member.name.partition("/")[2]: member for member in archive.getmembers() if member.isfile()}
        lines = _bytes(archive, files["gold.jsonl"]).decode().splitlines()
        for line in [line for line in lines if line.strip()][::step]:
            row = json.loads(line)
            yield row, decode(_bytes(archive, files[row["page"]]), None)


def _bytes(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    file = archive.extractfile(member)
    assert file is not None
    return file.read()


def measure(step: int = 1, readers: Mapping[str, Reader] | None = None) -> dict[str, dict[str, float]]:
    """For each reader, each measure by its name: shares from 0 to 1, and `ms.*`, the processor time of each page."""
    readers = {"ours": pages.ours} if readers is None else readers
    evaluate = scorer().evaluate
    for reader in readers.values():
        reader("<html><body><p>Tables are loaded with the first page.</p></body></html>", "")
    said: dict[str, dict[str, float]] = {name: {} for name in readers}
    for kind in SETS:
        gold: dict[str, Row] = {}
        read: dict[str, dict[str, Row]] = {name: {} for name in readers}
        for row, html in rows(kind, step):
            gold[row["id"]] = row
            for name, reader in readers.items():
                began = time.process_time()
                answer = reader(html, row.get("url") or "")
                read[name][row["id"]] = {**answer, "ms": (time.process_time() - began) * 1000}
        for name, answers in read.items():
            said[name].update(_measures(kind, gold, answers, evaluate))
    return said


def _measures(
    kind: str, gold: Mapping[str, Row], read: Mapping[str, Row], evaluate: Callable[..., Any]
) -> Iterator[tuple[str, float]]:
    found = evaluate(gold, read, 0)
    if "text" in found:
        yield f"{kind}.body.f1", found["text"]["f1"]
        yield f"{kind}.body.worst", found["text"]["worst10"]
    else:
        french = {key: row for key, row in gold.items() if row.get("lang") == "fr"}
        yield f"{kind}.snippets.f1", found["snippets"]["f1"]
        if french:
            part = evaluate(french, {key: read[key] for key in french}, 0)
            yield f"{kind}.snippets.french", part["snippets"]["f1"]
    if kind != "aeb":
        yield f"{kind}.title", found["title"]["exact"]
        yield f"{kind}.author", found["author"]["exact"]
    if kind == "fundus":
        yield "fundus.date", found["date"]["accuracy"]
        yield "fundus.date.precision", found["date"]["precision"]
    times = [row["ms"] for row in read.values()]
    yield f"ms.{kind}.sum", sum(times)
    yield f"ms.{kind}.median", median(times)


def ratios(said: Mapping[str, Mapping[str, float]]) -> Iterator[tuple[str, float]]:
    """Our processor time to trafilatura's in the same run, by the sum and by the median page."""
    for name, ours in said["ours"].items():
        if name.startswith("ms."):
            yield "cpu" + name[2:], ours / said["trafilatura"][name]


def digest() -> str:
    """What the floors were measured on."""
    seen = hashlib.blake2b(digest_size=8)
    for name in SETS:
        seen.update((DATA / f"{name}.tar.gz").read_bytes())
    return seen.hexdigest()


def floors() -> dict[str, Any]:
    """The pages part of `floors.json`: `digest`, and for `whole` and `sample` the `floors` and `ceilings` by measure."""
    found: dict[str, Any] = json.loads((HERE / "floors.json").read_text(encoding="utf-8")).get("pages", {})
    return found


def below(said: Mapping[str, float], bars: Mapping[str, Mapping[str, float]]) -> list[str]:
    """The measures that miss their floor or ceiling."""
    low = [name for name, floor in bars.get("floors", {}).items() if name in said and said[name] < floor]
    return low + [name for name, most in bars.get("ceilings", {}).items() if name in said and said[name] > most]


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--sample", action="store_true")
    parser.add_argument("--alone", action="store_true")
    asked = parser.parse_args(argv)
    readers: dict[str, Reader] = {"ours": pages.ours}
    if not asked.alone:
        readers["trafilatura"] = pages.base
    said = measure(STEP if asked.sample else 1, readers)
    ours = {name: value for name, value in said["ours"].items() if not name.startswith("ms.")}
    if not asked.alone:
        ours.update(ratios(said))
    bars = floors().get("sample" if asked.sample else "whole", {})
    for name, value in ours.items():
        theirs = said.get("trafilatura", {}).get(name)
        beside = "" if theirs is None else f"  trafilatura {theirs:.4f}"
        bar = {**bars.get("floors", {}), **bars.get("ceilings", {})}.get(name)
        sys.stdout.write(f"{name} {value:.4f}{beside}{'' if bar is None else f'  bar {bar}'}\n")
    if not asked.check:
        return 0
    if floors().get("digest") != digest():
        sys.stdout.write("the floors were measured on other data; nothing was checked\n")
        return 0
    missed = below(ours, bars)
    sys.stdout.write(f"below: {', '.join(missed)}\n" if missed else "every bar is reached\n")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
