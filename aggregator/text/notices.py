"""What sites print into a text by themselves, and how they say that they corrected one.

Word lists of our own, for the languages news is mostly read in here; a language that is missing loses only comfort: a
counter then counts as wording, a correction is called an edit.
"""

import re
from functools import cache

# A line that counts: comments, views, shares, reading time, or says when the page was last built.
_COUNTED = (
    r"commentaires?|vues?|lectures?|partages?|réactions?|j'aime|votes?|abonnés?|contributions?|avis"
    r"|comments?|views?|reads?|shares?|likes?|reactions?|replies|reply|responses?|hits|claps?"
    r"|Kommentare?n?|Aufrufe?|Leser|Bewertungen|Antworten|Zugriffe"
    r"|comentarios?|visitas?|vistas?|lecturas?|compartidos?|comentários?|visualizações|leituras|partilhas"
    r"|commenti|commento|visualizzazioni|letture|condivisioni|reacties|weergaven"
    r"|комментари(?:й|я|ев)|просмотр(?:а|ов)?|تعليق(?:ات)?|مشاهدة|件のコメント|コメント|条评论|评论|次阅读|阅读"
    r"|개의 댓글|댓글|조회수?|회 조회"
)
_AMOUNT = r"\d{1,12}(?:[\s.,\u00a0\u202f]\d{1,3}){0,4}\s?(?:[kKM]|mille|Tsd\.?|만)?"
_READING = (
    r"(?:temps\s+de\s+lecture|durée\s+de\s+lecture|lecture|reading\s+time|read\s+time|lesezeit|tiempo\s+de\s+lectura"
    r"|tempo\s+di\s+lettura|tempo\s+de\s+leitura|leestijd)\s*:?\s*(?:~|environ|ca\.?|about)?\s*\d+\s*(?:min\w*|mn|m)?\.?"
    r"|\d+\s*(?:min\w*|mn)\.?\s*(?:de\s+lecture|read|lesezeit|di\s+lettura|de\s+lectura|de\s+leitura|lezen)"
    r"|à\s+lire\s+en\s+\d+\s*min\w*"
)
_BUILT = (
    r"(?:dernière\s+mise\s+à\s+jour|mise?\s+à\s+jour|actualisée?|modifiée?|publiée?|postée?|créée?|last\s+updated|updated"
    r"|published|posted|modified|aktualisiert|veröffentlicht|stand|zuletzt\s+aktualisiert|actualizado|publicado"
    r"|atualizado|aggiornato|pubblicato|bijgewerkt|gepubliceerd|обновлено|опубликовано|입력|수정|업데이트|更新|发布|発表|公開)"
    r"(?:\s+le|\s+on|\s+am|\s+el|\s+il|\s+op|\s+em|\s+à|\s+at)?\s*:?\s*[^.!?\n]*\d[^!?\n]{0,40}"
)
_AGO = (
    r"il\s+y\s+a\s+\d+\s+\w+|\d+\s+\w+\s+ago|vor\s+\d+\s+\w+|hace\s+\d+\s+\w+|há\s+\d+\s+\w+|\d+\s+\w+\s+fa"
    r"|\d+\s*(?:분|시간|일)\s*전|\d+\s*(?:分钟|小时|天)前"
)
_ONE_COUNT = rf"(?:{_AMOUNT}\s*(?:{_COUNTED})|(?:{_COUNTED})\s*[:(]?\s*{_AMOUNT}\)?|{_READING}|{_AGO})"


@cache
def counter() -> re.Pattern[str]:
    """A line that counts, or says when a page was built."""
    return re.compile(
        rf"[\[(]?\s*(?:vue?s?\s+)?{_ONE_COUNT}(?:\s?[,;/–-]?\s?{_ONE_COUNT}){{0,4}}\s?[\])]?\.?|{_BUILT}", re.IGNORECASE
    )


@cache
def slot() -> re.Pattern[str]:
    """A line that holds the place of an advertisement or a button."""
    return re.compile(
        r"[-–—\[(*]*\s*(?:"
        r"publicité|contenu\s+sponsorisé|annonce|la\s+suite\s+après\s+(?:cette|la)\s+publicité|article\s+sponsorisé"
        r"|advertisement|advertising|ad|sponsored(?:\s+content)?|story\s+continues\s+below(?:\s+advertisement)?"
        r"|anzeige|werbung|publicidad|publicidade|pubblicità|advertentie|реклама|إعلان|광고|広告|广告"
        r"|partager(?:\s+(?:cet\s+article|sur\s+\w+))?|share(?:\s+(?:this(?:\s+article)?|on\s+\w+))?|tweeter|imprimer"
        r"|lire\s+la\s+suite|lire\s+plus|read\s+more|continue\s+reading|weiterlesen|mehr\s+lesen|leer\s+más|ler\s+mais"
        r"|leggi\s+tutto|lees\s+verder|читать\s+далее|더\s*보기|続きを読む|阅读更多"
        r"|s'abonner|abonnez-vous|subscribe|écouter(?:\s+l'article)?|listen"
        r")\s*[-–—\])*»>→.…:!]*",
        re.IGNORECASE,
    )


# What a site writes under a text, without a line of its own. The hints spare the search where none of it can be.
FOOTER_HINTS = ("premier", "first", "zuerst", "primero", "primeiro", "proviene", "eerst")


@cache
def footer() -> re.Pattern[str]:
    """What a site writes under a text."""
    return re.compile(
        r"(?:"
        r"(?:L[’']article|Cet\s+article|Le\s+billet)\s.{0,300}?\s(?:est\s+apparu|a\s+été\s+publié)\s+en\s+premier\s+sur\s.{1,120}"
        r"|The\s+post\s.{0,300}?\s(?:first\s+appeared|appeared\s+first)\s+on\s.{1,120}"
        r"|Der\s+Beitrag\s.{0,300}?\serschien\s+zuerst\s+auf\s.{1,120}"
        r"|La\s+entrada\s.{0,300}?\s(?:se\s+publicó|aparece|apareció)\s+primero\s+en\s.{1,120}"
        r"|L[’']articolo\s.{0,300}?\sproviene\s+da\s.{1,120}"
        r"|O\s+post\s.{0,300}?\sapareceu\s+primeiro\s+em\s.{1,120}"
        r"|Het\s+bericht\s.{0,300}?\sverscheen\s+eerst\s+op\s.{1,120}"
        r")\s*$",
        re.IGNORECASE | re.DOTALL,
    )


# What stands at the very end of a text: a button or a counter after the last sentence.
TAIL_HINTS = ("suite", "plus", "more", "reading", "lesen", "más", "tutto", "보기")  # where no number stands


@cache
def tail() -> re.Pattern[str]:
    """What stands at the very end of a text: a button or a counter."""
    return re.compile(
        r"(?:(?<![\w-])(?:Lire\s+la\s+suite|Lire\s+plus|Read\s+more|Continue\s+reading|Weiterlesen|Leer\s+más|Leggi\s+tutto|더\s*보기)"
        r"\s*(?:sur\s\S+|on\s\S+)?\s*[»>→.…]*"
        rf"|(?<=[.!?…»\"”)]\s)[\[(]?\s*{_ONE_COUNT}(?:\s?[-–|·•,]\s?{_ONE_COUNT}){{0,4}}\s?[\])]?"
        r")\s*$",
        re.IGNORECASE,
    )


@cache
def correction() -> re.Pattern[str]:
    """Words with which a publisher says that something was wrong."""
    return re.compile(
        r"\b(?:rectificatifs?|rectifications?|errat(?:um|a)|corrections?\s*(?=:)|corrigé(?:e|es|s)?\b|précision\s*(?=:)"
        r"|mise\s+au\s+point|une\s+(?:première|précédente)\s+version|une\s+version\s+(?:précédente|antérieure)"
        r"|contrairement\s+à\s+ce\s+que\s+nous|par\s+erreur|nous\s+avions\s+(?:écrit|indiqué)"
        r"|corrected|corrects|clarification|editor[’']s\s+note|an\s+earlier\s+version|a\s+previous\s+version"
        r"|this\s+(?:article|story)\s+(?:was|has\s+been)\s+(?:amended|corrected)|retraction|retracted"
        r"|berichtigung|korrektur|richtigstellung|korrigiert\w*|in\s+einer\s+(?:früheren|ersten)\s+(?:version|fassung)"
        r"|corrección|fe\s+de\s+erratas?|rectificación|una\s+versión\s+anterior|corregido|errata\s+corrige|rettifica"
        r"|una\s+versione\s+precedente|corretto|correção|retificação|errata|uma\s+versão\s+anterior|corrigido"
        r")\b"
        r"|\bcorrection\s?:|\bprécision\s?:|정정\s?(?:보도|합니다|:)|바로잡(?:습니다|음)|오보|訂正|お詫び|更正|исправлен[оаы]?|уточнение|تصحيح",
        re.IGNORECASE,
    )


# Common words for numbers from two up, in lower case: "onze morts" is a fact as "11 morts" is. One is left out: in most
# of these languages it is an article too.
NUMBER_WORDS = frozenset(
    """
    deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt vingts trente quarante
    cinquante soixante cent cents mille million millions milliard milliards
    two three four five seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
    nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand billion
    zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn zwanzig dreißig vierzig fünfzig
    hundert tausend millionen milliarde milliarden
    dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince veinte treinta cuarenta cincuenta
    cien mil millón millones
    due tre quattro cinque sei sette otto nove dieci undici dodici tredici quindici venti trenta cento mila milioni
    dois duas três quatro oito dez onze doze treze vinte trinta cem milhões
    """.split()  # noqa: SIM905 - a table, not code
)
