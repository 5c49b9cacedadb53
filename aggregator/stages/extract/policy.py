"""When to fetch a page, and when to look at it again."""

import re
from datetime import datetime, timedelta

MIN_TEXT = 1200  # characters of a feed's own text that make a page unnecessary
MIN_PARAGRAPHS = 3
MIN_PARAGRAPH_TEXT = 600  # three headlines in a row are no article

FIRST = timedelta(minutes=15)  # until the first look again
LONGEST = timedelta(days=30)
GIVE_UP = timedelta(days=365)  # past this age nobody edits in silence often enough to be worth asking
STALE = 0.2  # a page is looked at again when (time since the last look) / (age) reaches this

_CUT = re.compile(
    r"(?:…|\.\.\.|\[\s*(?:…|\.\.\.|&hellip;)\s*\]|\(\s*(?:…|\.\.\.)\s*\)|>>|»|→)\s*$|"
    r"(?:lire (?:la suite|l.article|plus)|la suite (?:sur|de l.article)|en savoir plus|"
    r"cet article .{0,120} est apparu en premier sur|l.article .{0,160} est apparu|"
    r"read (?:more|the full|on)|continue reading|the post .{0,200} (?:appeared first|first appeared) on|"
    r"keep reading|full (?:story|article)|view (?:full )?(?:article|post)|"
    r"weiterlesen|mehr lesen|der beitrag .{0,200} erschien zuerst|zum artikel|ganzen artikel|leer más|"
    r"seguir leyendo|la entrada .{0,200} (?:aparece|se publicó) primero|"
    r"leggi (?:tutto|di più)|l.articolo .{0,200} proviene da|continua a leggere|ler mais|leia mais|"
    r"continue (?:lendo|a ler)|o (?:post|conteúdo) .{0,200} apareceu primeiro|"
    r"lees (?:meer|verder)|czytaj (?:więcej|dalej)|читать (?:далее|полностью)|続きを読む|더 보기|阅读全文|"
    r"閱讀全文|اقرأ المزيد).{0,80}$",
    re.IGNORECASE,
)


def needs_page(text: str) -> bool:
    """Whether an entry's own text is an excerpt, so that its page is worth fetching.

    The feed's text is enough when it has MIN_TEXT characters, or MIN_PARAGRAPHS paragraphs of some length, and does not
    end in an ellipsis, "Lire la suite", "The post ... appeared first on" or the like. Letters of Chinese, Japanese and
    Korean count double.
    """
    tail = text.rstrip()[-320:]
    if not tail:
        return True
    paragraphs = [part for part in text.split("\n\n") if part.strip()]
    if _CUT.search(paragraphs[-1][-320:]):
        # WordPress signs full texts as well: "The post ... appeared first on" under 5,000 characters cuts nothing.
        return _weight(text) < 3 * MIN_TEXT or tail.endswith(("…", "...", "[…]", "[...]"))
    size = _weight(text)
    return size < MIN_TEXT and (len(paragraphs) < MIN_PARAGRAPHS or size < MIN_PARAGRAPH_TEXT)


def next_look(published: datetime, last: datetime) -> datetime | None:
    """When a page read at `last` is due again, or None when it has grown too old.

    The share of a page's life since the last look decides: at STALE = 0.2 the looks lie at 15 min, then each 1.25 times
    the age of the one before (18, 23, 29 min ... 8, 10, 12 h ... 5, 6, 8 d), never more than LONGEST apart. That is
    about 40 looks in the first year; a budget may drop any of them, the rule then goes on from the look that happened.
    (The rule is diffengine's; the shape of edits in time is NewsDiffs'.)

    Args:
        published: UTC; when unknown, when the entry was first seen.
        last: the last look, UTC; earlier than `published` counts as `published`.
    """
    age = max(last - published, timedelta(0))
    if age >= GIVE_UP:
        return None
    # (now - last) / (now - published) >= STALE  <=>  now >= last + age * STALE / (1 - STALE)
    wait = min(max(age * (STALE / (1 - STALE)), _least(age)), LONGEST)
    return max(last, published) + wait


def _least(age: timedelta) -> timedelta:
    # Minutes at first, when most silent corrections happen; but not the same page every four minutes.
    return FIRST if age < timedelta(hours=1) else timedelta(minutes=30)


def _weight(text: str) -> int:
    return len(text) + sum(
        "\u3040" <= letter <= "\u30ff" or "\u3400" <= letter <= "\u9fff" or "\uac00" <= letter <= "\ud7a3"
        for letter in text
    )
