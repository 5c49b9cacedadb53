import gzip
import zlib

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from aggregator.edge import decoding
from tests.farm import encoded

TEXT = "Le traité est signé à Pyongyang. ".encode() * 400
LABELS = {"gzip": "gzip", "deflate": "deflate", "raw-deflate": "deflate", "br": "br", "zstd": "zstd"}


def decode(label, data, step=None):
    layers = decoding.decoders(label)
    step = step or max(1, len(data))
    out = b"".join(
        piece for start in range(0, len(data), step) for piece in decoding.through(layers, data[start : start + step])
    )
    return out + decoding.rest(layers), all(layer.whole() for layer in layers)


@pytest.mark.parametrize("encoding", LABELS)
@given(body=st.binary(max_size=3000), step=st.integers(1, 50))
def test_a_body_is_the_same_in_whatever_pieces_it_arrives(encoding, body, step):
    assert decode(LABELS[encoding], encoded(body, encoding), step) == (body, True)


@pytest.mark.parametrize("encoding", LABELS)
@given(keep=st.floats(0.2, 0.95))
def test_a_body_without_its_end_is_not_whole_and_what_came_is_kept(encoding, keep):
    data = encoded(TEXT, encoding)

    out, whole = decode(LABELS[encoding], data[: max(4, int(len(data) * keep))])

    assert TEXT.startswith(out)
    assert not whole


@pytest.mark.parametrize("step", [1, 7, 10_000])
def test_members_and_frames_follow_each_other(step):
    assert decode("gzip", gzip.compress(b"un") + gzip.compress(b"deux"), step) == (b"undeux", True)
    assert decode("zstd", zstandard.compress(b"un") + zstandard.compress(b"deux"), step) == (b"undeux", True)


def test_padding_behind_the_end_is_not_text():
    assert decode("gzip", gzip.compress(TEXT) + bytes(512)) == (TEXT, True)


def test_encodings_over_each_other_are_undone_from_the_outside():
    assert decode("gzip, br", encoded(encoded(TEXT, "gzip"), "br")) == (TEXT, True)


@pytest.mark.parametrize("label", [None, "", "identity", "utf-8", "gzip", "zstd"])
@pytest.mark.parametrize("body", [b"", b"0", b"\x1f", b"(", b"<rss/>"])
def test_a_body_too_short_to_tell_is_kept(label, body):
    out, _ = decode(label, body)

    assert out == body


def test_a_wrong_checksum_is_damage():
    data = bytearray(gzip.compress(TEXT))
    data[-6] ^= 0xFF

    with pytest.raises(decoding.Damaged):
        decode("gzip", bytes(data))


@pytest.mark.parametrize(
    ("label", "make"), [("gzip", gzip.compress), ("deflate", zlib.compress), ("br", lambda b: encoded(b, "br"))]
)
def test_no_piece_is_larger_than_promised(label, make):
    layers = decoding.decoders(label)

    sizes = [len(piece) for piece in decoding.through(layers, make(bytes(20_000_000)))]

    assert sum(sizes) == 20_000_000
    assert max(sizes) <= 2 * decoding.PIECE


@given(
    label=st.sampled_from(["gzip", "deflate", "br", "zstd", "br, gzip, zstd, deflate"]),
    data=st.binary(max_size=200),
    head=st.sampled_from([b"", b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"\x78\x9c"]),
)
def test_no_bytes_do_worse_than_being_damaged(label, data, head):
    try:
        out, _ = decode(label, head + data, 13)
    except decoding.Damaged:
        return

    assert isinstance(out, bytes)


@pytest.mark.parametrize("more", [1, 100, 257, 258, 1000])
@pytest.mark.parametrize("encoding", ["raw-deflate", "deflate", "gzip"])
def test_what_a_decoder_still_holds_when_its_input_is_used_up_comes_out(encoding, more):
    body = bytes(decoding.PIECE + more)

    assert decode(LABELS[encoding], encoded(body, encoding)) == (body, True)
