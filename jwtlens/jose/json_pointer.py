"""JSON Pointer (RFC 6901): how a check or a finding names the member that it is about."""


def pointer(*names: str | int) -> str:
    """Build a pointer from unescaped member names and array indices."""
    return "".join("/" + str(name).replace("~", "~0").replace("/", "~1") for name in names)


def split(text: str) -> list[str]:
    """Return the unescaped names of a pointer, outermost first."""
    return [name.replace("~1", "/").replace("~0", "~") for name in text.split("/")[1:]]
