"""Who wrote it: names from a byline, agencies apart."""

import re
from collections.abc import Iterable

from msgspec import Struct

from aggregator.stages.extract.dateline import is_city
from aggregator.text.html import clean_line

MAX_NAMES = 8

# As bylines spell them -> the name we show.
_AGENCIES = {
    "afp": "AFP", "agence france-presse": "AFP", "agence france presse": "AFP", "l'afp": "AFP",
    "reuters": "Reuters", "thomson reuters": "Reuters",
    "ap": "AP", "associated press": "AP", "the associated press": "AP", "dpa": "dpa",
    "deutsche presse-agentur": "dpa", "efe": "EFE",
    "agencia efe": "EFE", "ansa": "ANSA", "belga": "Belga", "ats": "ATS", "keystone-ats": "ATS",
    "keystone-sda": "SDA", "sda": "SDA", "apa": "APA",
    "tass": "TASS", "xinhua": "Xinhua", "anp": "ANP", "pap": "PAP", "ntb": "NTB", "tt": "TT", "ritzau": "Ritzau",
    "stt": "STT", "lusa": "Lusa",
    "yonhap": "Yonhap", "kyodo": "Kyodo", "kyodo news": "Kyodo", "pti": "PTI", "ani": "ANI", "ians": "IANS",
    "upi": "UPI", "afp-services": "AFP",
    "la presse canadienne": "La Presse canadienne", "the canadian press": "The Canadian Press",
    "pa media": "PA Media", "epd": "epd", "kna": "KNA",
    "sid": "SID", "dts": "dts", "europa press": "Europa Press", "interfax": "Interfax", "anadolu agency": "Anadolu",
    "aa": "Anadolu", "时事通讯社": "Jiji",
    "新华社": "Xinhua", "共同通信": "Kyodo", "時事通信": "Jiji", "연합뉴스": "Yonhap",
    "وكالة الأنباء الفرنسية": "AFP", "رويترز": "Reuters",
}  # fmt: skip
_LEAD = re.compile(
    r"^(?:(?:de\s+notre|de\s+nos|unser\w*|our)\s+\w+\s+\w+[, ]+|(?:article|texte?|text|un\s+article|"
    r"propos\s+recueillis|story|reporting|written|posted|"
    r"interview|analyse|rédigé|publié|created|geschrieben|escrito|scritto|opinion|photos?|video)\s+)?"
    r"(?:par|by|von|por|di|da|de|del|door|av|af|autor(?:in|en|es|a)?|auteurs?|authors?|reporters?|text|texte|автор|"
    r"de\s+la\s+rédaction\s+de|à)\s*[:：]?\s+",
    re.IGNORECASE,
)
_POSTED = re.compile(
    r"^.{0,20}?(?:eingestellt|veröffentlicht|erstellt|geschrieben|artikel|beiträge|verfasst|posts?|articles?|publiée?|postée?|écrit|rédigé|posted|"
    r"written|published|publicado|escrito|pubblicato|scritto)\s*:?\s+(?:von|by|par|por|da)\s*:?\s+",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^(?:par|by|von|por|text|texte|autor(?:in)?|auteur|author|writer|reporter|作者|記者|记者|文|取材)\s*[:：/]\s*",
    re.IGNORECASE,
)
_SPLIT = re.compile(
    r"\s*(?:;|,|、|،|\||•|·|\n|\s/\s|&|\s+(?:et|and|und|och|og|en|e|y|ja|i|и|avec|with|mit|con|com|"
    r"en\s+collaboration\s+avec)\s+)\s*",
    re.IGNORECASE,
)
_PARENTHESES = re.compile(r"\s*[(\[（][^)\]）]{0,80}[)\]）]")
_NOISE = re.compile(r"https?://\S+|www\.\S+|\S+@\S+|(?<!\w)@\w+|\b\d{1,2}[:h]\d{2}\b.*$|[\"“”<>{}]")
_DATE_TAIL = re.compile(
    r"\s*(?:[|•·–—-]|\bon\b|\ble\b|\bam\b|\bel\b|publié|published|updated|mis à jour|"
    r"posted)\s*(?:\w+,?\s*)?\d.*$|\s+\d{1,2}[./]\d{1,2}[./]\d{2,4}.*$",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"\b(?:journaliste|correspondante?s?|envoyée?s?\s+spécia\w+|reporter(?:in)?s?|editor(?:-in-chief)?|senior|"
    r"staff\s*writer|contributor|contributing|"
    r"correspondent|redakteur(?:in)?|redacteur|rédacteur|rédactrice|chef(?:fe)?|columnist|chroniqueuse?|"
    r"chroniqueur|writer|redactora?|periodista|freelance|"
    r"volont[äa]r(?:in)?|chefredakteur(?:in)?|autorin|bureau|analyst|political|business|deputy|associate|"
    r"producer|fact-?checker|special\s+to|for\s+the)\b",
    re.IGNORECASE,
)
_KOREAN_ROLE = re.compile(r"\s*(?:기자|특파원|논설위원|記者|记者|通讯员|特派員|編集委員)(?:\s*외\s*\d+명)?$")
_NO_NAME = re.compile(
    r"^(?:admin(?:istrator|istrateur)?|editor(?:ial)?|author|auteur|autor|unknown|none|null|anonymous|anonyme|"
    r"guest|user|webmaster|root|test|n/?a|"
    r"(?:read|view|see)\s+(?:more|all|bio|full).*|more\s+(?:from|by).*|follow.*|subscribe.*|share.*|published.*|"
    r"updated.*|mehr.*|alle\s+artikel.*|"
    r"folgen.*|contact.*|kontakt.*|comments?.*|\d[\d\s./:-]*|.{0,1})$",
    re.IGNORECASE,
)
_URL_LIKE = re.compile(r"(?:^https?:|^www\.|/|\.(?:html?|php)$)")


class Byline(Struct, frozen=True, kw_only=True):
    """Names in the order given, and the agency if one is named."""

    names: tuple[str, ...] = ()
    agency: str | None = None
    spelled: tuple[str, ...] = ()  # names and agencies, in the order and spelling given


def read(raw: str | Iterable[str]) -> Byline:
    """The people and the agency a byline names.

    "Par Josephine Martin avec AFP" gives Josephine Martin and AFP. Roles, addresses, handles, dates and places in
    parentheses are dropped; what is left must look like a name: letters, at most six words.
    """
    pieces = list(dict.fromkeys(piece for part in ([raw] if isinstance(raw, str) else raw) for piece in _pieces(part)))
    agencies = {
        piece: found for piece in pieces if (found := _AGENCIES.get(piece.lower().replace("’", "'").strip(" .")))
    }
    people = [piece for piece in pieces if piece not in agencies and _is_name(piece)]
    # "Guardian staff reporter" stands for somebody; "senior correspondent" behind a name says what she does.
    people = [piece for piece in people if not _is_role(piece)] or people
    spelled = [piece for piece in pieces if piece in agencies or piece in people]
    return Byline(
        names=tuple(people[:MAX_NAMES]), agency=next(iter(agencies.values()), None), spelled=tuple(spelled[:MAX_NAMES])
    )


def agency_of(text: str) -> str | None:
    """The agency that signs a text: at its end, "(AFP)", or in its first words, "PARIS (AFP) -"; None when none does."""
    tail = _SIGNED.search(text[-120:])
    head = _DATELINED.match(text[:120])
    name = (tail or head).group("agency") if tail or head else None  # type: ignore[union-attr]
    return _AGENCIES.get(name.lower()) if name else None


_WIRE = r"(?P<agency>AFP|Reuters|REUTERS|AP|dpa|EFE|ANSA|Belga|ATS|SDA|sda|APA|TASS|Xinhua|Yonhap|PA Media)"
_SIGNED = re.compile(rf"(?:\(|\[|—\s*|\n\s*){_WIRE}(?:[/,][^)\n]{{1,30}})?[)\]]?\s*\.?\s*$")
_DATELINED = re.compile(rf"^[^.()\n]{{2,60}}\s*[(/]\s*{_WIRE}(?:[/,][^)\n]{{1,20}})?\s*\)?\s*[-–—:]")


def signed(text: str) -> Byline | None:
    """The byline of a line that is one by its looks: "Par Josephine Martin", "Josephine Martin, à Lyon"; else None.

    A name without *par* or *by* is believed beside a city only.
    """
    if len(text) >= 100:
        return None
    said = text if _SIGNED_LINE.match(text) else None
    if said is None and (placed := _PLACED_LINE.match(text)) and is_city(placed.group("place")):
        said = placed.group("name")
    who = read(said) if said else Byline()
    return who if who.names else None


_SIGNED_LINE = re.compile(r"(?:Par|PAR|By|BY|Von|VON|Por|POR|Di|Door|Av|Af|Text|Texte)\s*:?\s+[^\W\d_a-zà-ÿ]")
_PLACED_LINE = re.compile(
    r"(?P<name>[A-ZÀ-ÖØ-Þ][\w'’-]+(?:\s[A-ZÀ-ÖØ-Þ][\w'’.-]*){1,3}),?\s(?:à|au|aus|in|en|em|da|di|from|de|te|i|w)\s"
    r"(?P<place>[A-ZÀ-ÖØ-Þ][\w'’ -]+)$"
)


def _pieces(raw: str) -> list[str]:
    text = clean_line(raw)[:400]
    text = _NOISE.sub(" ", _PARENTHESES.sub("", text))
    text = _DATE_TAIL.sub("", text)
    text = _LABEL.sub("", _LEAD.sub("", _LEAD.sub("", _POSTED.sub("", text.strip(" -–—|•:,")))))
    return [trimmed for piece in _SPLIT.split(text) if (trimmed := _trimmed(piece))]


def _trimmed(piece: str) -> str:
    piece = _KOREAN_ROLE.sub("", _LABEL.sub("", _LEAD.sub("", piece.strip())))
    piece = clean_line(piece).strip(" -–—|•:,.*")
    if piece.isupper() and " " in piece and len(piece) > 6:
        piece = piece.title()
    return piece


def _is_name(piece: str) -> bool:
    if len(piece) > 60 or _NO_NAME.match(piece) or _URL_LIKE.search(piece) or re.search(r"\d{2}", piece):
        return False
    if piece.islower() and (len(piece) > 3 or "-" in piece):
        return False  # "chuck-ross", "capital": an account or a section
    return len(piece.split()) <= 6 and sum(map(str.isalpha, piece)) >= 2


def _is_role(piece: str) -> bool:
    return bool(_ROLE.search(piece)) and len(piece.split()) != 2


def credit_of(caption: str) -> str | None:
    """Who made a picture, as its caption says: "© AFP / Jean Dupont", "Foto: dpa", "(Crédit : REUTERS)"; else None."""
    found = _CREDIT.search(caption)
    return clean_line(found.group(1)).strip(" )].|") or None if found else None


_CREDIT = re.compile(
    r"(?:©|\(c\)|(?:crédits?|credits?|photos?|fotos?|bild|image|picture|imagen|illustration)\s*(?:by|de|par|"
    r"von)?\s*[:/©])\s*([^\n|]{2,80})$",
    re.IGNORECASE,
)
