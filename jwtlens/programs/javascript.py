"""Verifying with Node.js: jsonwebtoken and jose."""

from jwtlens.programs.facts import Facts
from jwtlens.programs.literals import javascript as literal
from jwtlens.programs.literals import several

_NOT_IN_JSONWEBTOKEN = ("Ed", "ES256K", "ML-DSA")
_NOT_IN_JOSE = ("Ed448", "ES256K")
_REMARK = "  // as the token says; it has to be what you expect"


def jsonwebtoken(facts: Facts) -> str:
    """Write a program for jsonwebtoken. Raises ValueError for an algorithm that it does not have."""
    _known(facts, _NOT_IN_JSONWEBTOKEN, "jsonwebtoken")
    lines = [
        f"// npm install jsonwebtoken; {facts.environment}",
        *(f"// {sentence}" for sentence in facts.gaps),
        'const jwt = require("jsonwebtoken");',
        "",
        f"const key = {_secret(facts) or _pem(facts)};",
        *(['if (key.length === 0) throw new Error("JWT_SECRET is empty");'] if facts.encoding is not None else []),
        "try {",
        "  const claims = jwt.verify(process.env.TOKEN, key, {",
        f"    algorithms: [{several(facts.algorithms, literal)}],",
        *_expected(facts, tolerance="clockTolerance"),
        "  });",
    ]
    if facts.required:
        lines += [
            f"  for (const name of [{several(facts.required, literal)}]) {{",
            "    if (!Object.hasOwn(claims, name)) throw new Error(`${name} is missing`);",
            "  }",
        ]
    return "\n".join([*lines, *_end()]) + "\n"


def jose(facts: Facts) -> str:
    """Write a program for jose. Raises ValueError for an algorithm that it does not have."""
    _known(facts, _NOT_IN_JOSE, "jose")
    secret = _secret(facts)
    name = "jwtVerify" if secret else "importSPKI, jwtVerify"
    key = secret or f"await importSPKI({_pem(facts)}, {literal(facts.algorithms[0])})"
    lines = [
        f"// npm install jose; save as .mjs; {facts.environment}",
        *(f"// {sentence}" for sentence in facts.gaps),
        f'import {{ {name} }} from "jose";',
        "",
        f"const key = {key};",
        "try {",
        "  const { payload: claims } = await jwtVerify(process.env.TOKEN, key, {",
        f"    algorithms: [{several(facts.algorithms, literal)}],",
        *_expected(facts, tolerance="clockTolerance"),
    ]
    if facts.required:
        lines.append(f"    requiredClaims: [{several(facts.required, literal)}],")
    return "\n".join([*lines, "  });", *_end()]) + "\n"


def _known(facts: Facts, missing: tuple[str, ...], library: str) -> None:
    for name in facts.algorithms:
        if name.startswith(missing):
            raise ValueError(f"{library} does not know the algorithm {name}")


def _expected(facts: Facts, tolerance: str) -> list[str]:
    lines = []
    for name, member, texts in (("iss", "issuer", facts.issuers), ("aud", "audience", facts.audiences)):
        if texts:
            value = literal(texts[0]) if len(texts) == 1 else f"[{several(texts, literal)}]"
            lines.append(f"    {member}: {value},{_REMARK if name in facts.assumed else ''}")
    return [*lines, *([f"    {tolerance}: {facts.leeway},"] if facts.leeway else [])]


def _end() -> list[str]:
    return [
        "  console.log(JSON.stringify(claims));",
        "} catch (error) {",
        "  console.error(`refused: ${error.message}`);",
        "  process.exit(1);",
        "}",
    ]


def _secret(facts: Facts) -> str:
    if facts.encoding is None:
        return ""
    return f"Buffer.from(process.env.JWT_SECRET, {literal('utf8' if facts.encoding == 'text' else facts.encoding)})"


def _pem(facts: Facts) -> str:
    return f"`{facts.pem}`" if facts.pem else "process.env.JWT_PUBLIC_KEY"
