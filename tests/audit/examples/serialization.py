from jwtlens.audit import Severity, Subject
from tests.audit.builders import Raises, Silent, about_claims, b64, compact, encrypted, good, head, mac, subject

CRITICAL, HIGH, MEDIUM, LOW, INFO = reversed(Severity)

_TOKEN = compact(head(), good())
_HEAD, _BODY, _TAIL = _TOKEN.split(".")
_DISCLOSURE = b64('["salt","name","Ann"]')
_JWE = encrypted({"alg": "dir", "enc": "A128GCM"}, key=b"")
_SD_JWT = f"{_TOKEN}~{_DISCLOSURE}~{_TOKEN}"


def _payload(data: bytes, **header: object) -> Subject:
    return subject(compact(head(**header), data))


def _sized(size: int) -> Subject:
    text = compact(head(), good(), "")
    return subject(text + "A" * (size - len(text)))


RAISES = [
    Raises("fmt-segments", HIGH, subject(f"{_HEAD}.{_BODY}")),
    Raises("fmt-segments", HIGH, subject(_HEAD)),
    Raises("fmt-segments", HIGH, subject(_TOKEN + ".a.b.c")),
    Raises("fmt-segments", HIGH, subject(f"{_HEAD}.{_BODY}~{b64(b'[]')}~")),
    Raises("fmt-segments", HIGH, subject("." * 5_000)),
    Raises("fmt-paste-artefact", INFO, subject(_TOKEN, removed=("the word Bearer", "quotes"))),
    Raises("fmt-whitespace", MEDIUM, subject(f"{_HEAD[:9]} \n{_HEAD[9:]}.{_BODY}.{_TAIL}")),
    Raises("fmt-whitespace", MEDIUM, subject(_JWE[:-3] + "\t" + _JWE[-3:])),
    Raises("fmt-padding", MEDIUM, subject(f"{_HEAD}.{_BODY}.{_TAIL}==")),
    Raises("fmt-std-base64", MEDIUM, subject(f"{_HEAD}.{_BODY}.+/{_TAIL[2:]}")),
    Raises("fmt-noncanonical", LOW, subject(f"{_HEAD}.{_BODY}.{b64(b'x' * 31)[:-1]}B")),
    Raises("fmt-base64-invalid", HIGH, subject(f"{_HEAD}.{_BODY}.{_TAIL}$")),
    Raises("fmt-base64-invalid", HIGH, subject(f"{_HEAD}.{_BODY}.{b64(b'x' * 33)}A")),
    Raises("fmt-json-serialization", MEDIUM, subject('{"payload":"e30","signatures":[{"signature":"x"}]}')),
    Raises("fmt-json-serialization", MEDIUM, subject('{"ciphertext":"e30","tag":"x"}')),
    Raises("size-cookie", LOW, _sized(4_097)),
    Raises("size-header", MEDIUM, _sized(8_193)),
    Raises("fmt-utf8", MEDIUM, _payload(b'{"name":"\xff"}')),
    Raises("fmt-utf8", MEDIUM, _payload(b'\xef\xbb\xbf{"sub":"a"}')),
    Raises("fmt-utf8", MEDIUM, _payload('{"sub":"a"}'.encode("utf-16"))),
    Raises("fmt-utf8", MEDIUM, subject(compact(b'{"alg":"none","kid":"\xc0\x80"}', good(), ""))),
    Raises("fmt-json", HIGH, _payload(b'{"sub":"a",}')),
    Raises("fmt-json", HIGH, _payload(b"{'sub':'a'}")),
    Raises("fmt-json", HIGH, _payload(b'{"exp":NaN}')),
    Raises("fmt-json", HIGH, _payload(b'{"sub":"a"}{"sub":"b"}')),
    Raises("fmt-json", HIGH, subject(compact(b'{"alg":"none"', good(), ""))),
    Raises("fmt-json", HIGH, subject(compact(b"alg=none", good(), ""))),
    Raises("fmt-not-object", HIGH, _payload(b'["a"]')),
    Raises("fmt-not-object", HIGH, _payload(b"null")),
    Raises("fmt-not-object", HIGH, _payload(b"Hello")),
    Raises("fmt-not-object", HIGH, _payload(b"\x89PNG\r\n")),
    Raises("fmt-not-object", HIGH, subject(f"{_HEAD}..{_TAIL}")),
    Raises("fmt-not-object", HIGH, subject(compact(b'"HS256"', good()))),
    Raises("json-duplicate-key", HIGH, _payload(b'{"sub":"a","sub":"b"}')),
    Raises("json-duplicate-key", HIGH, _payload(b'{"sub":"a","\\u0073ub":"b"}')),
    Raises("json-duplicate-key", MEDIUM, _payload(b'{"team":"a","team":"b"}')),
    Raises("json-duplicate-key", MEDIUM, _payload(b'{"act":{"sub":"a","sub":"b"}}')),
    Raises("json-duplicate-key", HIGH, subject(compact(b'{"alg":"none","alg":"RS256"}', good()))),
    Raises("json-bignum", LOW, about_claims(account=2**53)),
    Raises("json-bignum", LOW, about_claims(limits={"low": [-(2**53)]})),
    Raises("json-bignum", LOW, _payload(b'{"n":' + b"7" * 5_000 + b"}")),
]

SILENT = [
    Silent("fmt-segments", subject(_JWE)),
    Silent("fmt-segments", subject(_SD_JWT)),
    Silent("fmt-segments", subject("")),
    Silent("fmt-segments", subject('{"payload":"e30","signature":"x"}')),
    Silent("fmt-paste-artefact", subject(_TOKEN)),
    Silent("fmt-whitespace", _payload(b'{ "sub": "a b" }')),
    Silent("fmt-padding", _payload(b'{"sub":"a="}')),
    Silent("fmt-padding", subject(compact(head(), good(), b"x"))),
    Silent("fmt-std-base64", subject(compact(head(), good(), b"\xff\xff\xfe\xfb"))),
    Silent("fmt-noncanonical", subject(mac(head(alg="HS256"), good()))),
    Silent("fmt-base64-invalid", subject(_SD_JWT)),
    Silent("fmt-base64-invalid", subject(_JWE)),
    Silent("fmt-json-serialization", subject('{"sub":"a"}')),
    Silent("fmt-json-serialization", subject(_TOKEN)),
    Silent("size-cookie", _sized(4_096)),
    Silent("size-cookie", _sized(8_193)),
    Silent("size-header", _sized(8_192)),
    Silent("fmt-utf8", _payload('{"name":"Zoë"}'.encode())),
    Silent("fmt-utf8", _payload(b"\xff\xd8\xff")),
    Silent("fmt-json", _payload(b'{"n":1e400}')),
    Silent("fmt-json", subject(_JWE)),
    Silent("fmt-not-object", _payload(b"{}")),
    Silent("fmt-not-object", _payload(_TOKEN.encode(), cty="JWT")),
    Silent("fmt-not-object", subject(_JWE)),
    Silent("fmt-not-object", _payload(b'{"sub":')),
    Silent("json-duplicate-key", _payload(b'{"a":{"sub":1},"b":{"sub":2},"sub":3}')),
    Silent("json-bignum", about_claims(account=2**53 - 1, ratio=1e30, exp=10**17)),
    Silent("json-bignum", about_claims(account=str(2**60))),
]
