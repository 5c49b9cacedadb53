"""Digests leave once, on their hour, and one in trouble keeps no other back."""

from datetime import timedelta

import pytest

from aggregator.engine import digests
from aggregator.records import Problem
from tests.still import Reader, item, rss

UNE = "https://courrier.example/une.xml"
FEEDS = f"""
feeds: [{{url: '{UNE}', name: une, full_text: false}}]
mail: {{host: smtp.example.org, sender: 'Le Courrier <news@example.org>'}}
digests:
  matin: {{at: '06:00', language: fr, mail_to: [moi@example.org]}}
  soir: {{at: '07:00', language: en}}
"""


class Post:
    """A mail server that gives its answers in turn, and then takes everything."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.took = []

    def send(self, spec, to, subject, **message):
        self.took.append((tuple(to), subject, message["key"], message["at"]))
        return self.answers.pop(0) if self.answers else None


@pytest.fixture
def reader(tmp_path):
    made = Reader(tmp_path, FEEDS)
    made.poll({UNE: rss(item("1", "Grève au port", "Les dockers ont cessé le travail."))})
    made.world.at += timedelta(days=1)
    return made


def write(reader, post, *, later=timedelta(0)):
    reader.world.at += later

    async def work(engine):
        await digests.write_due(engine.archive, engine.config, engine.world.now(), send=post.send)

    reader.run(work)


def written(reader):
    return sorted(path.name for path in (reader.folder / "archive" / "digests").iterdir())


def test_a_digest_is_written_and_sent_once(reader):
    post = Post()

    write(reader, post)
    write(reader, post, later=timedelta(hours=1))

    assert written(reader) == [
        f"2026-03-11-{name}.{form}" for name in ("matin", "soir") for form in ("html", "json", "md")
    ]
    assert len(post.took) == 1
    assert post.took[0][0] == ("moi@example.org",)
    assert "2026-03-11" in post.took[0][1]


def test_mail_that_nobody_took_is_sent_again_as_the_same_message(reader):
    post = Post(Problem(code="mail", message="no"), Problem(code="mail", message="still no"))

    for minutes in (0, 1, 15, 15, 15):
        write(reader, post, later=timedelta(minutes=minutes))

    assert len(post.took) == 3
    assert len({(key, at) for _, _, key, at in post.took}) == 1


def test_a_digest_that_cannot_be_written_keeps_no_other_back(reader):
    folder = reader.folder / "archive" / "digests"
    (folder / "2026-03-11-matin.md").mkdir(parents=True)

    write(reader, Post())
    (folder / "2026-03-11-matin.md").rmdir()
    write(reader, post := Post())

    assert "2026-03-11-soir.md" in written(reader)
    assert "2026-03-11-matin.md" in written(reader)
    assert len(post.took) == 1
