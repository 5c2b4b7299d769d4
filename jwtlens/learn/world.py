"""The simulation of a lesson: a server, the client before it, and everything that passed between them."""

from collections.abc import Callable
from typing import NamedTuple

from jwtlens.keys.secret import Secret
from jwtlens.learn.server import COOKIE, Account, Fresh, Request, Response, Server, answer
from jwtlens.samples import made_keys

USER, PASSWORD = "alice", "correct horse battery staple"

ACTIONS: dict[str, str] = {
    "login": "Log in with name and password",
    "login-wrong": "Log in with a wrong password",
    "profile": "Call /profile with the token on the bench (bearer)",
    "profile-cookie": "Call /profile with the browser's cookie",
    "profile-bare": "Call /profile with no token at all",
    "admin": "Call /admin with the token on the bench",
    "refresh": "Trade the newest refresh token for new tokens",
    "refresh-old": "Use a refresh token a second time, as a thief would",
    "logout": "Log out: the cookie goes",
    "revoke": "Revoke the token on the bench: deny-list its jti",
}
"""What a user can do, by name, each with its words for a button."""


class Exchange(NamedTuple):
    """One request and its response; ``action`` is its name in ACTIONS, ``at`` the Unix time in seconds."""

    action: str
    request: Request
    response: Response
    at: float


class World(NamedTuple):
    """Server and client. ``cookie`` and ``refreshes`` are what the browser keeps: boxed, for they are credentials.

    ``issued`` is the access token that the last exchange brought, for the screen to put on the bench; empty for none.
    """

    server: Server
    cookie: Secret[str] = Secret("")
    refreshes: tuple[Secret[str], ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    issued: str = ""

    @property
    def last(self) -> Exchange | None:
        """The last exchange."""
        return self.exchanges[-1] if self.exchanges else None


def world(key: str = "oct") -> World:
    """Return a server with one account, which signs with the key of this name, and a browser that has nothing yet."""
    account = Account("user_789", Secret(PASSWORD), "editor", "orders:read orders:write")
    return World(Server({USER: account}, made_keys.named(key)))


def perform(before: World, action: str, token: str, now: float, fresh: Fresh | None = None) -> World:
    """Do one of ACTIONS with the token on the bench, as of ``now``, a Unix time in seconds. KeyError for another."""
    request = _REQUESTS[action](before, token) if action in _REQUESTS else _called(action, token)
    given = () if fresh is None else (fresh,)
    server, response = answer(before.server, request, now, *given)
    after = before._replace(
        server=server, exchanges=(*before.exchanges, Exchange(action, request, response, now)), issued=""
    )
    return _kept(after, response)


def log(of: World) -> tuple[str, ...]:
    """Return the server's log, a line for each exchange: status, route, and why."""
    return tuple(
        f"{one.response.status} {one.request.method} {one.request.path}: {one.response.log}" for one in of.exchanges
    )


def _kept(after: World, response: Response) -> World:
    """Let the browser keep what the response brings: cookies, and the refresh token."""
    for name, value in response.headers:
        if name == "set-cookie":
            after = after._replace(cookie=Secret(value.partition(";")[0].removeprefix(f"{COOKIE}=")))
    if "refresh_token" in response.body:
        refreshes = (*after.refreshes, Secret(str(response.body["refresh_token"])))
        after = after._replace(refreshes=refreshes, issued=str(response.body["access_token"]))
    return after


def _called(action: str, token: str) -> Request:
    path = {"profile": "/profile", "admin": "/admin", "revoke": "/revoke"}[action]
    method = "POST" if action == "revoke" else "GET"
    return Request(method, path, {"authorization": f"Bearer {token}"})


def _login(password: str) -> Request:
    return Request("POST", "/login", body={"username": USER, "password": password})


def _refreshed(before: World, nth: int) -> Request:
    known = before.refreshes[nth].reveal() if len(before.refreshes) >= abs(nth) else ""
    return Request("POST", "/refresh", body={"refresh_token": known})


_REQUESTS: dict[str, Callable[[World, str], Request]] = {
    "login": lambda _before, _token: _login(PASSWORD),
    "login-wrong": lambda _before, _token: _login("let me in"),
    "profile-bare": lambda _before, _token: Request("GET", "/profile"),
    "profile-cookie": lambda before, _token: Request(
        "GET", "/profile", {"cookie": f"{COOKIE}={before.cookie.reveal()}"} if before.cookie.reveal() else {}
    ),
    "refresh": lambda before, _token: _refreshed(before, -1),
    "refresh-old": lambda before, _token: _refreshed(before, -2),
    "logout": lambda _before, _token: Request("POST", "/logout"),
}
