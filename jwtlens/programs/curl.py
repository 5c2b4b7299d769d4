"""Sending the token to whoever verifies it."""

import shlex
from urllib.parse import urlsplit

from jwtlens.programs.facts import Facts


def curl(facts: Facts) -> str:
    """Write a request with the token, read from the variable TOKEN, in a header: it stays out of the process list."""
    urls = [one for one in facts.audiences if _is_address(one)]
    address = urls[0] if urls else "https://api.example.com/"
    remark = (
        "# the audience of the token is taken for the address" if urls else "# put the address of your service here"
    )
    return (
        f"{remark}\n"
        "printf 'Authorization: Bearer %s\\n' \"$TOKEN\" |\n"
        f"  curl --fail-with-body --header @- --url {shlex.quote(address)}\n"
    )


def _is_address(text: str) -> bool:
    try:
        return (
            text.isascii() and text.isprintable() and urlsplit(text).scheme == "https" and bool(urlsplit(text).netloc)
        )
    except ValueError:
        return False
