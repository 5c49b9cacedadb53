"""The week of the demo newsroom, played once and copied for whoever changes it."""

import asyncio
import shutil

import pytest

from aggregator.demo import play


@pytest.fixture(scope="session")
def played_week(tmp_path_factory):
    """The folder of an archive after the whole week, and its summary; to be read only."""
    folder = tmp_path_factory.mktemp("week") / "archive"
    return folder, asyncio.run(play.whole_week(folder, start=play.WEEK_START))


@pytest.fixture
def own_week(played_week, tmp_path):
    """A copy of that archive, to be changed."""
    return shutil.copytree(played_week[0], tmp_path / "archive")
