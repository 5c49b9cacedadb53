"""A day of polling in seconds: what the process holds does not grow. `python -m bench.soak` does three days of 300 feeds."""

import asyncio

from bench.soak import soak


def test_memory_logs_and_open_files_do_not_grow_in_a_day_of_polling(tmp_path):
    looks = asyncio.run(soak(tmp_path, feeds=25, hours=24, every=4))

    warm, last = looks[2], looks[-1]
    assert last.polls > 2 * warm.polls
    assert last.entries > warm.entries
    assert last.files <= warm.files + 2
    assert last.megabytes <= warm.megabytes + 15
    assert last.wal < 20
