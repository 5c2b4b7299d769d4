"""The simulated server, asked as clients, careless ones and thieves would."""

from collections.abc import Callable
from itertools import count

import jwt
import pytest

from jwtlens.learn.server import ACCESS_SECONDS, COOKIE, REFRESH_SECONDS, Request, Response, Server, answer
from jwtlens.learn.world import ACTIONS, PASSWORD, USER, World, log, perform, world
from jwtlens.samples.recipe import Recipe, token
from tests.core_kit import NOW

ISSUER, AUDIENCE = "https://auth.example.com", "https://api.example.com"
CLAIMS = {"iss": ISSUER, "sub": "user_789", "aud": AUDIENCE, "jti": "b7e1c3d0", "iat": "now", "exp": "+15m"}


def issued(sign: str = "oct", alg: str = "HS256", **changes: object) -> str:
    claims = {name: value for name, value in (CLAIMS | changes).items() if value is not None}
    return token(Recipe(claims, {"alg": alg, "typ": "at+jwt"}, sign), NOW)


def tampered() -> str:
    return token(Recipe(dict(CLAIMS), {"alg": "HS256"}, "oct", tamper={"role": "admin"}), NOW)


def encrypted() -> str:
    return token(Recipe(dict(CLAIMS), encrypt={"alg": "dir", "enc": "A256GCM", "key": "oct"}), NOW)


def critical() -> str:
    return token(Recipe(dict(CLAIMS), {"alg": "HS256", "crit": ["odd"], "odd": 1}, "oct"), NOW)


GUARD: dict[str, tuple[Callable[[], str], int, str, str]] = {
    "genuine": (issued, 200, "", ""),
    "missing": (lambda: "", 401, "missing", ""),
    "tampered": (tampered, 401, "signature-invalid", "The signature is invalid"),
    "another secret": (lambda: issued("text:" + "x" * 32), 401, "signature-invalid", "The signature is invalid"),
    "expired": (lambda: issued(exp="-1"), 401, "expired", "The token expired"),
    "expires now": (lambda: issued(exp="now"), 401, "expired", "The token expired"),
    "not yet": (lambda: issued(nbf="+1m"), 401, "not-yet-valid", "The token is not valid yet"),
    "other audience": (
        lambda: issued(aud="https://b.example"),
        401,
        "aud-mismatch",
        "The token is for another audience",
    ),
    "other issuer": (lambda: issued(iss="https://e.example"), 401, "iss-mismatch", "The token is from another issuer"),
    "no jti": (lambda: issued(jti=None), 401, "claim-missing", "A claim is missing"),
    "no exp": (lambda: issued(exp=None), 401, "claim-missing", "A claim is missing"),
    "alg none": (lambda: issued("", "none"), 401, "alg-none", "The algorithm is not allowed"),
    "another alg": (lambda: issued("oct", "HS384"), 401, "alg-not-allowed", "The algorithm is not allowed"),
    "no token at all": (lambda: "nonsense", 401, "malformed", "The token is malformed"),
    "wrapped as if pasted": (lambda: f"'{issued()}'", 401, "malformed", "The token is malformed"),
    "encrypted": (encrypted, 401, "alg-not-allowed", "The algorithm is not allowed"),
    "an extension nobody knows": (critical, 401, "invalid", "The token is invalid"),
}


@pytest.mark.parametrize(("make", "status", "code", "description"), GUARD.values(), ids=GUARD)
@pytest.mark.parametrize("how", ["bearer", "cookie"])
def test_the_guard(how: str, make: Callable[[], str], status: int, code: str, description: str) -> None:
    headers = {"authorization": f"Bearer {make()}"} if how == "bearer" else {"cookie": f"a=b; {COOKIE}={make()}"}
    _, response = answer(world().server, Request("GET", "/profile", headers), NOW)
    assert (response.status, response.code) == (status, code)
    challenge = dict(response.headers).get("www-authenticate", "")
    if status == 200:
        assert response.body == {"sub": "user_789"}
        assert not challenge
    elif code == "missing":
        assert challenge == 'Bearer realm="api"'
    else:
        assert challenge == f'Bearer realm="api", error="invalid_token", error_description="{description}"'
        assert response.log


def test_a_login_issues_what_pyjwt_accepts() -> None:
    after = perform(world(), "login", "", NOW)
    key = after.server.key.material.reveal()
    options = {"verify_exp": False, "verify_iat": False}
    claims = jwt.decode(after.issued, key, ["HS256"], options, audience=AUDIENCE, issuer=ISSUER)  # type: ignore[arg-type]
    assert claims["exp"] - claims["iat"] == ACCESS_SECONDS
    assert claims["jti"]
    assert {"sub", "client_id"} <= claims.keys(), "RFC 9068 section 2.2 wants them of an access token"
    cookie = next(value for name, value in of(after).headers if name == "set-cookie")
    name, _, rest = cookie.partition("=")
    assert (name, rest.partition(";")[0]) == ("__Host-token", after.issued)
    assert {"HttpOnly", "Secure", "SameSite=Strict", "Path=/", "Max-Age=900"} <= set(rest.split("; "))


def of(after: World) -> Response:
    assert after.last is not None
    return after.last.response


def does(start: World, *actions: str, with_token: str = "") -> list[tuple[int, str]]:
    for action in actions:
        start = perform(start, action, with_token or start.issued, NOW)
    return [(one.response.status, one.response.code) for one in start.exchanges]


STORIES: dict[str, tuple[tuple[str, ...], list[tuple[int, str]]]] = {
    "wrong password": (("login-wrong",), [(401, "credentials")]),
    "the cookie is sent": (("login", "profile-cookie"), [(200, ""), (200, "")]),
    "before the login there is none": (("profile-cookie",), [(401, "missing")]),
    "logging out clears it": (("login", "logout", "profile-cookie"), [(200, ""), (204, ""), (401, "missing")]),
    "an editor is no admin": (("login", "admin"), [(200, ""), (403, "forbidden")]),
    "refreshing": (("login", "refresh", "profile-cookie"), [(200, ""), (200, ""), (200, "")]),
    "refreshing without a login": (("refresh",), [(400, "refresh-unknown")]),
    "a thief": (
        ("login", "refresh", "refresh-old", "refresh"),
        [(200, ""), (200, ""), (400, "refresh-reused"), (400, "refresh-ended")],
    ),
    "another login lives on": (
        ("login", "refresh", "refresh-old", "login", "refresh"),
        [(200, ""), (200, ""), (400, "refresh-reused"), (200, ""), (200, "")],
    ),
}


@pytest.mark.parametrize(("actions", "answers"), STORIES.values(), ids=STORIES)
def test_stories(actions: tuple[str, ...], answers: list[tuple[int, str]]) -> None:
    assert does(world(), *actions) == answers


def test_logging_out_does_not_revoke_and_the_deny_list_does() -> None:
    copied = issued()
    actions = ("login", "logout", "profile", "revoke", "profile", "revoke")
    answers = does(world(), *actions, with_token=copied)
    assert answers[2:] == [(200, ""), (204, ""), (401, "revoked"), (401, "revoked")]
    assert does(world(), "revoke", "profile", with_token=tampered()) == [(401, "signature-invalid")] * 2


@pytest.mark.parametrize("jti", [["a"], {"a": 1}, 7, None])
def test_a_jti_that_is_no_text_is_refused_before_the_deny_list_is_asked(jti: object) -> None:
    odd = token(Recipe(CLAIMS | {"jti": jti}, {"alg": "HS256"}, "oct"), NOW)
    answers = does(world(), "profile", "revoke", "profile", with_token=odd)
    assert {status for status, _ in answers} == {401}
    assert {code for _, code in answers} <= {"invalid", "claim-missing"}


@pytest.mark.parametrize("path", ["/login", "/refresh"])
def test_credentials_of_any_characters_are_refused(path: str) -> None:
    body = {"username": USER, "password": "\ud800é", "refresh_token": "\ud800é"}
    after = perform(world(), "login", "", NOW).server
    assert answer(after, Request("POST", path, body=body), NOW)[1].status in {400, 401}


def test_a_refresh_token_expires() -> None:
    after = perform(world(), "login", "", NOW)
    assert of(perform(after, "refresh", "", NOW + REFRESH_SECONDS - 1)).status == 200
    late = perform(after, "refresh", "", NOW + REFRESH_SECONDS)
    assert (of(late).status, of(late).code) == (400, "refresh-expired")


@pytest.mark.parametrize(
    "request_",
    [Request("GET", "/"), Request("GET", "/login"), Request("POST", "/profile"), Request("DELETE", "/admin")],
)
def test_other_routes_are_not_there(request_: Request) -> None:
    assert answer(world().server, request_, NOW)[1].status == 404


def test_an_unknown_name_gets_the_answer_of_a_wrong_password() -> None:
    server = world().server
    answers = [
        answer(server, Request("POST", "/login", body=body), NOW)[1]
        for body in ({"username": "bob", "password": ""}, {"username": USER, "password": "x"}, {})
    ]
    assert len(set(map(str, answers))) == 1
    assert answers[0].status == 401


def test_the_server_is_a_pure_function() -> None:
    def once() -> tuple[Server, Response]:
        numbers = count()
        login = Request("POST", "/login", body={"username": USER, "password": PASSWORD})
        return answer(world().server, login, NOW, lambda: f"fresh-{next(numbers)}")

    assert once() == once()


def test_what_the_log_says_is_displayable_and_the_caller_learns_less() -> None:
    after = perform(world(), "profile", issued(aud='evil"\x1b[31m'), NOW)
    challenge = dict(of(after).headers)["www-authenticate"]
    assert "evil" not in challenge
    assert "\x1b" not in "".join(log(after))
    assert "evil" in log(after)[0]


def test_every_action_can_be_done() -> None:
    start = perform(world(), "login", "", NOW)
    for action in ACTIONS:
        assert of(perform(start, action, start.issued, NOW)).status in {200, 204, 400, 401, 403}
