import asyncio

import pytest

from aggregator.engine.turns import Turns


def at_turns(story, write):
    async def go():
        turns = Turns(write)
        try:
            return await asyncio.wait_for(story(turns), 10)
        finally:
            await turns.close()

    return asyncio.run(go())


async def says(words):
    return words


def test_what_waits_together_is_read_first_and_then_written_together():
    seen = []

    async def reading(words):
        seen.append(f"read {words}")
        return words

    async def write(words):
        seen.append(f"write {words}")
        return words

    async def story(turns):
        return await asyncio.gather(*(turns.take(lambda n=n: reading(n), aside=False) for n in "abc"))

    assert at_turns(story, write) == ["a", "b", "c"]
    assert seen == ["read a", "read b", "read c", "write a", "write b", "write c"]


def test_one_that_fails_is_told_alone():
    async def broken():
        raise ValueError("not a feed of this world")

    async def write(words):
        if words == "full":
            raise OSError("no room")
        return words

    async def story(turns):
        return await asyncio.gather(
            turns.take(broken, aside=False),
            turns.take(lambda: says("full"), aside=False),
            turns.take(lambda: says("well"), aside=False),
            return_exceptions=True,
        )

    first, second, third = at_turns(story, write)

    assert isinstance(first, ValueError)
    assert isinstance(second, OSError)
    assert third == "well"


def test_a_document_that_nobody_waits_for_any_more_is_not_read():
    read = []

    async def reading(words):
        read.append(words)
        return words

    async def story(turns):
        given_up = asyncio.ensure_future(turns.take(lambda: reading("a"), aside=False))
        await asyncio.sleep(0)
        given_up.cancel()
        return await turns.take(lambda: reading("b"), aside=False)

    assert at_turns(story, says) == "b"
    assert read == ["b"]


def test_a_large_document_waits_for_nobodys_turn():
    hold = asyncio.Event()

    async def slow():
        await hold.wait()
        return "brief"

    async def story(turns):
        brief = asyncio.ensure_future(turns.take(slow, aside=False))
        large = await turns.take(lambda: says("large"), aside=True)
        hold.set()
        return large, await brief

    assert at_turns(story, says) == ("large", "brief")


def test_what_comes_while_others_are_written_has_its_turn_afterwards():
    async def story(turns):
        late: list[asyncio.Future[str]] = []

        async def write_and_ask(words):
            if words == "first":
                late.append(asyncio.ensure_future(turns.take(lambda: says("late"), aside=False)))
                await asyncio.sleep(0)
            return words

        turns._write = write_and_ask
        first = await turns.take(lambda: says("first"), aside=False)
        return first, await late[0]

    assert at_turns(story, says) == ("first", "late")


def test_closing_calls_off_what_waits():
    async def story(turns):
        waiting = [
            asyncio.ensure_future(turns.take(asyncio.Event().wait, aside=False)),
            asyncio.ensure_future(turns.take(lambda: says("b"), aside=False)),
        ]
        await asyncio.sleep(0)
        await turns.close()
        return await asyncio.gather(*waiting, return_exceptions=True)

    assert all(isinstance(one, asyncio.CancelledError) for one in at_turns(story, says))


def test_after_an_idle_time_work_goes_on():
    async def story(turns):
        return [await turns.take(lambda: says("a"), aside=False), await turns.take(lambda: says("b"), aside=False)]

    assert at_turns(story, says) == ["a", "b"]


@pytest.mark.parametrize("count", [1, 33, 100])
def test_however_many_wait_each_is_told(count):
    async def story(turns):
        return await asyncio.gather(*(turns.take(lambda n=n: says(n), aside=False) for n in range(count)))

    assert at_turns(story, says) == list(range(count))
