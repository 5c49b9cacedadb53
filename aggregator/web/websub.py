"""The address at which hubs confirm subscriptions and deliver news (WebSub, sections 5.3 and 7)."""

from collections.abc import Mapping
from typing import Protocol

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

LARGEST = 20_000_000  # bytes of a delivery


class Push(Protocol):
    """Who answers hubs: the process that polls."""

    async def verify(self, token: str, query: str) -> str | None:
        """The challenge to answer with, or None when nobody asked for this."""

    async def deliver(self, token: str, headers: Mapping[str, str], body: bytes) -> bool:
        """Take a delivery; False when there is no such subscription."""


def routes(push: Push | None) -> list[Route]:
    """The callback address of every subscription; none where nobody polls."""
    if push is None:
        return []

    async def callback(request: Request) -> Response:
        token = request.path_params["token"]
        if request.method != "POST":
            challenge = await push.verify(token, request.url.query)
            return Response(status_code=404) if challenge is None else PlainTextResponse(challenge)
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > LARGEST:
                return Response(status_code=413)
        headers = {name.lower(): value for name, value in request.headers.items()}
        # An unsigned delivery is answered like a signed one, so that nobody learns to guess.
        return Response(status_code=202 if await push.deliver(token, headers, bytes(body)) else 410)

    return [Route("/websub/{token}", callback, methods=["GET", "POST"])]
