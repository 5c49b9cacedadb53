"""Claims about what the machine gets from us."""

import platform
from pathlib import Path

import pytest

from aggregator.edge import service


def resident():
    """Megabytes of memory that this process holds."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc keeps what was freed")
def test_memory_that_was_freed_goes_back_to_the_system():
    blocks = [bytes(600) for _ in range(150_000)]
    kept = blocks[::1000]  # the last of them keeps the heap from shrinking by itself
    del blocks
    before = resident()

    service.give_back_memory()

    assert before - resident() > 40
    assert len(kept) == 150
