"""Fingerprints as bytes: what the window must remember of an article to be itself again after a restart.

Little-endian, no compression (hashes do not compress). Layout of version 1: the header, then the arrays in the order of
`_ARRAYS`, each preceded by its length. A version that is not known reads as None, and the article is placed anew.
"""

import struct
from dataclasses import dataclass

import numpy as np

from aggregator.stages.stories.ragged import Array

_HEADER = struct.Struct("<BdIIIBBHHHHHI")
VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """One article as it is stored."""

    at: float  # seconds
    language: int
    outlet: int
    agency: int
    flags: int
    rate: int
    length: int
    sizes: tuple[int, int, int, int]
    ids: Array
    weights: Array
    shingles: Array
    near: Array  # entry ids
    near_likeness: Array
    keys: Array  # across languages
    keys_language: int


_ARRAYS: tuple[tuple[str, str], ...] = (
    ("ids", "<u4"),
    ("weights", "<f2"),
    ("shingles", "<u4"),
    ("near", "<i8"),
    ("near_likeness", "<f2"),
    ("keys", "<u4"),
)


def pack(one: Print) -> bytes:
    """`one` as bytes: about 2 kB for a full text, 400 B for a headline."""
    parts = [
        _HEADER.pack(
            VERSION,
            one.at,
            one.language,
            one.outlet,
            one.agency,
            one.flags,
            one.rate,
            one.length,
            *one.sizes,
            one.keys_language,
        )
    ]
    for name, kind in _ARRAYS:
        values = np.ascontiguousarray(getattr(one, name), dtype=kind)
        parts += (struct.pack("<I", len(values)), values.tobytes())
    return b"".join(parts)


def unpack(data: bytes) -> Print | None:
    """The reverse of `pack`; None for another version or damaged bytes."""
    if len(data) < _HEADER.size or data[0] != VERSION:
        return None
    _, at, language, outlet, agency, flags, rate, length, *sizes, keys_language = _HEADER.unpack_from(data)
    where, arrays = _HEADER.size, {}
    for name, kind in _ARRAYS:
        if where + 4 > len(data):
            return None
        (count,) = struct.unpack_from("<I", data, where)
        size = count * np.dtype(kind).itemsize
        if where + 4 + size > len(data):
            return None
        arrays[name] = np.frombuffer(data, kind, count, where + 4)
        where += 4 + size
    if sum(sizes) != len(arrays["ids"]) or len(arrays["weights"]) != len(arrays["ids"]):
        return None
    return Print(
        at=at, language=language, outlet=outlet, agency=agency, flags=flags, rate=rate, length=length,
        sizes=(sizes[0], sizes[1], sizes[2], sizes[3]), keys_language=keys_language, **arrays,
    )  # fmt: skip
