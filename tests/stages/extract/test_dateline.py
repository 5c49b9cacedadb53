import pytest
from lxml.html import document_fromstring

from aggregator.stages.extract import dateline
from aggregator.stages.extract.blocks import blocks

REST = " ministre a présenté mardi son plan pour les ports du nord du pays."


@pytest.mark.parametrize(
    ("html", "place", "text"),
    [
        (f"<p><strong>Paris</strong>Le{REST}</p>", "Paris", f"Le{REST}"),
        (f"<p><span>Saint-Malo-des-Bois</span>Le{REST}</p>", "Saint-Malo-des-Bois", f"Le{REST}"),
        (f"<p>ParisLe{REST}</p>", "Paris", f"Le{REST}"),
        (f"<p>New YorkLe{REST}</p>", "New York", f"Le{REST}"),
        (f"<p>PARIS (AFP) - Le{REST}</p>", "Paris", f"PARIS (AFP) - Le{REST}"),
        (f"<p>Berlin, 17. Juni - Der{REST}</p>", "Berlin", f"Berlin, 17. Juni - Der{REST}"),
        (
            f"<p>DUBAI, United Arab Emirates — The{REST}</p>",
            "DUBAI, United Arab Emirates",
            f"DUBAI, United Arab Emirates — The{REST}",
        ),
        (f"<p>ConocoPhillips, le{REST}</p>", None, f"ConocoPhillips, le{REST}"),
        (f"<p>SoftBank Le{REST}</p>", None, f"SoftBank Le{REST}"),
        (f"<p>MacDonald Le{REST}</p>", None, f"MacDonald Le{REST}"),
        (f"<p><b>L</b>e{REST}</p>", None, f"Le{REST}"),
        (f"<p><b>N</b>Otre{REST}</p>", None, f"NOtre{REST}"),
        (f"<p><strong>Le</strong> {REST}</p>", None, f"Le{REST}"),
        (f"<p>Le{REST}</p>", None, f"Le{REST}"),
    ],
)
def test_a_place_is_split_from_the_words_it_runs_into(html, place, text):
    (block,) = blocks(document_fromstring(f"<html><body>{html}</body></html>"))

    assert dateline.split(block) == (place, text)
