"""A small press over loopback HTTP for whole-process tests: documents that a test may change while it is served."""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Press:
    """What each path says now; `asked` counts the requests for it."""

    def __init__(self) -> None:
        self.documents: dict[str, bytes] = {}
        self.headers: dict[str, dict[str, str]] = {}
        self.asked: dict[str, int] = {}
        self.port = 0

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"


def rss(*items: tuple[str, str, str], title: str = "Le Courrier") -> bytes:
    """A feed of (guid, title, description) items."""
    body = "".join(
        f"<item><guid isPermaLink='false'>{guid}</guid><link>https://courrier.example/{guid}</link><title>{headline}</title>"
        f"<description>{text}</description><pubDate>Tue, 10 Mar 2026 08:00:00 +0100</pubDate></item>"
        for guid, headline, text in items
    )
    return f"<rss version='2.0'><channel><title>{title}</title><language>fr</language>{body}</channel></rss>".encode()


@contextmanager
def serving() -> Iterator[Press]:
    """A press at a free port of every 127.x.y.z address, in a thread of its own."""
    press = Press()

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            press.asked[self.path] = press.asked.get(self.path, 0) + 1
            body = press.documents.get(self.path)
            self.send_response(404 if body is None else 200)
            for name, value in press.headers.get(self.path, {}).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
            pass

    server = http.server.ThreadingHTTPServer(("0.0.0.0", 0), Handler)
    press.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield press
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
