"""Keys as text in another form, as the dialog that converts and saves them offers it."""

from typing import NamedTuple

from jwtlens.keys.export import Form, export, public
from jwtlens.keys.key import Key
from jwtlens.keys.secret import Secret

_HASH = "The thumbprint of a secret is a hash of it: whoever sees it can test guesses."
_PEM = "PEM has no place for kid, use and alg."


class Written(NamedTuple):
    """The text of some keys, whether it holds private material, how many keys there are, and what to know about it."""

    text: Secret[str]
    private: bool
    size: int
    note: str = ""


def write(keys: tuple[Key, ...], form: Form, *, public_only: bool, named: bool) -> Written:
    """Write keys as PEM, JWK or JWK Set; ``named`` gives each its thumbprint as kid.

    Of several keys, secrets are left out where only public halves are wanted. Raises ValueError with a sentence.
    """
    notes = [_PEM] if form == "pem" else []
    if public_only:
        kept = [key for key in keys if key.kty != "oct"] or list(keys)
        if len(kept) < len(keys):
            notes.append(f"{len(keys) - len(kept)} left out: a secret has no public half.")
        keys = tuple(public(key) for key in kept)
    if named and form != "pem":
        from jwtlens.keys.thumbprint import thumbprint  # noqa: PLC0415 - hashes, when wanted

        keys = tuple(key._replace(kid=thumbprint(key)) for key in keys)
        notes += [_HASH] if any(key.kty == "oct" for key in keys) else []
    return Written(export(keys, form), any(key.private for key in keys), len(keys), " ".join(notes))
