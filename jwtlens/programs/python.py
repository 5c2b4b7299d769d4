"""Verifying with PyJWT."""

from jwtlens.programs.facts import Facts
from jwtlens.programs.literals import python as literal
from jwtlens.programs.literals import several

_DECODERS = {
    "text": 'os.environ["JWT_SECRET"].encode()',
    "base64": 'base64.b64decode(os.environ["JWT_SECRET"])',
    "base64url": 'base64.urlsafe_b64decode(os.environ["JWT_SECRET"] + "==")',
    "hex": 'bytes.fromhex(os.environ["JWT_SECRET"])',
}


def pyjwt(facts: Facts) -> str:
    """Write a Python program. Raises ValueError for an algorithm that PyJWT does not have."""
    names = _names(facts)
    imports = ["os", "sys"] if facts.encoding in {None, "text", "hex"} else ["base64", "os", "sys"]
    lines = [
        f"# pip install 'pyjwt[crypto]'; {facts.environment}",
        *(f"# {sentence}" for sentence in facts.gaps),
        *(f"import {name}" for name in imports),
        "",
        "import jwt",
        "",
        f"key = {_key(facts)}",
        "try:",
        "    claims = jwt.decode(",
        '        os.environ["TOKEN"],',
        "        key,",
        f"        algorithms=[{several(names, literal)}],",
    ]
    if facts.issuers:
        lines.append(f"        issuer={_one_or_list(facts.issuers)},{_remark(facts, 'iss')}")
    if facts.audiences:
        lines.append(f"        audience={_one_or_list(facts.audiences)},{_remark(facts, 'aud')}")
    if facts.leeway:
        lines.append(f"        leeway={facts.leeway},")
    if facts.required:
        lines.append(f'        options={{"require": [{several(facts.required, literal)}]}},')
    lines += ["    )", "except jwt.PyJWTError as error:", '    sys.exit(f"refused: {error}")', "print(claims)"]
    return "\n".join(lines) + "\n"


def _names(facts: Facts) -> tuple[str, ...]:
    for name in facts.algorithms:
        if name.startswith("ML-DSA") or name in {"Ed25519", "Ed448"}:
            raise ValueError(f"PyJWT does not know the algorithm {name}")
    return facts.algorithms


def _key(facts: Facts) -> str:
    if facts.encoding is not None:
        return _DECODERS[facts.encoding]
    return f'"""\\\n{facts.pem}"""' if facts.pem else 'os.environ["JWT_PUBLIC_KEY"]'


def _one_or_list(texts: tuple[str, ...]) -> str:
    return literal(texts[0]) if len(texts) == 1 else f"[{several(texts, literal)}]"


def _remark(facts: Facts, name: str) -> str:
    return "  # as the token says; it has to be what you expect" if name in facts.assumed else ""
