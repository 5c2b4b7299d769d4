"""The page and its websocket, for whoever knows the secret part of the address, and for no page of another site."""

import hmac
from collections.abc import Awaitable, Callable
from importlib import resources
from pathlib import Path
from typing import NamedTuple

from aiohttp import WSCloseCode, web
from aiohttp.typedefs import Handler, Middleware

from jwtlens.keys.secret import Secret
from jwtlens.limits import SOURCE_CHARS
from jwtlens.web.session import Session, at_most

_OWN = Path(__file__).parent / "page"
_THEIRS = Path(str(resources.files("textual_serve"))) / "static"
_FILES = {
    "page.css": _OWN / "page.css",
    "page.js": _OWN / "page.js",
    "terminal.css": _THEIRS / "css" / "xterm.css",
    "terminal.js": _THEIRS / "js" / "textual.js",
    "mono.ttf": _THEIRS / "fonts" / "RobotoMono-VariableFont_wght.ttf",
    "mono-italic.ttf": _THEIRS / "fonts" / "RobotoMono-Italic-VariableFont_wght.ttf",
}
_MESSAGE_BYTES = 8 * SOURCE_CHARS
"""Longest message of a page: room for the longest token, whatever JSON writes as an escape."""
_SOCKETS: web.AppKey[set[web.WebSocketResponse]] = web.AppKey("_SOCKETS", set)


class Site(NamedTuple):
    """Where the page is. ``authority`` is host and port as a browser names them: ``127.0.0.1:8000``."""

    authority: str
    secret: Secret[str]

    @property
    def origin(self) -> str:
        """What a browser calls the page's origin (RFC 6454)."""
        return f"http://{self.authority}"

    @property
    def address(self) -> Secret[str]:
        """The whole address; whoever has it, has the screen."""
        return Secret(f"{self.origin}/{self.secret.reveal()}/")


def application(site: Site, words: tuple[str, ...]) -> web.Application:
    """Make the server: the page, its files, and a websocket that runs jwtlens with these words of the command line."""
    app = web.Application(middlewares=[_guard(site)])
    app[_SOCKETS] = set()

    async def page(_: web.Request) -> web.Response:
        text = (_OWN / "page.html").read_text(encoding="utf-8")
        socket = f"ws://{site.authority}/{site.secret.reveal()}/socket"
        return web.Response(text=text.replace("SOCKET", socket), content_type="text/html")

    async def file(request: web.Request) -> web.FileResponse:
        path = _FILES.get(request.match_info["name"])
        if path is None:
            raise web.HTTPNotFound
        return web.FileResponse(path)

    async def socket(request: web.Request) -> web.WebSocketResponse:
        return await _run_session(request, words)

    app.router.add_get("/{secret}/", page)
    app.router.add_get("/{secret}/socket", socket)
    app.router.add_get("/{secret}/{name}", file)
    app.on_response_prepare.append(_headers(site))
    app.on_shutdown.append(_close_all)
    return app


def _guard(site: Site) -> Middleware:
    """Refuse what does not come from our own page, or from somebody who was given the whole address."""

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        # A name that another site lets point here (DNS rebinding) is not ours.
        if request.headers.getall("Host", []) != [site.authority]:
            raise web.HTTPMisdirectedRequest(text=f"jwtlens answers to http://{site.authority} only.\n")
        given = request.path.split("/")[1]
        if not hmac.compare_digest(given.encode("utf-8", "replace"), site.secret.reveal().encode()):
            raise web.HTTPForbidden(text="Open the whole address that jwtlens --serve has printed.\n")
        # Browsers let every page open a websocket to everywhere, and say in Origin which page it is.
        origins = request.headers.getall("Origin", [])
        if origins != [site.origin] and (origins or "Upgrade" in request.headers):
            raise web.HTTPForbidden(text="Another page may not do this.\n")
        return await handler(request)

    return guard


def _headers(site: Site) -> Callable[[web.Request, web.StreamResponse], Awaitable[None]]:
    """Keep the address and the screen to the page: nothing is cached, loaded from elsewhere, framed or opened.

    The sandbox without popups is there because the terminal in the page makes every address that it shows a link.
    xterm.js writes its own styles into the page, hence unsafe-inline for them.
    """
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; "
        f"img-src 'self' data:; connect-src ws://{site.authority}; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'; sandbox allow-scripts allow-same-origin"
    )
    fixed = {
        "Cache-Control": "no-store",
        "Content-Security-Policy": policy,
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "no-referrer",
        "Server": "jwtlens",
        "X-Content-Type-Options": "nosniff",
    }

    async def add(_: web.Request, response: web.StreamResponse) -> None:
        response.headers.update(fixed)

    return add


async def _run_session(request: web.Request, words: tuple[str, ...]) -> web.WebSocketResponse:
    socket = web.WebSocketResponse(heartbeat=15, max_msg_size=_MESSAGE_BYTES, compress=False)
    await socket.prepare(request)
    request.app[_SOCKETS].add(socket)
    session = Session(words, socket)
    try:
        await session.start(_cells(request, "width", 80), _cells(request, "height", 24))
        async for message in socket:
            await session.receive(message)
    except ValueError:
        session.kill()
        await socket.close(code=WSCloseCode.POLICY_VIOLATION)
    finally:
        await session.stop()
        request.app[_SOCKETS].discard(socket)
    return socket


def _cells(request: web.Request, name: str, usual: int) -> int:
    given = request.query.get(name, "")
    return at_most(int(given)) if given.isascii() and given.isdigit() and len(given) < 6 else usual


async def _close_all(app: web.Application) -> None:
    """End the sessions with the server."""
    sockets = app[_SOCKETS]
    for socket in tuple(sockets):
        await socket.close(code=WSCloseCode.GOING_AWAY)
