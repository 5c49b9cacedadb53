import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.text import mojibake


def twice(text, table="cp1252"):
    """`text` as UTF-8 that was read with another table; the five holes of Windows-1252 as browsers fill them."""
    return "".join(
        mojibake.C1_AS_WINDOWS.get(byte, chr(byte)) if table == "cp1252" else chr(byte) for byte in text.encode()
    )


@pytest.mark.parametrize("text", ["Été à Noël", "L’œuvre coûte 10 €", "Привет, мир", "日本の首相", "حقوق", "à"])
@pytest.mark.parametrize("table", ["cp1252", "latin-1"])
def test_text_encoded_twice_is_put_right(text, table):
    assert mojibake.untangle(f"x{twice(text, table)}", least=1, share=1.0) == f"x{text}"


@pytest.mark.parametrize(
    "text",
    ["Été à Noël", "NÃO", "Â", "¿Qué?", "Pourquoi Ã© dans mes mails ?", "Pourquoi « Ã© » pour é ?", "50 £ à 3 °C", ""],
)
def test_genuine_text_is_left_alone(text):
    assert mojibake.untangle(text, least=1, share=1.0) == text


@given(st.text(st.characters(min_codepoint=0xA0, max_codepoint=0x24F, categories=["L"]), max_size=12))
def test_words_of_latin_letters_are_changed_only_when_they_are_utf8_read_wrongly(text):
    found = mojibake.untangle(text, least=1, share=1.0)

    assert found == text or twice(found) == text or twice(found, "latin-1") == text


def test_a_text_that_is_also_written_rightly_is_left_alone_unless_asked():
    mixed = f"L’été : {twice('été')}"

    assert mojibake.untangle(mixed, least=1, share=1.0) == mixed
    assert mojibake.untangle(mixed, least=1, share=0.4) == "L’été : été"


def test_c1_controls_are_the_quotes_of_windows():
    assert mojibake.without_c1("l\x92été \x85") == "l’été …"
