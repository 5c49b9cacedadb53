"""Measure how much each fact of a block counts, from labelled pages, and write stages/extract/weights.py anew.

    python bench/blocks.py DIR [DIR ...] > aggregator/stages/extract/weights.py

Each DIR holds `gold.jsonl` (rows with `id`, `page`, and `text`, or `with` and `without` snippets) and the pages. A block is
wanted when half of its runs of four words stand in the gold text, or when it holds a wanted snippet; blocks that the gold
says nothing of do not count. Logistic regression with an L2 penalty, by gradient descent (Adam), no chance involved.
"""

import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aggregator.stages.extract import body, features, metadata, tree
from aggregator.stages.extract.blocks import Block, blocks, key_of
from aggregator.text.html import decode

L2, STEPS, RARE, SNIPPET = 2.0, 300, 30, 0.5
HEADER = '''"""How much each fact of a block counts for or against it: logistic regression, measured on our own labelled pages.

Made by `bench/blocks.py`, in hundredths; positive speaks for the article. A block whose facts sum to more than zero, with
BIAS, is more likely text than chrome. Whole numbers, so that a sum does not depend on the order of a set. Editing a number
by hand is allowed, as long as `bench/pages.py` says that it helps.
"""

VERSION = "2"
'''

Example = tuple[set[str], bool, float]  # facts, wanted, weight


def examples(folder: Path) -> list[Example]:
    """Every block of every page of a folder that its gold speaks of."""
    rows = (json.loads(line) for line in (folder / "gold.jsonl").read_text("utf-8").splitlines())
    return [example for gold in rows for example in page_examples(folder, gold)]


def page_examples(folder: Path, gold: dict[str, Any]) -> list[Example]:
    """Every block of one page that its gold speaks of."""
    found: list[Example] = []
    root = tree.parse(decode((folder / gold["page"]).read_bytes(), None))
    if root is not None:
        meta = metadata.read(root, gold.get("url") or "", tree.linked_data(root))
        base = body.base_text(root)
        page = features.Page(
            title=meta.title or "",
            description=meta.description,
            body_key=key_of(meta.body) if len(meta.body) > 400 else "",
            base_keys=frozenset(filter(None, map(key_of, base.split("\n")))),
            base_text=key_of(base),
        )
        parts = blocks(root)
        features.mark_kept(parts, page)
        known = frozenset(_runs(gold.get("text", "")))
        labels = [_label(block, gold, known) for block in parts]
        size = sum(len(block.key) for block, label in zip(parts, labels, strict=True) if label)
        for block, facts, label in zip(parts, features.features(parts, page), labels, strict=True):
            if label is not None:
                share = min(1.0, (len(block.key) + 15) / max(300, size) * 8) + 0.02
                found.append((facts, label, share if "text" in gold else SNIPPET))
    return found


def _label(block: Block, gold: dict[str, Any], known: frozenset[tuple[str, ...]]) -> bool | None:
    if "text" in gold:
        runs = _runs(block.text)
        if runs and len(runs[0]) == 4:
            return sum(run in known for run in runs) >= 0.5 * len(runs)
        return any(key_of(line) == block.key for line in gold["text"].split("\n"))
    if any((key := key_of(snippet)) and key in block.key for snippet in gold.get("with") or ()):
        return True
    return (
        False if any((key := key_of(snippet)) and key in block.key for snippet in gold.get("without") or ()) else None
    )


def _runs(text: str) -> list[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return [tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3))] if words else []


def fit(given: list[Example]) -> tuple[dict[str, float], float]:
    """The weight of each fact that is not rare, and the bias."""
    counts = Counter(fact for facts, _, _ in given for fact in facts)
    place = {fact: at for at, fact in enumerate(sorted(fact for fact, count in counts.items() if count >= RARE))}
    which = [[place[fact] for fact in facts if fact in place] for facts, _, _ in given]
    columns = np.array([at for row in which for at in row], dtype=np.int64)
    rows = np.repeat(np.arange(len(given)), [len(row) for row in which])
    wanted = np.array([float(label) for _, label, _ in given])
    shares = np.array([share for _, _, share in given])
    weights: NDArray[np.float64] = np.zeros(len(place) + 1)
    weights[-1] = -2.0
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        total = np.bincount(rows, weights=weights[columns], minlength=len(given)) + weights[-1]
        error = shares * (1 / (1 + np.exp(-np.clip(total, -30, 30))) - wanted)
        slope = np.append(
            np.bincount(columns, weights=error[rows], minlength=len(place)) + L2 * weights[:-1], error.sum()
        )
        mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope**2
        rate = 0.15 if step < 200 else 0.045
        weights = weights - rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return {fact: float(weights[at]) for fact, at in place.items()}, float(weights[-1])


def main() -> None:
    weights, bias = fit([example for folder in sys.argv[1:] for example in examples(Path(folder))])
    print(HEADER + f"BIAS = {round(100 * bias)}\nWEIGHTS: dict[str, int] = {{")
    print("\n".join(f'    "{fact}": {round(100 * weight)},' for fact, weight in weights.items()) + "\n}")


if __name__ == "__main__":
    main()
