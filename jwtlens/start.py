"""What the command line hands to whatever shows the token: the screen, or the report where there is no screen."""

from typing import TYPE_CHECKING, NamedTuple

from jwtlens.keys.key import Keyring
from jwtlens.keys.secret import Secret
from jwtlens.keys.secret_text import SecretEncoding
from jwtlens.verify.policy import Policy

if TYPE_CHECKING:
    from collections.abc import Callable

    from jwtlens.captures import Capture
    from jwtlens.settings.model import Loaded, SavedProfile
    from jwtlens.settings.workspace import SavedWorkspace


class Start(NamedTuple):
    """How to begin.

    ``source`` is the text that holds a token, None for the built-in sample with its key. ``key_text`` is what a key
    field would show for the keyring: ``@key.pem``, ``env:NAME`` or the text of the key; ``key_encoding`` how a shared
    secret was read. ``at`` is the instant of judgement as a Unix time in seconds, None for the running clock.
    ``notes`` are sentences for the user ("read from the clipboard"). ``passphrase`` opens an encrypted private key.
    ``capture`` is a text that may hold several tokens, which the screen reads; ``open_file`` makes one of a path
    (None: only of plain texts).
    ``watch_clipboard`` says that tokens copied elsewhere shall appear.
    ``more_keys`` are further texts for the key field with their keys, which ``keyring`` does not hold. ``loaded`` are
    the settings (None: the defaults), ``set_by_options`` those that an option of the call has set. ``of_profile`` is
    the profile that expectations and keys are from, ``workspace`` one that was opened, whose keys are not read yet.
    """

    source: str | None = None
    key_text: Secret[str] | None = None
    key_encoding: SecretEncoding = "auto"
    keyring: Keyring = Keyring()
    policy: Policy = Policy()
    at: float | None = None
    notes: tuple[str, ...] = ()
    passphrase: Secret[str] | None = None
    capture: "Capture | None" = None
    open_file: "Callable[[str], Capture] | None" = None
    watch_clipboard: bool = False
    more_keys: "tuple[tuple[Secret[str], Keyring], ...]" = ()
    loaded: "Loaded | None" = None
    of_profile: "SavedProfile | None" = None
    workspace: "SavedWorkspace | None" = None
    set_by_options: frozenset[str] = frozenset()
