"""Whether an entry's own text is the article, or an excerpt whose page is worth fetching."""

import re

LONG = 1_200  # characters that an excerpt rarely has
PARAGRAPHS = 3

# How excerpts end: an ellipsis, or an invitation to read on, in the languages that feeds of news mostly have.
_BREAKS_OFF = re.compile(
    r"(?:…|\.\.\.|\[\s*(?:…|\.\.\.)\s*\]|lire la suite|lire l['’]article|read more|continue reading|weiterlesen|mehr lesen|"
    r"leer más|seguir leyendo|leggi tutto|continua a leggere|ler mais|continuar lendo|더 보기|続きを読む|阅读更多|читать далее|"
    r"اقرأ المزيد|the post .{1,200} appeared first on .{1,100})[\s.\])»\"”]*$",
    re.IGNORECASE,
)


def needs_page(text: str) -> bool:
    """Whether the page should be asked for what the feed leaves out.

    A text of 1,200 characters, or of three paragraphs, that does not break off is taken for the whole article.

    Args:
        text: plain, as the feed gave it; paragraphs separated by a blank line.
    """
    if _BREAKS_OFF.search(text[-400:]):
        return True
    return len(text) < LONG and len([part for part in text.split("\n\n") if part.strip()]) < PARAGRAPHS
