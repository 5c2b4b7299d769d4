"""PEM (RFC 7468, RFC 1421 section 4.6.1) as people paste it: several blocks, written-out line breaks, one long line."""

import binascii
import re
from typing import NamedTuple

from jwtlens.keys import der_bounds
from jwtlens.keys.key import Key, Keyring
from jwtlens.keys.request import Request, UnreadableKeyError, ring
from jwtlens.lazy_pattern import lazy_pattern
from jwtlens.problem import Problem

# Word processors write two hyphens as a dash, mail programs lose some.
_TRACE = lazy_pattern(
    r"-----\s?(?:BEGIN|END)\b|[-–—]{2}\s?(?:BEGIN|END) [A-Z0-9 ]{0,40}(?:KEY|CERTIFICATE)", re.IGNORECASE
)
_EDGE = lazy_pattern(r"-----(BEGIN|END) ([A-Z0-9][A-Z0-9 -]{0,47}?)-----")
_WRITTEN_OUT = lazy_pattern(r"(?:\\{1,4}r)?\\{1,4}n")
_CODE = lazy_pattern(r"""["']\s*+\+?\s*+["']|["'\\]""")
_HEADERS = lazy_pattern(r"\s*Proc-Type:\s*4,\s*ENCRYPTED\s+DEK-Info:\s*([A-Z0-9-]+,[0-9A-Fa-f]+)\s+")
_OTHER_HEADER = lazy_pattern(r"^[A-Za-z][A-Za-z-]*: .*$", re.MULTILINE)
_FOREIGN = lazy_pattern(r"[^A-Za-z0-9+/=\s]")


class Block(NamedTuple):
    """One BEGIN…END block: its label, the text between and the line (from 1) on which it begins."""

    label: str
    body: str
    line: int


class Read(NamedTuple):
    """A key and the certificate that it came in, if it did; ``line`` is that of the block."""

    key: Key
    certificate: object
    line: int


def in_text(text: str) -> bool:
    """Whether the text holds a BEGIN or END line, well formed or not: then it is no secret."""
    return any(dash in text for dash in "-–—") and _TRACE.search(text) is not None


def read(text: str, request: Request) -> Keyring:
    """Read every block. Never raises; each sentence names the line of its block."""
    blocks, problems = _blocks(text)
    found: list[Read] = []
    for block in blocks:
        if block.label.endswith(" PARAMETERS") and len(blocks) > 1:
            continue  # openssl ecparam -genkey writes the curve before the key, which names it again
        try:
            found.append(_read(block, request))
        except UnreadableKeyError as error:
            message = f"the {block.label} block (line {block.line}): {error.problem.message}"
            problems.append(error.problem._replace(message=message))
    keys, note = _distinct(found)
    words = f"{keys[0].words}; {note}" if len(keys) == 1 and note else ""
    return ring(keys, problems, words, is_set=len(keys) > 1)


def _distinct(found: list[Read]) -> tuple[list[Key], str]:
    """Leave out the issuers of a chain, and the public half of a private key that is there too."""
    if len(found) < 2:
        return [one.key for one in found], ""
    from jwtlens.keys import load  # noqa: PLC0415 - imports cryptography; the keys were read with it already

    issuers = load.issuers([one.certificate for one in found])
    kept = [one.key for index, one in enumerate(found) if index not in issuers]
    doubles = load.public_halves(kept)
    notes = []
    if issuers:
        notes.append(f"first certificate of a chain of {len(issuers) + 1}")
    if doubles:
        notes.append("its public half is there too")
    return [key for index, key in enumerate(kept) if index not in doubles], ", ".join(notes)


def _blocks(text: str) -> tuple[list[Block], list[Problem]]:
    blocks: list[Block] = []
    problems: list[Problem] = []
    opened: re.Match[str] | None = None
    counted = line = opened_line = 0
    for edge in _EDGE.finditer(text):
        line += text.count("\n", counted, edge.start())
        counted = edge.start()
        if edge[1] == "BEGIN":
            if opened:
                problems.append(_no_end(opened, opened_line))
            opened, opened_line = edge, line + 1
        elif opened is None:
            message = f"the END {edge[2]} line (line {line + 1}) has no BEGIN line before it. Copy the whole block"
            problems.append(Problem("pem-lines", message, "key"))
        elif opened[2] != edge[2]:
            message = f"BEGIN {opened[2]} (line {opened_line}) ends with END {edge[2]} (line {line + 1})"
            problems.append(Problem("pem-lines", f"{message}. Both lines must name the same kind", "key"))
            opened = None
        else:
            blocks.append(Block(edge[2], text[opened.end() : edge.start()], opened_line))
            opened = None
    if opened:
        problems.append(_no_end(opened, opened_line))
    if not blocks and not problems:
        problems.append(_bad_edge(text))
    return blocks, problems


def _no_end(opened: re.Match[str], line: int) -> Problem:
    message = f"the {opened[2]} block (line {line}) has no END line. Copy the whole block, with its last line"
    return Problem("pem-lines", message, "key")


def _bad_edge(text: str) -> Problem:
    trace = _TRACE.search(text)
    line = text.count("\n", 0, trace.start() if trace else 0) + 1
    if "SSH2" in text:
        message = f"line {line} begins an RFC 4716 key. Run ssh-keygen -i -f FILE and give what it prints"
        return Problem("pem-label", message, "key")
    message = f"line {line} is not a PEM line: wanted are five hyphens, BEGIN, the kind in capitals, five hyphens"
    return Problem("pem-lines", message, "key")


def _read(block: Block, request: Request) -> Read:
    body, how = _normal(block.body)
    headers = _HEADERS.match(body)
    encoded = _OTHER_HEADER.sub("", body[headers.end() :] if headers else body)
    if foreign := _FOREIGN.search(encoded):
        line = block.line + body.count("\n", 0, len(body) - len(encoded) + foreign.start())
        raise UnreadableKeyError("pem-base64", f"a character on line {line} is not base64. Copy the block again")
    packed = "".join(encoded.split())
    try:
        data = _decoded(packed)
    except UnreadableKeyError as error:
        if place := _odd_line(encoded, block.line + body.count("\n", 0, len(body) - len(encoded))):
            raise UnreadableKeyError(error.problem.code, f"{place}; {error.problem.message}") from None
        raise
    lines = [packed[start : start + 64] for start in range(0, len(packed), 64)]
    dek = ["Proc-Type: 4,ENCRYPTED", f"DEK-Info: {headers[1]}", ""] if headers else []
    text = "\n".join([f"-----BEGIN {block.label}-----", *dek, *lines, f"-----END {block.label}-----", ""])

    from jwtlens.keys import load  # noqa: PLC0415 - imports cryptography, which a secret does not need

    loaded = load.from_pem(block.label, text.encode("ascii"), data, request.passphrase)
    return Read(load.key_of(loaded, how, request.origin), loaded.certificate, block.line)


def _normal(body: str) -> tuple[str, str]:
    """Return the body with real line breaks, and what form it had."""
    written_out = _WRITTEN_OUT.sub("\n", body)
    how = "PEM"
    if written_out != body:
        how = "PEM with \\n written out"
    elif "\n" not in body:
        how = "PEM on one line"
    return _CODE.sub("", written_out), how


def _odd_line(encoded: str, first: int) -> str:
    """Name the line that is shorter or longer than the others, or has its padding too early; empty if none is."""
    lines = [(number, line.strip()) for number, line in enumerate(encoded.split("\n"), first) if line.strip()]
    usual = max((len(line) for _, line in lines[:-1]), key=[len(line) for _, line in lines].count, default=0)
    for number, line in lines[:-1]:
        if len(line) != usual:
            return f"line {number} has {len(line)} characters, the others have {usual}"
        if "=" in line:
            return f"padding (=) stands on line {number}, before the last"
    return ""


def _decoded(packed: str) -> bytes:
    if not packed:
        raise UnreadableKeyError("pem-empty", "nothing stands between its lines. Copy the whole block")
    try:
        data = binascii.a2b_base64(packed, strict_mode=True)
    except binascii.Error:
        message = f"its {len(packed)} characters of base64 do not fit: some are missing or too many. Copy it again"
        raise UnreadableKeyError("pem-base64", message) from None
    expected = der_bounds.declared_size(data)
    if expected > len(data):
        message = f"it was cut: {len(data)} of {expected} bytes are here. Copy the whole block"
        raise UnreadableKeyError("pem-cut", message)
    return data
