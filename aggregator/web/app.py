"""The site: one Starlette app over a read-only archive, Datasette mounted at /db.

Every page answers in HTML, as `.json`, and as `.atom` where it lists entries. A page is made anew for each request from
one read-only connection, and is sent only when it differs from what the browser has (ETag). A click never waits for the
writer (WAL).
"""

import contextlib
import hashlib
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from msgspec import Struct
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from aggregator import archive
from aggregator.errors import AggregatorError, ArchiveError, UsageError
from aggregator.records import Config
from aggregator.views import DaemonStatus
from aggregator.web import actions, feeds, memento, site, websub
from aggregator.web.actions import Act
from aggregator.web.explore import Explorer
from aggregator.web.pages import LANGUAGES, Pages, negotiate
from aggregator.web.site import Ask, Handler, Page, Redirect

log = logging.getLogger("aggregator.web")

POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# Only the page of one entry shows pictures of the publisher: elsewhere, reading the list tells nobody what is read.
POLICY_WITH_PICTURES = POLICY.replace("img-src 'self'", "img-src 'self' https: http:")
# A written digest carries its styles on its elements, as mail programs need it; it may do nothing else.
POLICY_OF_DIGEST = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'; sandbox"
FORMS = ("json", "atom")
_HERE = Path(__file__).parent
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)  # `updated` of a feed that has no entry

# Path -> what it shows; `{name}` may end in .json or .atom, and so may the path.
_PAGES: Mapping[str, Handler] = {
    "/story/{name}": site.story,
    "/entry/{name}": site.entry,
    "/topic/{name:path}": site.topic,
    "/source/{name:path}": site.source,
    "/index": site.index,
    "/topics": site.topics,
    "/sources": site.sources,
    "/search": site.find,
    "/edits": site.edits,
    "/front": site.front,
    "/health": site.health,
    "/digests": site.digests,
}


def create_app(
    archive_dir: Path,
    *,
    config: Callable[[], Config],
    act: Act | None = None,
    status: Callable[[], DaemonStatus] | None = None,
    push: websub.Push | None = None,
) -> Starlette:
    """The pages over the archive in `archive_dir`.

    Args:
        config: asked at each request, so that a changed feeds.yaml is seen.
        act: hands a wish to the process that writes, answers in one sentence, raises UsageError when it makes no
            sense; None: the pages are for reading only.
        status: what the process that polls says of itself; None when another process polls, or none.
        push: answers the hubs of feeds; None when another process polls, or none.
    """
    shell = _Shell(archive_dir=archive_dir, config=config, act=act, status=status, pages=Pages())
    explorer = Explorer(archive_dir / "archive.db")
    routes = [Route("/", partial(shell.page, site.index, "html"))]
    for path, handler in _PAGES.items():
        routes += [Route(f"{path}.{form}", partial(shell.page, handler, form)) for form in FORMS]
        routes.append(Route(path, partial(shell.page, handler, "html")))
    routes.append(Route("/digests/{name}", shell.digest))
    routes += memento.routes(archive_dir, lambda request: _root(request, config()))
    routes.append(Route("/act", shell.act_on, methods=["POST"]))

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        await explorer.close()

    app = Starlette(
        routes=[
            *routes,
            *websub.routes(push),
            Mount("/static", StaticFiles(directory=_HERE / "static")),
            Route("/favicon.ico", _icon),
            Route("/db", _to_explorer),
            Mount("/db", explorer),
        ],
        exception_handlers={404: shell.missing, 405: shell.missing, AggregatorError: shell.trouble},
        middleware=[Middleware(GZipMiddleware, minimum_size=1000), Middleware(_Guarded)],
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False
    return app


async def _icon(_: Request) -> Response:
    """The icon where browsers look for it unasked, also from the explorer, whose origin is another."""
    return FileResponse(
        _HERE / "static" / "icon.svg",
        media_type="image/svg+xml",
        headers={"cross-origin-resource-policy": "cross-origin"},
    )


async def _to_explorer(_: Request) -> Response:
    return RedirectResponse("/db/", status_code=308)


class _Guarded:
    """Adds the headers that bound what a page may do, where it has not set its own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = message.setdefault("headers", [])
                present = {name.lower() for name, _ in headers}
                headers.extend((name, value) for name, value in _GUARDS if name not in present)
            await send(message)

        await self._app(scope, receive, guarded)


_GUARDS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"interest-cohort=(), geolocation=(), camera=(), microphone=()"),
)


class _Shell(Struct, frozen=True, kw_only=True):
    """From request to response; what is shown is decided in site.py."""

    archive_dir: Path
    config: Callable[[], Config]
    act: Act | None
    status: Callable[[], DaemonStatus] | None
    pages: Pages

    async def page(self, handler: Handler, form: str, request: Request) -> Response:
        """The page of `handler` in the form asked for; SQLite and templates work in a thread."""
        return await run_in_threadpool(self._page, handler, form, request)

    def _page(self, handler: Handler, form: str, request: Request) -> Response:
        config = self.config()
        with contextlib.closing(archive.read(self.archive_dir)) as conn:
            ask = Ask(
                conn=conn,
                archive_dir=self.archive_dir,
                config=config,
                status=self.status() if self.status else None,
                pages=self.pages,
                name=request.path_params.get("name", ""),
                given=dict(request.query_params),
                language=_language(request),
                root=_root(request, config),
            )
            answer = handler(ask)
        if answer is None:
            return self._message(request, 404, "missing.title", "missing.text")
        if isinstance(answer, Redirect):
            suffix = "" if form == "html" else f".{form}"
            return RedirectResponse(answer.path + suffix, status_code=301)
        return self._shown(answer, form, ask, request)

    def _shown(self, page: Page, form: str, ask: Ask, request: Request) -> Response:
        if form == "json":
            return _fresh(request, feeds.to_json(page.view).encode(), "application/json; charset=utf-8", ask.language)
        if form == "atom":
            if page.entries is None:
                return self._message(request, 404, "missing.title", "missing.text")
            return _fresh(request, _atom(page, ask, request), "application/atom+xml; charset=utf-8", ask.language)
        body = self._html(request, ask.config, page.template, title=page.title, page=page, v=page.view, **page.context)
        response = _fresh(request, body.encode(), "text/html; charset=utf-8", ask.language)
        if page.template == "entry.html":
            response.headers["content-security-policy"] = POLICY_WITH_PICTURES
        if self.act is not None:
            # Under no-referrer a browser sends `Origin: null` with our own forms, and over plain http nothing else
            # tells where a form came from. Outside links are told nothing either way.
            response.headers["referrer-policy"] = "same-origin"
        return response

    def _html(self, request: Request, config: Config, template: str, **context: Any) -> str:
        return self.pages.render(
            template,
            language=_language(request),
            zone=config.timezone,
            path=request.url.path,
            other_form=partial(_other_form, request),
            in_tongue=partial(_in_tongue, request),
            given=dict(request.query_params),
            writable=self.act is not None,
            needs_token=not actions.is_trusted(config.web, cookie=request.cookies.get(actions.COOKIE), token=""),
            **context,
        )

    # ----------------------------------------------------------------------------------------------- other answers

    async def digest(self, request: Request) -> Response:
        """A digest that was written, as it was written."""
        name = request.path_params["name"]
        path = self.archive_dir / "digests" / name
        kind = site.DIGEST_TYPES.get(path.suffix)
        if kind is None or name.startswith(".") or path.name != name or not path.is_file():
            return self._message(request, 404, "missing.title", "missing.text")
        response = FileResponse(path, media_type=kind)
        response.headers["content-security-policy"] = POLICY_OF_DIGEST
        return response

    async def act_on(self, request: Request) -> Response:
        """Hand a wish to the process that writes."""
        config = self.config()
        if self.act is None:
            return self._message(request, 403, "act.reading.title", "act.reading.text")
        if not actions.from_this_site(request.headers, config.web):
            return self._message(request, 403, "act.foreign.title", "act.foreign.text")
        wish = actions.read_form(await _body(request))
        if wish is None:
            return self._message(request, 400, "act.unclear.title", "act.unclear.text")
        if not actions.is_trusted(config.web, cookie=request.cookies.get(actions.COOKIE), token=wish.token):
            return self._message(request, 403, "act.token.title", "act.token.text", back=wish.back)
        try:
            said = await self.act(wish.kind, wish.argument)
        except UsageError as error:
            return self._message(request, 400, "act.refused.title", None, error=error, back=wish.back)
        response = (
            RedirectResponse(wish.back, status_code=303)
            if wish.kind in actions.QUIET
            else self._message(request, 200, "act.done.title", None, said=said, back=wish.back)
        )
        if wish.token and config.web.token is not None:
            value = actions.cookie_value(config.web.token)
            secure = request.url.scheme == "https"
            response.set_cookie(
                actions.COOKIE, value, max_age=31_536_000, httponly=True, samesite="strict", secure=secure
            )
        return response

    async def missing(self, request: Request, error: Exception) -> Response:
        """The page for an address that shows nothing."""
        return self._message(request, getattr(error, "status_code", 404), "missing.title", "missing.text")

    async def trouble(self, request: Request, error: Exception) -> Response:
        """The page for trouble with us: no archive, an archive from a newer version."""
        assert isinstance(error, AggregatorError)
        log.warning("page failed path=%s error=%s", request.url.path, error.message)
        status = 503 if isinstance(error, ArchiveError) else 500
        return self._message(request, status, "trouble.title", None, error=error)

    def _message(
        self,
        request: Request,
        status: int,
        title: str,
        text: str | None,
        *,
        error: AggregatorError | None = None,
        said: str = "",
        back: str = "/",
    ) -> Response:
        catalog = self.pages.catalogs[_language(request)]
        sentence = catalog[text] if text else said
        if request.url.path.endswith(".json"):
            view = {
                "status": status,
                "message": error.message if error else sentence,
                "hint": error.hint if error else None,
            }
            return Response(feeds.to_json(view), status, media_type="application/json")
        body = self._html(
            request,
            self.config(),
            "message.html",
            title=catalog[title],
            sentence=sentence,
            error=error,
            back=back,
            page=None,
        )
        return Response(body, status, media_type="text/html")


def _atom(page: Page, ask: Ask, request: Request) -> bytes:
    own = ask.root + _here(request)
    path = request.url.path.removesuffix(".atom")
    query = f"?{request.url.query}" if request.url.query else ""
    return feeds.atom(
        f"{page.title} · aggregator",
        page=ask.root + ("/" if path == "/index" else path) + query,
        own=own,
        language=ask.language,
        entries=page.entries or (),
        empty=_EPOCH,
    )


def _fresh(request: Request, body: bytes, kind: str, language: str) -> Response:
    """`body`, or 304 when the browser has it already (RFC 9110 section 13.1.2)."""
    tag = f'W/"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    headers = {
        "etag": tag,
        "cache-control": "no-cache",
        "vary": "Accept-Language, Cookie",
        "content-language": language,
    }
    known = {one.strip() for one in request.headers.get("if-none-match", "").split(",")}
    response = (
        Response(status_code=304, headers=headers) if tag in known else Response(body, headers=headers, media_type=kind)
    )
    asked = request.query_params.get("lang")
    if asked in LANGUAGES:
        response.set_cookie("lang", asked, max_age=31_536_000, samesite="lax", httponly=True)
    return response


def _language(request: Request) -> str:
    return negotiate(
        request.query_params.get("lang"), request.cookies.get("lang"), request.headers.get("accept-language")
    )


def _root(request: Request, config: Config) -> str:
    return (config.web.base_url or f"{request.url.scheme}://{request.url.netloc}").rstrip("/")


def _here(request: Request) -> str:
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def _other_form(request: Request, form: str) -> str:
    """The address of this page in another form."""
    path = "/index" if request.url.path == "/" else request.url.path
    return f"{path}.{form}" + (f"?{request.url.query}" if request.url.query else "")


def _in_tongue(request: Request, language: str) -> str:
    """The address of this page in another language."""
    given = [(key, value) for key, value in request.query_params.multi_items() if key != "lang"]
    return f"{request.url.path}?{urlencode([*given, ('lang', language)])}"


async def _body(request: Request) -> bytes:
    """The body, read no further than a form may be long."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > actions.LARGEST:
            break
    return body
