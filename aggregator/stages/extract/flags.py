"""What keeps a page from being the article: walls, errors, empty shells. Each is said, none is a reason to drop."""

import re
from collections.abc import Sequence

from lxml.html import HtmlElement

from aggregator.stages.extract.blocks import Block
from aggregator.stages.extract.metadata import Metadata, path_of
from aggregator.text import urls

_WALL_WORDS = re.compile(
    r"réservée?s? (?:à nos |aux )abonnés|il vous reste \d+\s?% d|la suite est réservée|"
    r"pour lire la suite de cet article|"
    r"déjà abonné ?\?|abonnez-vous pour (?:lire|continuer|accéder)|cet article est réservé|contenu réservé|"
    r"subscribe (?:now )?to (?:continue|keep) reading|to continue reading|this (?:article|content|"
    r"story) is (?:only )?(?:for|available to|reserved for) "
    r"(?:paid |paying )?(?:subscribers|members)|already a subscriber|subscriber[- ]only|for subscribers only|"
    r"unlock this article|"
    r"you(?:'|’)ve reached your (?:limit|free)|weiterlesen mit|jetzt (?:weiterlesen|freischalten)|"
    r"nur für abonnenten|exklusiv für (?:abonnenten|plus)|"
    r"dieser (?:artikel|inhalt) ist (?:exklusiv|nur)|sie haben bereits ein abo|suscríbete para (?:seguir|"
    r"continuar|leer)|contenido exclusivo para suscriptores|"
    r"solo para suscriptores|ya eres suscriptor|contenuto riservato agli abbonati|abbonati per (?:leggere|"
    r"continuare)|conteúdo exclusivo para assinantes|"
    r"só para assinantes|continue (?:a leitura|lendo) .{0,20}assin|この記事は有料|"
    r"有料会員限定|会員限定記事|유료 회원 전용|订阅后|訂閱後",
    re.IGNORECASE,
)
_WALL_HINTS = (  # one of these stands in whatever matches above
    "réserv", "abonn", "il vous reste", "lire la suite", "subscri", "continue reading", "unlock", "reached your",
    " members", "weiterlesen", "freischalten", "exklusiv", "bereits ein abo", "artikel ist nur", "inhalt ist nur",
    "suscri", "suscrí", "riservato", "abbonat", "assinante", "assine", "continue", "有料", "会員", "유료", "订阅", "訂閱",
)  # fmt: skip
_COOKIE_WORDS = re.compile(
    r"cookies?|consent|consentement|accepter|continuer sans accepter|tout refuser|paramétrer|partenaires|"
    r"données personnelles|accept all|reject all|"
    r"privacy|vie privée|datenschutz|zustimmen|einwilligung|alle akzeptieren|ablehnen|aceptar|rechazar|"
    r"privacidad|accetta|rifiuta|aceitar|privacidade|gdpr|rgpd",
    re.IGNORECASE,
)
_CONSENT_HOST = re.compile(r"(?:^|[.-])(?:consent|cmp|privacy|gdpr|cookie)s?[.-]|^consent|guce\.", re.IGNORECASE)
_CONSENT_PATH = re.compile(
    r"/(?:consent|privacy-?gate|cookie-?wall|cmp|collectconsent|datenschutz-zustimmung)(?:/|$|\?)", re.IGNORECASE
)
_MISSING = re.compile(
    r"^(?:erreur|error|fehler)?\s*:?\s*40[34](?:\W*$|\s*[-–:|])|(?:erreur|error|fehler)\s*:?\s*40[34]|\b40[34]\s*(?:error|erreur|[-–|])|"
    r"page (?:introuvable|non trouvée|not found|inexistante)|"
    r"(?:cette |la )page (?:n.existe (?:pas|plus)|que vous .{0,30} n.existe)|contenu (?:introuvable|"
    r"indisponible)|article (?:introuvable|supprimé|not found)|not found$|"
    r"page (?:does not|doesn.t|no longer) exists?|we can.t find (?:that|the) page|seite (?:nicht|"
    r"wurde nicht) gefunden|seite existiert nicht|página no encontrada|"
    r"no se encuentra la página|pagina non trovata|página não encontrada|"
    r"pagina niet gevonden|страница не найдена|ページが見つかりません|페이지를 찾을 수 없|找不到(?:页面|頁面)|"
    r"الصفحة غير موجودة",
    re.IGNORECASE,
)
_SCRIPT_WORDS = re.compile(
    r"(?:enable|activate|turn on|requires?|need) (?:to enable )?javascript|javascript (?:is |"
    r"must be )?(?:disabled|enabled|required|désactivé|activé|nécessaire)|"
    r"(?:activer|activez) (?:le )?javascript|javascript (?:aktivieren|deaktiviert)|(?:habilita|active|activa|"
    r"ative|attiva) (?:el |o )?javascript|включите javascript|"
    r"checking your browser|just a moment|verify (?:that )?you are (?:a )?human|vérification que vous êtes humain",
    re.IGNORECASE,
)
_ELLIPSIS = re.compile(
    r"(?:…|\.\.\.|\[(?:…|\.\.\.)\])\s*(?:\W{0,3}(?:lire la suite|read more|weiterlesen|leer más|"
    r"continue reading|leggi tutto|ler mais).{0,20})?$",
    re.IGNORECASE,
)
_LOCKED_BOX = re.compile(
    r"paywall|regwall|subscriber-?only|premium-?wall|piano-(?:offer|inline)|tp-(?:modal|container)|"
    r"article-?(?:locked|restricted|premium)|abo-?wall|metered",
    re.IGNORECASE,
)


def read(
    root: HtmlElement, meta: Metadata, text: str, found: Sequence[Block], url: str, asked: str | None, html: str
) -> tuple[str, ...]:
    """The flags of a page, in a fixed order: paywall, consent, soft-404, js-shell, amp, truncated."""
    whole = " ".join(block.text for block in found if len(block.text) < 400)[:8_000]
    flags = []
    if _is_consent(text, whole, url):
        flags.append("consent")
    elif _is_missing(meta, text, url, asked):
        flags.append("soft-404")
    elif _is_shell(root, text, whole):
        flags.append("js-shell")
    if _is_walled(root, meta, text, whole):
        flags.insert(0, "paywall")
    if meta.amp:
        flags.append("amp")
    if _is_cut(meta, text, html):
        flags.append("truncated")
    return tuple(flags)


def _is_walled(root: HtmlElement, meta: Metadata, text: str, whole: str) -> bool:
    if meta.free is False:
        # Publishers mark the article as paid and send it whole to some readers; what arrived whole is no wall.
        return not _is_whole(meta, text)
    lower = whole.lower()  # the words of walls are many, and most pages have none of these
    if not any(hint in lower for hint in _WALL_HINTS) or _WALL_WORDS.search(whole) is None:
        return False
    return len(text) < 1500 or any(
        _LOCKED_BOX.search(box.get("class") or "") for box in root.iter("div", "section", "aside", "article")
    )


def _is_whole(meta: Metadata, text: str) -> bool:
    words = len(text.split())
    if meta.words:
        return words >= 0.8 * meta.words
    if meta.body:
        return len(text) >= 0.8 * len(meta.body) and len(text) > 1500
    return len(text) > 3000


def _is_consent(text: str, whole: str, url: str) -> bool:
    if _CONSENT_HOST.search(urls.host(url)) or _CONSENT_PATH.search(path_of(url)):
        return True
    shown = text or whole
    return (
        len(shown) < 4000
        and len(_COOKIE_WORDS.findall(shown)) * 120 > len(shown) + 240
        and len(_COOKIE_WORDS.findall(whole)) >= 4
    )


def _is_missing(meta: Metadata, text: str, url: str, asked: str | None) -> bool:
    if meta.title and len(text) < 1200 and len(meta.title) < 90 and _MISSING.search(meta.title):
        return True
    if len(text) < 500 and _MISSING.search(text[:300]):
        return True
    if asked and not urls.is_home_page(asked) and urls.canonical(asked) != urls.canonical(url):
        # A page that is gone is often answered with the home page, or with the section it stood in.
        return urls.is_home_page(url) or (
            urls.site(asked) == urls.site(url) and path_of(asked).startswith(path_of(url) + "/")
        )
    return False


def _is_shell(root: HtmlElement, text: str, whole: str) -> bool:
    if len(text) >= 250:
        return False
    if _SCRIPT_WORDS.search(whole[:3000]) or any(
        _SCRIPT_WORDS.search(part.text_content()[:500]) for part in root.iter("noscript")
    ):
        return True
    return len(whole) < 400 and sum(1 for _ in root.iter("script")) >= 3


def _is_cut(meta: Metadata, text: str, html: str) -> bool:
    if text and _ELLIPSIS.search(text[-80:]) and len(text) < 2500:
        return True
    if meta.words and meta.words > 120 and len(text.split()) < 0.5 * meta.words:
        return True
    tail = html[-3000:].lower()
    return len(html) > 2000 and "</html" not in tail and "</body" not in tail and html.rstrip()[-1:] != ">"
