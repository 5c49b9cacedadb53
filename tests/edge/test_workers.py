import asyncio
import math
import os
import time

import pytest

from aggregator.edge.workers import Exceeded, Workers, run_limited

MEGABYTE = 1_000_000


@pytest.fixture
def workers():
    with_child = Workers()
    yield with_child
    with_child.close()


def test_a_task_is_computed_in_another_process_and_the_process_is_used_again(workers):
    first = workers.run(os.getpid, seconds=5, max_bytes=100 * MEGABYTE)
    second = workers.run(os.getpid, seconds=5, max_bytes=100 * MEGABYTE)

    assert first == second != os.getpid()


def test_a_task_that_burns_cpu_is_stopped_inside_c_code_and_the_next_one_runs(workers):
    endless = workers.run(math.factorial, 10_000_000, seconds=0.3, max_bytes=500 * MEGABYTE)
    next_one = workers.run(math.sqrt, 16.0, seconds=5, max_bytes=100 * MEGABYTE)

    assert isinstance(endless, Exceeded)
    assert (endless.what, endless.message) == ("cpu", "it took more than 0.3 s of CPU time")
    assert next_one == 4.0


def test_a_task_that_wants_too_much_memory_is_stopped_and_the_next_one_runs(workers):
    greedy = workers.run(bytes, 1_000 * MEGABYTE, seconds=5, max_bytes=100 * MEGABYTE)
    next_one = workers.run(math.sqrt, 16.0, seconds=5, max_bytes=100 * MEGABYTE)

    assert isinstance(greedy, Exceeded)
    assert greedy.what == "memory"
    assert next_one == 4.0


def test_a_process_that_crashes_is_reported_and_replaced(workers):
    crashed = workers.run(os._exit, 3, seconds=5, max_bytes=100 * MEGABYTE)
    next_one = workers.run(math.sqrt, 16.0, seconds=5, max_bytes=100 * MEGABYTE)

    assert isinstance(crashed, Exceeded)
    assert crashed.what == "crash"
    assert next_one == 4.0


def test_a_process_killed_while_idle_costs_nobody_anything(workers):
    child = workers.run(os.getpid, seconds=5, max_bytes=100 * MEGABYTE)
    os.kill(child, 9)

    assert workers.run(math.sqrt, 16.0, seconds=5, max_bytes=100 * MEGABYTE) == 4.0


def test_a_fault_of_the_task_itself_is_raised_with_its_traceback(workers):
    with pytest.raises(RuntimeError, match="math domain error"):
        workers.run(math.sqrt, -1.0, seconds=5, max_bytes=100 * MEGABYTE)

    assert workers.run(math.sqrt, 16.0, seconds=5, max_bytes=100 * MEGABYTE) == 4.0


def test_large_tasks_and_answers_pass(workers):
    body = bytes(3 * MEGABYTE)

    assert workers.run(bytes.upper, body, seconds=5, max_bytes=100 * MEGABYTE) == body


def test_what_a_task_prints_does_not_disturb_its_answer(workers):
    assert workers.run(print, "noise", seconds=5, max_bytes=100 * MEGABYTE) is None


def test_closing_twice_and_using_again_is_fine(workers):
    workers.close()
    workers.close()

    assert workers.run(math.sqrt, 16.0, seconds=5, max_bytes=100 * MEGABYTE) == 4.0


def test_the_event_loop_goes_on_meanwhile():
    async def both():
        task = asyncio.create_task(run_limited(time.sleep, 0.3, seconds=5, max_bytes=100 * MEGABYTE))
        turns = 0
        while not task.done():
            turns += 1
            await asyncio.sleep(0.01)
        return turns

    assert asyncio.run(both()) > 10
