"""The names that others may import."""

import subprocess
import sys

import aggregator


def test_the_public_names_are_there_and_nothing_else_is_promised():
    assert set(aggregator.__all__) == {"load_config", "open_archive", "poll", "read_archive", "search"}
    for name in aggregator.__all__:
        assert callable(getattr(aggregator, name))


def test_importing_the_package_imports_nothing_heavy():
    code = "import aggregator, sys; print(*sys.modules)"

    modules = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()

    assert not {"sqlite3", "httpx", "lxml", "asyncio", "numpy"} & set(modules)
