"""Payloads against the sanitizer: handler x tag x scheme x spelling x nesting, and a judge that shows no mercy.

    python bench/xss.py            judge all payloads after three rounds of serializing and reparsing
    python bench/xss.py --html     write one page with sanitized payloads, for a browser: any that runs calls hit()
    python bench/xss.py --raw      the same page without the sanitizer: proves that the payloads do run

The payloads are generated; their kinds are those of the published cheat sheets (OWASP filter evasion, H5SC, mutation XSS).
"""

import argparse
import html
import itertools
import re
import sys
from collections.abc import Iterator

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
)  # fmt: skip
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


def payloads() -> Iterator[str]:
    """Every payload; the n-th calls hit(n)."""
    number = itertools.count()
    for (tag, handler, more), spelling in itertools.product(_HANDLERS, _SPELLINGS):
        n = next(number)
        call = CALL.format(n=n)
        coded = "".join(f"&#{ord(letter)};" for letter in call)
        yield spelling.format(t=tag, T=tag.upper(), h=handler, H=handler.upper(), a=more, q=call, e=coded)
    for scheme, carrier in itertools.product(_SCHEMES, _CARRIERS):
        yield carrier.format(u=scheme.format(q=CALL.format(n=next(number))))
    for whole, nest in itertools.product(_WHOLE, _NESTS):
        n = next(number)
        yield nest.format(p=whole.format(q=CALL.format(n=n), n=n))


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


def page(*, raw: bool) -> str:
    """One page with every seventh payload in a frame of its own, sanitized or not; the title counts those that ran."""
    frames = []
    for text in itertools.islice(payloads(), 0, None, 7):
        shown = text if raw else sanitize(text, "https://e.example/").html
        inside = "<script>hit=n=>parent.hit(n);alert=confirm=prompt=()=>parent.hit(-1)</script>" + shown
        frames.append(f'<iframe srcdoc="{html.escape(inside)}"></iframe>')
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><title>0</title><script>const hits=new Set();'
        "function hit(n){hits.add(n);document.title=String(hits.size)}</script></head><body>\n"
        + "\n".join(frames)
        + "\n</body></html>\n"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--html", action="store_true")
    parser.add_argument("--raw", action="store_true")
    args = parser.parse_args()
    if args.html or args.raw:
        sys.stdout.write(page(raw=args.raw).encode("utf-8", "replace").decode())
        return 0
    count, bad = 0, 0
    for text in payloads():
        count += 1
        said = faults(sanitize(text, "https://e.example/a/").html) + faults(sanitize(html.unescape(text), None).html)
        if said:
            bad += 1
            print(repr(text[:120]), said[:3])
    print(f"{count} payloads, {bad} with something left")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
