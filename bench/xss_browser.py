"""What Chromium does with the payloads of `xss.py`: raw, and after the sanitizer.

    python -m bench.xss_browser [--all]

Raw, each payload gets a frame of its own, so that none disturbs another; sanitized, all stand in one document, whose markup
is serialized and parsed again three times by the browser itself. In both every element is then handed the events that a
reader could cause: focus, pointer, click, submit, scroll, copy. A payload that runs calls hit().

Without --all the raw side takes the plain payloads of each kind; the sanitized side takes all of them always.
"""

import argparse
import html
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from aggregator.text.html import sanitize
from bench import xss

CHROMIUM = "/usr/bin/chromium"
# Nothing is asked for outside: an address that is somebody's would answer otherwise every day.
ARGUMENTS = ("--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND")
PLACE = "http://judge.example/"
FRAMES = 110  # in one document
SETTLE = 250  # milliseconds for what runs late

# In every frame, also in one of an origin of its own.
_HIT = """
if (window === top) {
  window.hits = new Set();
  addEventListener('message', said => { if (said.data && said.data.hit !== undefined) hits.add(said.data.hit) });
}
window.hit = number => { top.postMessage({hit: number}, '*') };
window.alert = window.confirm = window.prompt = () => hit(-1);
"""
_PROVOKE = """
() => {
  const events = ['error', 'load', 'loadstart', 'focus', 'focusin', 'mouseover', 'pointerenter', 'animationstart', 'scroll',
    'scrollend', 'toggle', 'beforetoggle', 'start', 'submit', 'click', 'auxclick', 'close', 'cancel', 'begin', 'play', 'wheel',
    'touchstart', 'copy', 'beforematch', 'contentvisibilityautostatechange'];
  const documents = [document];
  for (const frame of document.querySelectorAll('iframe')) {
    try { if (frame.contentDocument) documents.push(frame.contentDocument) } catch (error) { /* of another origin */ }
  }
  for (const one of documents) for (const element of one.querySelectorAll('*')) {
    const address = String(element.href && element.href.baseVal !== undefined ? element.href.baseVal : element.href || '');
    if (/^(https?|mailto|tel):/i.test(address)) element.removeAttribute('href');  // leads away, and runs nothing here
    const click = new MouseEvent('click', {bubbles: true, cancelable: true});
    const acts = [...events.map(name => () => element.dispatchEvent(new Event(name))), () => element.focus(),
      () => element.click ? element.click() : element.dispatchEvent(click),
      () => element.tagName === 'FORM' && element.submit()];
    for (const act of acts) try { act() } catch (error) { /* this element cannot */ }
  }
}
"""
_REPARSE = "() => { for (let n = 0; n < 3; n++) document.body.innerHTML = document.body.innerHTML }"


def run_raw(browser: Any, payloads: Sequence[xss.Payload], *, enough: int | None = None) -> set[int]:
    """Numbers of the payloads that run when nobody cleans them; with `enough`, it stops once so many have."""
    found: set[int] = set()
    for start in range(0, len(payloads), FRAMES):
        if enough is not None and len(found) >= enough:
            break
        frames = (f'<iframe srcdoc="{html.escape(one.markup)}"></iframe>' for one in payloads[start : start + FRAMES])
        found |= run(browser, "\n".join(frames), reparse=False)
    return found


def run_clean(browser: Any, fragments: Iterable[str]) -> set[int]:
    """Numbers of the payloads that run in what was shown of them; -1 is one that no longer knows its number."""
    return run(browser, "\n".join(f"<div>{fragment}</div>" for fragment in fragments), reparse=True)


def run(browser: Any, body: str, *, reparse: bool) -> set[int]:
    """What calls hit() in a page of this body, by itself or when it is provoked."""
    page = f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>judge</title></head><body>{body}</body></html>"
    context = browser.new_context()
    try:
        context.add_init_script(_HIT)
        visit = context.new_page()
        visit.route(
            PLACE,
            lambda route: route.fulfill(body=page.encode("utf-8", "replace"), content_type="text/html; charset=utf-8"),
        )
        visit.goto(PLACE, wait_until="load")
        visit.wait_for_timeout(SETTLE)
        for _ in range(2 if reparse else 1):
            visit.evaluate(_PROVOKE)
            visit.wait_for_timeout(SETTLE)
            if reparse:
                visit.evaluate(_REPARSE)
                visit.wait_for_timeout(SETTLE)
        return {int(number) for number in visit.evaluate("[...hits]")}
    finally:
        context.close()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--all", action="store_true", help="every payload raw, too")
    given = parser.parse_args()
    if not Path(CHROMIUM).exists():
        print(f"no browser at {CHROMIUM}")
        return 2
    from playwright.sync_api import sync_playwright

    payloads = list(xss.payloads())
    raw = [one for one in payloads if given.all or one.plain]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        ran = run_raw(browser, raw)
        left = run_clean(browser, (sanitize(one.markup, "https://e.example/a/").html for one in payloads))
        print(
            f"Chromium {browser.version}: of {len(raw)} payloads {len(ran)} run raw; of {len(payloads)} cleaned, {len(left)}"
        )
        browser.close()
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
