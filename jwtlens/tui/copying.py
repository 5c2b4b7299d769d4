"""What can be copied from the workbench, and under which words."""

from typing import NamedTuple

from jwtlens.displayable import quoted
from jwtlens.inspection import Inspection
from jwtlens.tui.panes.json_pane import JsonPane
from jwtlens.tui.workspace import Workspace


class CopyOption(NamedTuple):
    """One thing that can be copied."""

    what: str
    words: str
    text: str


def options(workspace: Workspace, header: JsonPane, payload: JsonPane) -> list[CopyOption]:
    """List what there is to copy now; the claim comes first where the cursor is on one."""
    found = []
    for pane in (payload, header):
        member = pane.member_at_cursor() if pane.screen.focused is pane else None
        if member and member.pointer:
            value = pane.text[member.value.start : member.value.end]
            words = f"{member.pointer.rpartition('/')[2]}: {value}"
            found.append(CopyOption("claim", quoted(words), _unquoted(value)))
    found += [
        CopyOption("token", "token", workspace.source),
        CopyOption("header", "header, as JSON", header.text),
        CopyOption("payload", "payload, as JSON", payload.text),
        CopyOption("bearer", "token as an Authorization header", f"Authorization: Bearer {workspace.source}"),
    ]
    return [option for option in (*found, *_for_hashcat(header.inspection)) if option.text]


def _for_hashcat(inspection: Inspection | None) -> list[CopyOption]:
    """Return what hashcat needs to go on searching for the secret; nothing for a token that it cannot read."""
    from jwtlens.search.target import hashcat  # noqa: PLC0415 - only when something is copied

    if inspection is None:
        return []
    try:
        line, command = hashcat(inspection.token)
    except ValueError:
        return []
    return [
        CopyOption("hashcat", "token as a line for hashcat (mode 16500)", line),
        CopyOption("hashcat_command", f"command: {command}", command),
    ]


def _unquoted(value: str) -> str:
    """Return a JSON string as the text it stands for; every other value as it is written."""
    import json  # noqa: PLC0415 - only when something is copied

    return str(json.loads(value)) if value.startswith('"') else value
