"""Verifying with golang-jwt."""

from jwtlens.programs.facts import Facts
from jwtlens.programs.literals import go as literal
from jwtlens.programs.literals import several

_DECODERS = {
    "base64": ('base64.StdEncoding.DecodeString(os.Getenv("JWT_SECRET"))', "encoding/base64"),
    "base64url": ('base64.RawURLEncoding.DecodeString(os.Getenv("JWT_SECRET"))', "encoding/base64"),
    "hex": ('hex.DecodeString(os.Getenv("JWT_SECRET"))', "encoding/hex"),
}
_NO_SECRET = ("\tif len(key) == 0 {", '\t\tlog.Fatal("JWT_SECRET is empty")', "\t}")
"""golang-jwt verifies with an empty secret, which is what a variable that is not set gives: anybody could sign."""
_PARSERS = {"RS": "ParseRSAPublicKeyFromPEM", "PS": "ParseRSAPublicKeyFromPEM", "ES": "ParseECPublicKeyFromPEM"}


def golang_jwt(facts: Facts) -> str:
    """Write a Go program. Raises ValueError for an algorithm that golang-jwt does not have."""
    for name in facts.algorithms:
        if name == "ES256K" or name.startswith(("ML-DSA", "Ed25519", "Ed448")):
            raise ValueError(f"golang-jwt does not know the algorithm {name}")
    key, package = _key(facts)
    imports = ["fmt", "log", "os", *_imports(facts, package)]
    lines = [
        f"// go get github.com/golang-jwt/jwt/v5; {facts.environment}",
        *(f"// {sentence}" for sentence in facts.gaps),
        "package main",
        "",
        "import (",
        *(f"\t{literal(name)}" for name in sorted(imports)),
        "",
        '\t"github.com/golang-jwt/jwt/v5"',
        ")",
        "",
        "func main() {",
        f"\tkey, err := {key}",
        "\tif err != nil {",
        '\t\tlog.Fatal("the key cannot be read: ", err)',
        "\t}",
        *(_NO_SECRET if facts.encoding is not None else ()),
        "\tclaims := jwt.MapClaims{}",
        '\t_, err = jwt.ParseWithClaims(os.Getenv("TOKEN"), claims,',
        "\t\tfunc(*jwt.Token) (any, error) { return key, nil },",
        f"\t\tjwt.WithValidMethods([]string{{{several(facts.algorithms, literal)}}}),",
        *_options(facts),
        "\t)",
        "\tif err != nil {",
        '\t\tlog.Fatal("refused: ", err)',
        "\t}",
        *_checks(facts),
        "\tfmt.Println(claims)",
        "}",
    ]
    return "\n".join(lines) + "\n"


def _imports(facts: Facts, package: str) -> list[str]:
    wanted = {package: bool(package), "slices": len(facts.issuers) > 1, "time": bool(facts.leeway)}
    return [name for name, is_wanted in wanted.items() if is_wanted]


def _key(facts: Facts) -> tuple[str, str]:
    if facts.encoding == "text":
        return '[]byte(os.Getenv("JWT_SECRET")), error(nil)', ""
    if facts.encoding is not None:
        return _DECODERS[facts.encoding]
    parser = _PARSERS.get(facts.algorithms[0][:2], "ParseEdPublicKeyFromPEM")
    pem = f"[]byte(`{facts.pem}`)" if facts.pem else '[]byte(os.Getenv("JWT_PUBLIC_KEY"))'
    return f"jwt.{parser}({pem})", ""


def _options(facts: Facts) -> list[str]:
    remark = " // as the token says; it has to be what you expect"
    lines = []
    if len(facts.issuers) == 1:
        lines.append(f"\t\tjwt.WithIssuer({literal(facts.issuers[0])}),{remark if 'iss' in facts.assumed else ''}")
    if facts.audiences:
        names = several(facts.audiences, literal)
        lines.append(f"\t\tjwt.WithAudience({names}),{remark if 'aud' in facts.assumed else ''}")
    if facts.leeway:
        lines.append(f"\t\tjwt.WithLeeway({facts.leeway}*time.Second),")
    if "exp" in facts.required:
        lines.append("\t\tjwt.WithExpirationRequired(),")
    return lines


def _checks(facts: Facts) -> list[str]:
    lines = []
    if len(facts.issuers) > 1:
        names = several(facts.issuers, literal)
        lines += [
            f"\tif issuer, _ := claims.GetIssuer(); !slices.Contains([]string{{{names}}}, issuer) {{",
            '\t\tlog.Fatal("refused: another issuer")',
            "\t}",
        ]
    required = [name for name in facts.required if name != "exp"]
    if required:
        lines += [
            f"\tfor _, name := range []string{{{several(required, literal)}}} {{",
            "\t\tif _, there := claims[name]; !there {",
            '\t\t\tlog.Fatal("refused: ", name, " is missing")',
            "\t\t}",
            "\t}",
        ]
    return lines
