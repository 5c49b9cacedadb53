"""Thoughts about entries: one that fails us is put off, and keeps no other back."""

import asyncio
import threading

import pytest

from aggregator.archive import open_archive
from aggregator.engine import Engine
from aggregator.stages import topics
from aggregator.stages.stories import Window
from tests.still import Reader, item, rss

UNE = "https://courrier.example/une.xml"
FEEDS = f"feeds: [{{url: '{UNE}', name: une, full_text: false}}]"
TITLES = ("Grève au port de Calais", "Un traité signé à Pyongyang", "Le volcan se réveille", "Les dockers votent")


def rows(reader, sql):
    return [row[0] for row in reader.rows(sql)]


def fails_on(word, texts):
    if any(word in text for text in texts):
        raise RecursionError(f"{word} is too deep for us")


@pytest.fixture
def reader(tmp_path):
    return Reader(tmp_path, FEEDS)


def poll(reader):
    reader.poll({UNE: rss(*(item(str(n), title, f"{title}, dit-on.") for n, title in enumerate(TITLES)))})


def test_an_entry_that_cannot_be_placed_keeps_no_other_back(reader, monkeypatch):
    place = Window.place

    def poisoned(window, batch):
        fails_on("traité", [article.title for article in batch])
        return place(window, batch)

    monkeypatch.setattr(Window, "place", poisoned)
    poll(reader)

    assert rows(reader, "SELECT e.title FROM placements p JOIN entries e ON e.id = p.entry_id ORDER BY e.id") == [
        title for title in TITLES if "traité" not in title
    ]
    assert rows(reader, "SELECT tries FROM todo WHERE stage = 'stories'") == [1]


def test_an_entry_that_cannot_be_tagged_keeps_no_other_back(reader, monkeypatch):
    look = topics.look

    def poisoned(subject, rules):
        fails_on("traité", [subject.title])
        return look(subject, rules)

    monkeypatch.setattr(topics, "look", poisoned)
    poll(reader)

    assert rows(reader, "SELECT e.title FROM todo t JOIN entries e ON e.id = t.entry_id WHERE stage = 'topics'") == [
        "Un traité signé à Pyongyang"
    ]
    assert len(rows(reader, "SELECT entry_id FROM placements")) == len(TITLES)


def test_placing_that_is_called_off_is_done_again_by_the_next_turn(reader, monkeypatch):
    begun, gate, place = threading.Event(), threading.Event(), Window.place

    def slow(window, batch):
        begun.set()
        gate.wait(5)
        return place(window, batch)

    async def leave_in_the_middle():
        archive = open_archive(reader.folder / "archive", since="now")
        engine = Engine(config=reader.config, archive=archive, world=reader.world)
        await engine.start()
        reader.world.documents[UNE] = rss(*(item(str(n), title, title) for n, title in enumerate(TITLES)))
        for feed in await engine.claim("force"):
            await engine.poll(feed)
        monkeypatch.setattr(Window, "place", slow)
        thinking = asyncio.create_task(engine.think())
        await asyncio.to_thread(begun.wait, 5)
        thinking.cancel()
        await asyncio.gather(thinking, return_exceptions=True)
        monkeypatch.setattr(Window, "place", place)
        looked = await engine.think()
        gate.set()
        await engine.close()
        archive.close()
        return looked

    assert asyncio.run(leave_in_the_middle()) == len(TITLES)
    assert len(rows(reader, "SELECT entry_id FROM placements")) == len(TITLES)
