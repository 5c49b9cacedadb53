"""The floors of `bench/floors.json`, for the sets that are measured in seconds; `bench/all.py` measures all of them."""

import json
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
sys.path.insert(0, str(ROOT))

from bench import story_bars  # noqa: E402 - the benches stand beside the package

FLOORS = json.loads((ROOT / "bench" / "floors.json").read_text(encoding="utf-8"))["stories"]
QUICK = ("fr_hand", "allsides", "basil", "g5w1h", "ecb")


def fallen(measured: dict[str, float]) -> dict[str, float]:
    """What is below its floor or above its ceiling."""
    return {
        name: value
        for name, value in measured.items()
        if value < FLOORS["floors"].get(name, value) or value > FLOORS["ceilings"].get(name, value)
    }


def test_our_own_stream_is_grouped_as_well_as_ever():
    measured = dict(story_bars.own())

    assert fallen(measured) == {}
    assert len(measured.keys() & {*FLOORS["floors"], *FLOORS["ceilings"]}) == len(measured)


@pytest.mark.skipif(not story_bars.DATA.exists(), reason="the development data is not beside the checkout")
def test_sets_collected_elsewhere_are_grouped_as_well_as_ever():
    if FLOORS["digest"] != story_bars.digest():
        pytest.skip("the floors were measured on other data")

    measured = {**dict(story_bars.sets("cold", QUICK)), **dict(story_bars.languages())}

    assert fallen(measured) == {}
    assert len(measured.keys() & {*FLOORS["floors"], *FLOORS["ceilings"]}) == len(measured)
