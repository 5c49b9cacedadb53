"""Lines that news sites print around an article, by kind and language.

A line is only asked when it is short; a sentence of the article may well begin with "Partager".
"""

import re
from collections import Counter
from collections.abc import Container, Sequence

SHORT = 140  # characters: no chrome line is longer

_READING = r"""
    temps\ de\ lecture|lecture\ (?:de\ |:\ )?\d+\ ?min|\d+\ ?(?:min(?:ut[eio]s?|uten)?)\.?\ (?:de\ |di\ )?
    (?:lecture|read|lectura|leitura|lettura|lesezeit|leestijd)|reading\ time|
    lesezeit|lesedauer|tiempo\ de\ lectura|tempo\ (?:de\ leitura|di\ lettura)|leestijd|\d+\ min(?:ute)?\ read|
    czas\ czytania|読了
"""
_MORE = r"""
    lire\ la\ suite|lire\ (?:aussi|également|plus)|(?:à|a)\ lire\ (?:aussi|également|ailleurs)|(?:à|a)\ lire\ ?:|
    sur\ le\ même\ (?:sujet|thème)|voir\ aussi|
    à\ voir\ (?:aussi|également)|(?:à|a)\ découvrir|découvrez\ aussi|nos\ autres\ articles|articles?\ (?:liés|
    similaires|connexes|récents)|dans\ la\ même\ rubrique|
    notre\ sélection|les\ plus\ lus|pour\ aller\ plus\ loin|en\ savoir\ plus|plus\ d.infos|
    read\ (?:more|also|next|the\ full)|also\ read|see\ also|see\ more|related\ (?:articles?|stories|content|news|
    topics|posts|links|coverage)|recommended(?:\ for\ you)?|
    more\ (?:from|on|in|stories|news|like\ this)|most\ (?:read|popular|viewed)|trending|you\ (?:may|
    might)\ also\ (?:like|be)|don.t\ miss|up\ next|
    read\ more\ about|editor.?s.?\ picks?|popular\ (?:stories|articles|now)|latest\ (?:news|stories|headlines|
    videos?)|top\ stories|article\ continues|story\ continues|
    lesen\ sie\ (?:auch|hier|mehr|dazu)|(?:das\ )?könnte\ (?:sie|dich)\ auch|mehr\ (?:zum\ thema|aus|dazu|zu|lesen|
    von|nachrichten)|auch\ interessant|weiterlesen|
    weitere\ (?:artikel|themen|nachrichten|meldungen|infos|informationen)|ähnliche\ (?:artikel|beiträge|themen)|
    meistgelesen|lesetipps?|empfehlungen|passend\ dazu|
    zum\ thema|verwandte\ (?:artikel|themen|beiträge)|siehe\ auch|jetzt\ lesen|
    leer\ (?:más|también)|lee\ (?:también|además)|lea\ (?:también|además|más)|te\ puede\ interesar|
    le\ puede\ interesar|ver\ (?:más|también)|noticias?\ relacionadas?|
    más\ (?:noticias|información|leídas|sobre)|relacionad[oa]s|también\ te\ puede|
    leggi\ (?:anche|tutto|di\ più|l.articolo)|articoli\ (?:correlati|simili)|potrebbe(?:ro)?\ interessarti|
    guarda\ anche|vedi\ anche|approfondimenti|
    l(?:eia|er)\ (?:também|mais)|saiba\ mais|veja\ (?:também|mais)|notícias\ relacionadas|mais\ lidas|relacionadas|
    lees\ (?:ook|meer)|meer\ over|czytaj\ (?:też|także|więcej)|zobacz\ (?:też|także)|läs\ (?:också|mer)|
    les\ (?:også|mer)|læs\ også|lue\ myös|přečtěte\ si|čtěte\ také|
    читайте\ (?:также|ещё)|читать\ (?:также|далее)|смотрите\ также|по\ теме|ayrıca\ (?:bkz|okuyun)|
    ilgili\ haberler|اقرأ\ (?:أيضا|المزيد)|関連(?:記事|ニュース)|あわせて読みたい|
    관련\ ?(?:기사|뉴스)|相关(?:新闻|阅读|文章)|延伸閱讀|相關(?:新聞|報導)|xem\ thêm|tin\ liên\ quan
"""
_SHARE = r"""
    partager?(?:\ (?:cet\ article|sur|par|l.article|via))?|partagez|envoyer\ (?:par|à\ un)|imprimer|
    copier\ le\ lien|suivez(?:-|\ )nous|enregistrer|ajouter\ (?:à|aux)|
    share(?:\ (?:this|on|via|with|article|story|full\ article))?|email\ this|print(?:\ this)?|copy\ link|
    link\ copied|follow\ us|follow\ .{1,30}\ on|tweet|save(?:\ article)?|listen(?:\ to)?|
    teilen|artikel\ (?:teilen|drucken|versenden|anhören|hören|merken)|drucken|merken|per\ (?:e-)?mail|folgen\ sie|
    link\ kopier(?:en|t)|kopieren|anhören|vorlesen|
    compart(?:ir|e|ilhar?|ilhe)|imprimir|copiar\ (?:enlace|link)|guardar|síguenos|siga-nos|condividi(?:\ su)?|
    stampa|seguici|salva|delen|udostępnij|dela|del|del\ på|jaa|sdílet|
    поделиться|paylaş|شارك|シェア(?:する)?|공유(?:하기)?|分享|facebook|twitter|x|whatsapp|linkedin|telegram|
    pinterest|reddit|e-?mail|messenger|bluesky|threads|instagram|youtube|flipboard|pocket|xing|line
"""
_COMMENTS = r"""
    \d*\ ?commentaires?(?:\ ?\(?\d*\)?)?|poster\ un\ commentaire|laisser\ un\ commentaire|ajouter\ un\ commentaire|
    réagi(?:r|ssez)|commenter|vos\ réactions|
    \d*\ ?comments?(?:\ ?\(?\d*\)?)?|(?:leave|post|add|write)\ a\ (?:comment|reply)|join\ the\ (?:conversation|
    discussion)|view\ (?:all\ )?comments|show\ comments|
    \d*\ ?kommentare?n?(?:\ ?\(?\d*\)?)?|kommentar\ (?:schreiben|hinzufügen|verfassen)|diskutieren|leserkommentare|
    schreiben\ sie|
    \d*\ ?comentarios?(?:\ ?\(?\d*\)?)?|comentar|deja\ un\ comentario|\d*\ ?comentários?(?:\ ?\(?\d*\)?)?|
    deixe\ (?:um|seu)\ comentário|
    \d*\ ?commenti?(?:\ ?\(?\d*\)?)?|lascia\ un\ commento|commenta|reacties|reageer|komentarze|
    комментари[ийе]|yorumlar?|コメント|댓글|评论|評論|التعليقات
"""
_ACCOUNT = r"""
    (?:je\ )?m.(?:abonne|inscris)(?:\ .{0,40})?|abonnez-vous|s.abonner|s.inscrire(?:\ .{0,40})?|
    inscrivez-vous|se\ connecter|connectez-vous|
    créer\ un\ compte|déjà\ abonné|offre\ d.abonnement|je\ découvre|newsletters?|
    recevez\ |réservé\ aux\ abonnés|article\ réservé|subscribe|sign\ (?:up|in)|log\ ?in|register|
    already\ (?:a\ )?subscriber|get\ (?:our|the)\ .{0,40}(?:newsletter|app)|
    subscribe\ to\ .{0,60}|sign\ up\ (?:for|to)\ .{0,80}|download\ (?:our|the)\ .{0,20}app|support\ (?:us|our)|
    donate|advertisement|advertising|publicité|anzeige|werbung|publicidad|publicidade|pubblicità|
    sponsored(?:\ content)?|continue\ reading|(?:jetzt\ |hier\ |kostenlos\ )?(?:abonnieren|anmelden|registrieren|einloggen)|
    newsletter\ .{0,60}|zum\ newsletter|suscríbete(?:\ .{0,40})?|suscribirse(?:\ .{0,40})?|iniciar\ sesión|regístrate|
    assine(?:\ .{0,40})?|inscreva-se(?:\ .{0,40})?|abbonati(?:\ .{0,40})?|iscriviti(?:\ .{0,40})?|
    accedi|registrati|abonneren|広告|ad|ads|reklama|annonse|
    reklam|advertentie|article\ content|loading.*|please\ wait.*
"""
_FOOT = r"""
    tous\ droits\ réservés.*|mentions\ légales|©.*|\(c\)\ .*|copyright\b.*|all\ rights\ reserved.*|
    alle\ rechte\ vorbehalten.*|todos\ los\ derechos.*|tutti\ i\ diritti.*|todos\ os\ direitos.*|
    politique\ de\ confidentialité|privacy\ policy|terms\ (?:of|and)\ .*|cookies?(?:\ .{0,30})?|impressum|
    datenschutz.*|haut\ de\ page|retour\ (?:en\ haut|à\ l.accueil)|back\ to\ top|nach\ oben|
    signaler\ (?:une\ erreur|un\ contenu)|une\ erreur\ dans\ l.article.*|report\ (?:an?\ )?(?:error|typo|
    correction).*|fehler\ gefunden.*|reprints?.*|tags?\ ?:?.*|mots[- ]clés?\ ?:?.*|
    topics?\ ?:.*|themen?\ ?:.*|schlagwörter?\ ?:?.*|étiquettes?\ ?:?.*|etiquetas?\ ?:?.*|keywords?\ ?:.*|
    filed\ under.*|in\ this\ (?:article|story).*|sources?\ ?:.{0,80}|quellen?\ ?:.{0,80}|fuentes?\ ?:.{0,80}
"""
_CREDIT = r"""
    (?:image|photo)\ (?:d.illustration|illustrative|d.archives?)(?:\s?[:–(].{0,110})?|
    (?:symbolbild|archivbild|file\ photo|stock\ image|imagen\ de\ archivo)|
    (?:photo|foto|image|bild|crédits?|credits?|illustration|picture|video|vidéo|fotos|symbolbild|archivbild|grafik|
    imagen|fotografía|źródło|kuva)s?\ ?(?:\ (?:by|de|par|von|d.illustration))?\s?[:©/(].{0,110}|
    .{0,110}(?:\(photo\ .{0,60}\)|\(foto\ ?:?.{0,60}\)|\(bild\ ?:.{0,60}\)|/\ ?(?:afp|reuters|ap|dpa|getty|epa|efe|
    ansa)\)?)|
    ©.{0,120}|.{0,40}getty\ images.{0,40}|.{0,60}/(?:afp|reuters|ap|dpa|imago|picture\ alliance)(?:/.{0,40})?
"""
_DATED = r"""
    (?:publié|mis\ à\ jour|posté|créé|modifié)\ .{0,80}|(?:published|updated|posted|last\ (?:updated|modified)|
    first\ published|created)\b.{0,80}|
    (?:veröffentlicht|aktualisiert|erstellt|stand|zuletzt)\b.{0,60}|(?:publicado|actualizado|atualizado)\b.{0,60}|
    (?:pubblicato|aggiornato)\b.{0,60}|
    \d{1,2}[:h.]\d{2}(?:\ ?(?:uhr|am|pm))?|\d+\ (?:min|minutes?|hours?|days?|stunden?|heures?)\ ago|
    il\ y\ a\ \d+.{0,20}|vor\ \d+.{0,20}
"""
_BYLINE = r"""
    (?i:par|by|von|por|di|da|de\ la\ rédaction|propos\ recueillis\ par|texte?|written\ by|story\ by|posted\ by|
    reporting\ by|autor|auteur|author|redaktion|av|af|door)\ ?:?\ [^\W\d_a-zà-ÿ].{1,80}|
    (?i:avec|with|mit|con|com)\ (?i:afp|reuters|ap|dpa|l.afp).{0,20}|
    \(?(?:AFP|afp|Reuters|REUTERS|AP|dpa|DPA|SDA|sda|APA|EFE|ANSA|TASS|Xinhua|Belga|ATS|dts|dapd|epd|
    KNA)(?:\ ?[,/&+]\ ?\w{2,12}){0,3}\)?|[a-z]{2,4}/(?:dpa|afp|rtr|ap|sda|apa).{0,15}
"""
_CRUMB = r"""
    -?\ ?(?:dans|in|accueil|home|startseite|inicio|início)\b.{0,60}[>›»/|].{0,80}|
    [-–—•·]\ (?:dans|in|en|em|im|unter|under|på|i|w|na|в)(?:\ [^.!?:]{1,40})?|
    (?:.{1,30}\ ?[>›»]\ ?){2,}.{0,60}
"""
_TABLE = {
    "reading-time": _READING,
    "more": _MORE,
    "share": _SHARE,
    "comments-line": _COMMENTS,
    "account": _ACCOUNT,
    "foot": _FOOT,
    "credit": _CREDIT,
    "dated": _DATED,
    "byline-line": _BYLINE,
    "crumb": _CRUMB,
}
_CASED = {"byline-line"}
_BEGINS = {"reading-time", "more"}  # these may be followed by anything
_ENDS = r"\s*[:.!…›»→>]*\s*$"
_PATTERNS = {
    kind: re.compile(
        r"\s*[-–—•|▶>→*\[(]*\s*(?:"
        + table.strip().replace("\n", "")
        + r")"
        + (r"(?=$|[\W_])" if kind in _BEGINS else _ENDS),
        re.VERBOSE | (re.NOFLAG if kind in _CASED else re.IGNORECASE),
    )
    for kind, table in _TABLE.items()
}


def kinds(text: str) -> set[str]:
    """The kinds of chrome a line looks like; empty for a longer text."""
    if len(text) > SHORT:
        return {"more"} if len(text) < 260 and _PATTERNS["more"].match(text) else set()
    found = {kind for kind, pattern in _PATTERNS.items() if pattern.match(text)}
    if "dated" not in found and _DIGIT.search(text) and _is_date_line(text):
        found.add("dated")
    return found


def _is_date_line(text: str) -> bool:
    """Whether a line is a date, times, and little else: "Lundi 17 juin 2024, 8h30 - Mis à jour à 9h12"."""
    said = _DATE.search(text)
    if said is None or said.start() > 40:
        return False
    rest = _CLOCK.sub("", text[: said.start()] + text[said.end() :]).strip(" -–—|•·,;")
    words = sum(any(map(str.isalnum, word)) for word in rest.split())
    return len(rest) < 40 and words < 7 and not rest.endswith((".", "!", "?"))


# A day as news pages print it; the century is often left out between dots.
DATE = (
    r"\d{4}\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}日?|\d{1,2}\s*[./-]\s*\d{1,2}\s*[./-]\s*(?:20)?\d{2}(?!\d)|"
    r"\d{1,2}(?:er|st|nd|rd|th|\.|º)?\s+(?:de\s+)?[^\W\d_]{3,10}\.?,?\s+(?:de\s+)?20\d{2}"
    r"|(?<![^\W\d_])[^\W\d_]{3,10}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+20\d{2}"
)
_DATE = re.compile(DATE)
_DIGIT = re.compile(r"\d")
_CLOCK = re.compile(
    r"\d{1,2}\s?[:h.]\s?\d{0,2}(?:\s?(?:uhr|[ap]\.?m\.?|cest|cet|gmt|utc|[ecmp][sd]?t))?", re.IGNORECASE
)


def calls(text: str) -> bool:
    """Whether a text asks its reader to do something beside reading: subscribe, follow, download, click."""
    lower = text.lower()
    return any(call in lower for call in _CALLS)


_CALLS = tuple(
    """
    newsletter|abonn|subscri|suscrib|suscríb|inscrire|inscriv|iscriv|anmeld|registrier|sign up|signing up|log in|
    inbox|posteingang|boîte mail|follow us|follow @|folgen sie|folge uns|suivez|sígue|síguenos|siguenos|seguici|
    click here|cliquez|hier klicken|klicken sie|haga clic|clicca|clique|download|télécharge|herunterlad|descarg|
    scarica|baixe|app store|google play|twitter|facebook|instagram|whatsapp|telegram|tiktok|youtube|linkedin|
    cookie|consent|einwillig|datenschutz|donat|spende|faites un don|affiliate|provision|commission|
    advert|anzeige|publicité|werbung|comment|kommentar|comentario|terms of|conditions d|©|copyright|
    contact|kontakt|contacto|e-mail|email|tel.|phone
    """.replace("\n    ", "")
    .strip()
    .split("|")
)

KINDS = frozenset(_TABLE)


def learn(texts: Sequence[str], known: Container[str] = ()) -> frozenset[str]:
    """The short lines that three or more different articles of one site share: chrome, whatever they say.

    Two pages of a publisher may well be nearly the same article; three lines alike in three texts are not.
    """
    seen: Counter[str] = Counter()
    for text in set(texts):
        seen.update({line for line in text.split("\n") if line and len(line) <= SHORT})
    return frozenset(line for line, count in seen.items() if count >= 3 or line in known)
