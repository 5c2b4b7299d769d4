"""The keys of an issuer, fetched because the user asked and said yes to a plan; nothing in a token comes here.

The rules: https, or http to this machine; only addresses of the internet, unless the plan named others; each host is
resolved once, and what was judged is what is connected to; at most three redirects, none to another host; the issuer in
a discovery document is the one that was asked for; its ``jwks_uri`` is fetched at once only on the same scheme, host
and port, and is a new question to the user on any other. Five seconds and 1 MiB are for everything together.
"""

import ssl
import time
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from jwtlens import times
from jwtlens.displayable import quoted
from jwtlens.jose import strict_json
from jwtlens.keys.key import Keyring
from jwtlens.network import addresses, published, transport
from jwtlens.network.plan import Plan, UnconfirmedError, plan
from jwtlens.network.refusal import NotFetchedError
from jwtlens.problem import Problem

__all__ = ["Fetched", "Network", "NotFetchedError", "Plan", "UnconfirmedError", "fetch", "plan"]

SECONDS = 5.0
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS = 3


class Network(NamedTuple):
    """What a test puts in the place of the world: the time allowed, the resolver, the authorities that are trusted."""

    seconds: float = SECONDS
    resolve: Callable[[str, int, float], tuple[str, ...]] = addresses.resolve
    context: ssl.SSLContext | None = None


_WORLD = Network()


class Fetched(NamedTuple):
    """The keys, labelled: ``url`` is where they were in the end, ``fetched_at`` a Unix time in seconds.

    ``problems`` are those of the whole answer and of keys that could not be read; the ring has the same. To refresh,
    fetch the same plan again.
    """

    keyring: Keyring
    url: str
    fetched_at: float
    problems: tuple[Problem, ...]


def fetch(agreed: Plan, network: Network = _WORLD) -> Fetched:
    """Carry out a plan that the user has seen and agreed to. Blocks for five seconds at most; call it in a thread.

    Raises UnconfirmedError where the user has to be asked again (show its plan, and fetch that), and NotFetchedError,
    with a sentence, for everything else.
    """
    visit = _Visit(agreed, network)
    url, document = visit.json(agreed.url)
    if agreed.issuers:
        url, document = visit.json(_jwks_uri(document, agreed))
    at = time.time()
    keyring = published.read(document, f"{url}, {times.utc(at)}")
    return Fetched(keyring, url, at, keyring.problems)


def _jwks_uri(document: dict[str, object], agreed: Plan) -> str:
    """Return the address of the keys if the user's yes covers it. Raises NotFetchedError."""
    issuer = document.get("issuer")
    if not strict_json.is_text(issuer) or issuer not in agreed.issuers:
        found = f"is for {quoted(issuer)}" if strict_json.is_text(issuer) else "names no issuer"
        message = f"the document at {agreed.url} {found}; asked for was {quoted(agreed.issuers[0])}"
        raise NotFetchedError("issuer-other", f"{message}. They must be the same, to the last slash")
    address = document.get("jwks_uri")
    if not strict_json.is_text(address):
        raise NotFetchedError("jwks-uri-missing", f"the document at {agreed.url} names no jwks_uri, so no keys")
    try:
        following = plan(address, "jwks")
    except NotFetchedError as error:
        raise NotFetchedError(error.problem.code, f"jwks_uri of {agreed.url}: {error}") from None
    if following.origin == agreed.origin:
        return following.url
    if agreed.origin.startswith("https:") and not following.origin.startswith("https:"):
        raise NotFetchedError(
            "address-http", f"jwks_uri of {agreed.url}: {following.url} is not https, as the issuer is"
        )
    raise UnconfirmedError(f"the issuer's keys are on another host, {following.host}", following, private=False)


class _Visit:
    """Requests to one host, all within one deadline and to the addresses that were resolved and judged first."""

    def __init__(self, agreed: Plan, network: Network) -> None:
        self._agreed = agreed
        self._context = network.context
        self._deadline = transport.Deadline(network.seconds)
        self._target = self._resolved(network)

    def json(self, url: str) -> tuple[str, dict[str, object]]:
        """Fetch a JSON object; return where it was in the end, and its members. Raises NotFetchedError."""
        for _ in range(_MOST_REDIRECTS + 1):
            parts = urlsplit(url)
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            answer = transport.get(self._target, path, self._deadline, self._context)
            if answer.status not in _REDIRECTS:
                return url, _members(answer, url)
            url = self._redirected(url, answer.location)
        raise NotFetchedError("redirects", f"{self._agreed.host} redirects more than {_MOST_REDIRECTS} times")

    def _redirected(self, url: str, location: str) -> str:
        try:
            following = plan(urljoin(url, location), "jwks")
        except ValueError:  # of urljoin, for brackets that do not close
            raise NotFetchedError("redirect-invalid", f"{url} redirects to what is no address") from None
        except NotFetchedError as error:
            raise NotFetchedError(error.problem.code, f"{url} redirects: {error}") from None
        if following.origin != self._agreed.origin:
            message = f"{url} redirects to {following.origin}, another host. If you trust that one, fetch from it"
            raise NotFetchedError("redirect-host", message)
        return following.url

    def _resolved(self, network: Network) -> transport.Target:
        """Look the host up, once, and judge every address. Raises UnconfirmedError for one that is not public."""
        parts = urlsplit(self._agreed.url)
        host = parts.hostname or ""
        port = parts.port or (443 if parts.scheme == "https" else 80)
        try:
            found = network.resolve(host, port, self._deadline.left())
        except TimeoutError:
            raise transport.too_slow(host, self._deadline) from None
        foreign = tuple(one for one in found if addresses.place(one) and one not in self._agreed.covers)
        if parts.scheme == "http" and any(addresses.place(one) != "loopback" for one in found):
            raise NotFetchedError("address-http", f"{host} is not this machine, and http is not encrypted. Use https")
        if foreign:
            where = addresses.place(foreign[0])
            message = f"{host} has the {where} address {foreign[0]}, which is not one of the internet"
            raise UnconfirmedError(message, self._agreed.also(foreign, message), private=True)
        return transport.Target(parts.scheme, host, port, self._agreed.host, found)


def _members(answer: transport.Answer, url: str) -> dict[str, object]:
    if answer.status != 200:
        raise NotFetchedError("http-status", f"{url} answers {answer.status} {quoted(answer.reason)}, not with keys")
    document = strict_json.parse(answer.body, "answer")
    if not document.readable or not isinstance(document.value, dict):
        said = f"; it calls itself {quoted(answer.kind)}" if answer.kind else ""
        raise NotFetchedError("not-json", f"what {url} sends is not a JSON object{said}")
    return document.members
