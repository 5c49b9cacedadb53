"""Claims about `bench/stories.py`, with which anyone groups a stream of their own."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
STREAM = (
    (
        "a",
        1_700_000_000,
        "Un",
        "Séisme de magnitude 6,1 en Arménie",
        "Un séisme a frappé Erevan et Gyumri dans la nuit.",
    ),
    (
        "b",
        1_700_003_600,
        "Deux",
        "Arménie : un séisme frappe Erevan",
        "Le séisme de magnitude 6,1 a frappé Gyumri et Erevan.",
    ),
    (
        "c",
        None,
        "Trois",
        "Élections municipales à Toulouse",
        "Les électeurs de Toulouse votent dimanche pour leur maire.",
    ),
)


def grouped(folder, *more):
    data = folder / "data.jsonl"
    data.write_text(
        "".join(
            json.dumps({"id": key, "ts": ts, "outlet": outlet, "lang": "fr", "title": title, "body": body, "url": None})
            + "\n"
            for key, ts, outlet, title, body in STREAM
        ),
        encoding="utf-8",
    )
    command = [sys.executable, ROOT / "bench" / "stories.py", data, *more]
    run = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True, cwd=folder)
    return data, [json.loads(line) for line in run.stdout.splitlines()]


def test_any_stream_is_grouped_line_by_line_also_without_dates(tmp_path):
    _, said = grouped(tmp_path)

    clusters = {line["id"]: line["cluster"] for line in said}
    assert list(clusters) == ["a", "b", "c"]
    assert clusters["a"] == clusters["b"] != clusters["c"]


def test_words_of_another_file_can_be_counted_first(tmp_path):
    data, cold = grouped(tmp_path)

    _, warm = grouped(tmp_path, "--warm", data)

    assert [line["id"] for line in warm] == [line["id"] for line in cold]
