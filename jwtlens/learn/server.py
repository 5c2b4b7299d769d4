"""A server of the lessons: state and a request go in, state and a response come out. Nothing listens anywhere.

It logs people in, issues tokens, and guards its routes with jwtlens's own judgement, as a careful server would.
"""

import hmac
import secrets
from collections.abc import Callable
from typing import Any, NamedTuple

from jwtlens.editing.new_token import Wanted, signed
from jwtlens.inspection import inspect
from jwtlens.keys.key import Key, Keyring
from jwtlens.keys.secret import Secret
from jwtlens.learn.refusals import Refusal, refusal
from jwtlens.samples.recipe import written
from jwtlens.verify.policy import Policy
from jwtlens.verify.report import Verdict

ACCESS_SECONDS = 15 * 60
REFRESH_SECONDS = 14 * 86_400
COOKIE = "__Host-token"
"""A name with this prefix is taken only with Secure, Path=/ and no Domain (RFC 6265bis section 4.1.3.2)."""

_COOKIE_RULES = "Path=/; HttpOnly; Secure; SameSite=Strict"


class Account(NamedTuple):
    """A person who may log in. A real server keeps a slow hash of the password, never the password."""

    subject: str
    password: Secret[str]
    role: str
    scope: str


class Refresh(NamedTuple):
    """A refresh token that was handed out. ``family`` is the login that it goes back to."""

    text: Secret[str]
    family: str
    user: str
    until: float
    used: bool = False


class Server(NamedTuple):
    """The state of the server. ``denied`` are the ``jti`` of access tokens that it takes no longer.

    ``ended`` are the logins that were ended, by their family.
    """

    accounts: dict[str, Account]
    key: Key
    issuer: str = "https://auth.example.com"
    audience: str = "https://api.example.com"
    denied: frozenset[str] = frozenset()
    refreshes: tuple[Refresh, ...] = ()
    ended: frozenset[str] = frozenset()

    @property
    def policy(self) -> Policy:
        """What its guard expects of every token: it names everything, and takes nothing from the token."""
        names = self.key.algorithms()[:1]
        required = ("exp", "sub", "jti")
        return Policy(issuers=(self.issuer,), audiences=(self.audience,), algorithms=names, required=required)


class Request(NamedTuple):
    """A request. The names of headers are in small letters."""

    method: str
    path: str
    headers: dict[str, str] = {}  # noqa: RUF012 - a NamedTuple's default, never changed
    body: dict[str, str] = {}  # noqa: RUF012


class Response(NamedTuple):
    """A response. ``log`` is what the server writes into its own log, ``code`` names a refusal for the lessons."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: dict[str, Any] = {}  # noqa: RUF012 - as above
    log: str = ""
    code: str = ""


Fresh = Callable[[], str]
"""Makes a text that nobody guesses."""


def answer(
    server: Server, request: Request, now: float, fresh: Fresh = lambda: secrets.token_urlsafe(16)
) -> tuple[Server, Response]:
    """Answer a request as of ``now``, a Unix time in seconds; return the server as it is afterwards."""
    match request.method, request.path:
        case "POST", "/login":
            return _login(server, request, now, fresh)
        case "POST", "/refresh":
            return _refresh(server, request, now, fresh)
        case "POST", "/logout":
            gone = ("set-cookie", f"{COOKIE}=; Max-Age=0; {_COOKIE_RULES}")
            return server, Response(204, (gone,), log="told the browser to drop its cookie; the token stays valid")
        case "GET", "/profile":
            return server, _guarded(server, request, now)
        case "GET", "/admin":
            return server, _guarded(server, request, now, role="admin")
        case "POST", "/revoke":
            return _revoke(server, request, now)
    return server, Response(404, body={"error": "not found"}, log=f"no route {request.method} {request.path}")


def _login(server: Server, request: Request, now: float, fresh: Fresh) -> tuple[Server, Response]:
    user, password = request.body.get("username", ""), request.body.get("password", "")
    account = server.accounts.get(user)
    known = account.password.reveal() if account else ""
    if account is None or not _equal(known, password):
        return server, Response(401, body={"error": "wrong name or password"}, log="login refused", code="credentials")
    return _issued(server, user, fresh(), now, fresh)


def _issued(server: Server, user: str, family: str, now: float, fresh: Fresh) -> tuple[Server, Response]:
    """Hand out an access token, as a cookie and in the body, and the next refresh token of the family."""
    account, issued = server.accounts[user], int(now)
    claims = {
        "iss": server.issuer,
        "sub": account.subject,
        "aud": server.audience,
        "client_id": "web",
        "role": account.role,
        "scope": account.scope,
        "jti": fresh(),
        "iat": issued,
        "exp": issued + ACCESS_SECONDS,
    }
    token = signed(written(claims), Wanted(typ="at+jwt"), Keyring((server.key,)))
    refresh = Refresh(Secret(fresh()), family, user, now + REFRESH_SECONDS)
    cookie = ("set-cookie", f"{COOKIE}={token}; Max-Age={ACCESS_SECONDS}; {_COOKIE_RULES}")
    body = {
        "access_token": token,
        "token_type": "Bearer",
        "expires_in": ACCESS_SECONDS,
        "refresh_token": refresh.text.reveal(),
    }
    log = f"issued a token for {account.subject}: aud {server.audience}, {ACCESS_SECONDS // 60} minutes"
    after = server._replace(refreshes=(*server.refreshes, refresh))
    return after, Response(200, (cookie, ("cache-control", "no-store")), body, log)


def _refresh(server: Server, request: Request, now: float, fresh: Fresh) -> tuple[Server, Response]:
    """Take a refresh token once; a second time means that two have it, so the whole login ends (RFC 9700 4.14.2)."""
    text = request.body.get("refresh_token", "")
    found = next((one for one in server.refreshes if _equal(one.text.reveal(), text)), None)
    if found is None:
        return server, _invalid_grant("unknown refresh token", "refresh-unknown")
    if found.used:
        after = server._replace(ended=server.ended | {found.family})
        return after, _invalid_grant("refresh token used twice: ended this login for everybody", "refresh-reused")
    if found.family in server.ended:
        return server, _invalid_grant("this login was ended", "refresh-ended")
    if now >= found.until:
        return server, _invalid_grant("refresh token expired", "refresh-expired")
    marked = tuple(one._replace(used=True) if one is found else one for one in server.refreshes)
    return _issued(server._replace(refreshes=marked), found.user, found.family, now, fresh)


def _invalid_grant(log: str, code: str) -> Response:
    return Response(400, (("cache-control", "no-store"),), {"error": "invalid_grant"}, log, code)


def _revoke(server: Server, request: Request, now: float) -> tuple[Server, Response]:
    """Put the token's id on the deny-list; whoever may not use a token may not revoke it either."""
    judged = _judged(server, request, now)
    if isinstance(judged, Refusal):
        return server, _refused(judged)
    jti = str(judged["jti"])
    return server._replace(denied=server.denied | {jti}), Response(204, log=f"jti {jti} is on the deny-list now")


def _guarded(server: Server, request: Request, now: float, role: str = "") -> Response:
    judged = _judged(server, request, now)
    if isinstance(judged, Refusal):
        return _refused(judged)
    if role and judged.get("role") != role:
        log = f"the token is fine, but role is not {role}"
        challenge = ("www-authenticate", 'Bearer realm="api", error="insufficient_scope"')
        return Response(403, (challenge,), {"error": "forbidden"}, log, "forbidden")
    return Response(200, body={"sub": judged["sub"]}, log="token accepted")


def _judged(server: Server, request: Request, now: float) -> dict[str, object] | Refusal:
    """The middleware: find the token, verify it, look it up in the deny-list; only then believe its claims."""
    token = _presented(request)
    if not token:
        return Refusal("", "missing", "no token in Authorization or cookie")
    inspection = inspect(token, Keyring((server.key,)), server.policy, now=now, with_audit=False, as_pasted=False)
    if inspection.report.verdict is not Verdict.ACCEPTED:
        return refusal(inspection.report)
    if inspection.claims["jti"] in server.denied:  # a string: any other is not accepted
        return Refusal("The token was revoked", "revoked", "its jti is on the deny-list")
    return inspection.claims


def _equal(known: str, given: str) -> bool:
    """Compare secrets in a time that tells nothing about where they differ."""
    return hmac.compare_digest(known.encode(), given.encode("utf-8", "replace"))


def _presented(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return token.strip()
    cookies = (one.strip().partition("=") for one in request.headers.get("cookie", "").split(";"))
    return next((value for name, _, value in cookies if name == COOKIE), "")


def _refused(found: Refusal) -> Response:
    """Write a refusal as RFC 6750 section 3 wants it: no error code where there was no token at all."""
    challenge = 'Bearer realm="api"'
    if found.description:
        challenge += f', error="invalid_token", error_description="{found.description}"'
    return Response(401, (("www-authenticate", challenge),), {"error": "unauthorized"}, found.log, found.code)
