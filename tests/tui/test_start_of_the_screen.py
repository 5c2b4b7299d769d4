"""The screen starts without what only its dialogs and F2 need."""

import json
import subprocess
import sys

_PROGRAM = """
import asyncio, json, sys
from jwtlens.start import Start
from jwtlens.tui.app import JwtlensApp

async def main():
    async with JwtlensApp(Start()).run_test(size=(140, 40)) as pilot:
        await pilot.pause()
        print(json.dumps(sorted(sys.modules)))

asyncio.run(main())
"""
_LATER = (
    *("jwtlens.network", "jwtlens.tui.dialogs", "jwtlens.keys.generate", "jwtlens.keys.save", "jwtlens.keys.export"),
    *("jwtlens.knowledge.glossary", "jwtlens.meaning.explain", "jwtlens.tui.explanation_panel", "jwtlens.tui.pointing"),
)


def test_dialogs_and_the_network_are_imported_when_they_are_wanted() -> None:
    done = subprocess.run([sys.executable, "-c", _PROGRAM], capture_output=True, check=True, text=True, timeout=60)
    found = json.loads(done.stdout.splitlines()[-1])
    assert "jwtlens.tui.keyring.screen" in found
    assert [name for name in found if name.startswith(_LATER)] == []
