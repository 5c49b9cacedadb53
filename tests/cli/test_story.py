"""Stories from the command line: shown with their reasons, corrected by hand, compared with what grouping anew would give."""

import pytest

from aggregator import cli
from tests.journeys.test_story_ids import BLOCKED, CHILE, STRIKE, WIRE, Archive, news

ELSEWHERE = news("wire", "Grève à Sète, le port fermé", WIRE, -6)
COPIED = news("copied", "Les dockers de Sète en grève", WIRE, -5)


@pytest.fixture
def archive(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AGGREGATOR_NOW", "2026-03-10T12:00:00Z")
    return Archive(tmp_path, ((STRIKE, CHILE, ELSEWHERE), (BLOCKED, COPIED)))


@pytest.fixture
def aggregator(capsys):
    """What a command prints, run in this process."""

    def run(*arguments):
        code: object = None
        try:
            cli.main(arguments)
        except SystemExit as left:
            code = left.code
        said = capsys.readouterr()
        assert not code, said.err
        return said.out

    return run


def test_a_story_is_shown_with_roles_reasons_and_who_has_the_text_as_well(archive, aggregator):
    _, story = archive.placed()["wire"]

    said = aggregator("story", str(story))

    assert "first report" in said
    assert "also in Deux (9" in said
    assert "% of the text, 60 min later): Les dockers de Sète en grève  [entry" in said


def test_commands_part_join_and_rename_and_a_rebuild_leaves_that_alone(archive, aggregator):
    before = archive.placed()
    strike, blocked, chile = (archive.id(guid) for guid in ("strike", "blocked", "chile"))

    aggregator("story", "never", str(blocked), str(strike))
    aggregator("story", "together", str(chile), str(strike))
    said = aggregator("story", "rename", str(before["strike"][1]), "Un titre donné")
    aggregator("rebuild", "stories")

    after = archive.placed()
    assert said == f"story {before['strike'][1]} is now called 'Un titre donné'\n"
    assert after["blocked"][1] != after["strike"][1] == after["chile"][1]
    assert "Un titre donné" in aggregator("stories")
    assert archive.silent() == []


def test_what_grouping_anew_would_change_is_said_with_both_versions_and_changes_nothing(archive, aggregator):
    before = archive.placed()

    said = aggregator("rebuild", "stories", "--dry-run")

    assert said.startswith("5 entries in ")
    assert "0 pairs more in one event, 0 fewer; 0 pairs more in one story, 0 fewer (stories/" in said
    assert archive.placed() == before
