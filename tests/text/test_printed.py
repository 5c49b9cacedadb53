"""Claims about printed ASCII."""

import pytest

from aggregator.text.printed import is_printed


@pytest.mark.parametrize("text", ["", "Un titre, 12 %", "deux\nlignes", "~ !"])
def test_letters_marks_spaces_and_line_feeds_are_printed(text):
    assert is_printed(text)


@pytest.mark.parametrize("text", ["une\ttabulation", "été", "nul\x00", "effacé\x7f", "cr\r", "\xa0", "\ud800"])
def test_controls_and_all_beyond_ascii_are_not(text):
    assert not is_printed(text)
