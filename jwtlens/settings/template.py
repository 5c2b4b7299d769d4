"""What a new file of settings holds: every setting as a comment, so that nothing is set."""

from jwtlens.settings.members import MEMBERS
from jwtlens.settings.model import Settings
from jwtlens.settings.profile_members import MEMBERS as PROFILE

_KEYMAP = """
# Keys of actions. "" takes a key away; `jwtlens config show` names the actions.
# [keymap]
# copy_menu = "ctrl+b"
"""
_PROFILES = """
# Expectations under a name, for --profile NAME. Keys are only ever named here, never written.
# [profiles.billing-api]
"""
_EXAMPLES = {
    "issuer": '"https://auth.example.com"',
    "audience": '"https://api.example.com"',
    "algorithms": '["RS256", "ES256"]',
    "required": '["exp", "sub"]',
    "typ": '"at+jwt"',
    "leeway": '"30s"',
    "token_type": '"access"',
    "client_id": '"web-app"',
    "max_age": "3600",
    "key": '"@keys/jwks.json"',
    "key_encoding": '"auto"',
}


def template() -> str:
    """Write the file. It is read like any other, and sets nothing."""
    lines = ["# Settings of jwtlens. A line without # before it counts. `jwtlens config check` reads it over.", ""]
    default = Settings()
    for name, member in MEMBERS.items():
        value = getattr(default, name)
        shown = f'"{value}"' if isinstance(value, str) else str(value)
        choices = ", ".join(member.choices) if member.choices and name != "theme" else ""
        lines.append(f"# {member.words}{': ' if choices else ''}{choices}")
        lines += [f"# {name} = {shown}", ""]
    profile = [f"# {name} = {_EXAMPLES[name]}  # {member.words}" for name, member in PROFILE.items()]
    return "\n".join(lines) + _KEYMAP + _PROFILES + "\n".join(profile) + "\n"
