"""Claims about the clockwork: what a job that fails does to the log and to the health page."""

import asyncio
import logging
import subprocess
import sys
from pathlib import Path

from aggregator.archive import open_archive
from aggregator.archive.rows import stamp
from aggregator.daemon import Daemon
from aggregator.engine import Engine
from aggregator.records import Config
from tests.still import START, StillWorld


def test_a_job_that_fails_again_and_again_is_logged_once_and_shown_until_it_succeeds(tmp_path, caplog):
    failing = True

    async def think():
        if failing:
            raise ZeroDivisionError("as a mistake of ours would")

    path = tmp_path / "feeds.yaml"
    path.write_text("feeds: []\n")
    archive = open_archive(tmp_path / "archive", since=stamp(START))
    daemon = Daemon(Engine(config=Config(path=str(path), feeds=()), archive=archive, world=StillWorld()), path)
    job = daemon._guarded(think)

    with caplog.at_level(logging.ERROR, logger="aggregator.daemon"):
        for _ in range(3):
            asyncio.run(job())
    shown = daemon.status().config_error
    failing = False
    asyncio.run(job())
    archive.close()

    assert [record.getMessage() for record in caplog.records] == ["job-failed job=think"]
    assert shown == "think fails and is tried again: ZeroDivisionError: as a mistake of ours would"
    assert daemon.problem is None


AT_START = """
import asyncio, sys
from pathlib import Path
from aggregator.archive import open_archive
from aggregator.daemon import Daemon
from aggregator.engine import Engine
from aggregator.records import Config
from tests.still import StillWorld

folder = Path(sys.argv[1])
path = folder / "feeds.yaml"
path.write_text("feeds: []")
archive = open_archive(folder, since="now")
daemon = Daemon(Engine(config=Config(path=str(path), feeds=()), archive=archive, world=StillWorld()), path)
assert "aggregator.stages.parse" not in sys.modules
asyncio.run(daemon.run(ready=daemon.stop))
print(*sorted(name for name in sys.modules if name.startswith("aggregator.")))
"""


def test_a_daemon_imports_at_its_start_what_documents_need_so_that_an_upgrade_of_its_files_does_not_reach_it(tmp_path):
    run = subprocess.run(
        [sys.executable, "-c", AT_START, str(tmp_path)],
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )

    loaded = set(run.stdout.split())
    assert {"aggregator.stages.parse", "aggregator.stages.normalize", "aggregator.stages.identify"} <= loaded
    assert {"aggregator.engine.walk", "aggregator.engine.think", "aggregator.engine.pages"} <= loaded
