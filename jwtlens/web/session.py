"""One open page: a process of jwtlens of its own, which ends with the page."""

import asyncio
import contextlib
import json
import os
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path

from aiohttp import WSMessage, WSMsgType, web
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

from jwtlens.cli.serve_options import DRIVER

_ENDS_WITHIN = 5.0
"""Seconds that the process has to end by itself."""
_LARGEST = 1000
"""Columns, and rows, that a page may ask for."""
_ROOT = Path(__file__).parents[2]


class Session(AppService):
    """Textual's bridge between a process and a websocket, for ``python -m jwtlens`` with the words of the call.

    Nothing but the screen goes to the page: no address to open, no file to download.
    """

    def __init__(self, words: tuple[str, ...], socket: web.WebSocketResponse) -> None:
        async def close() -> None:
            await socket.close()

        super().__init__(
            "jwtlens",
            write_bytes=socket.send_bytes,
            write_str=socket.send_str,
            close=close,
            download_manager=DownloadManager(),
        )
        self._words = words

    def _build_environment(self, width: int = 80, height: int = 24) -> dict[str, str]:
        """Tell the process what a page can show, and to find this package and nothing of the current directory."""
        path = os.pathsep.join([str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
        page = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "PYTHONIOENCODING": "utf-8"}
        return super()._build_environment(width, height) | page | {"TEXTUAL_DRIVER": DRIVER, "PYTHONPATH": path}

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        """Start the process without a shell."""
        command = (sys.executable, "-P", "-m", "jwtlens", *self._words)
        environment = self._build_environment(width, height)
        process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, stderr=PIPE, env=environment)
        self._process, self._stdin = process, process.stdin
        return process

    async def run(self) -> None:
        """Hand on what the process draws; when it has ended, end the page."""
        try:
            await super().run()
        finally:
            await self.remote_close()

    async def on_meta(self, data: bytes) -> None:
        """Pass nothing on: the process says here that it ends, which is seen by its end."""

    async def stop(self) -> None:
        """End the process: it is asked first, and ended if it does not."""
        process = self._process
        if process is None:
            return
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_ENDS_WITHIN):
                await super().stop()
                await process.wait()
        self.kill()
        await process.wait()

    def kill(self) -> None:
        """End the process without asking it: what speaks to it is no page of ours."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()

    async def receive(self, message: WSMessage) -> None:
        """Do what the page says: keys, pastes and the mouse as a terminal sends them, its size, its focus.

        Raises ValueError for what no page of ours sends.
        """
        if message.type != WSMsgType.TEXT:
            raise ValueError("not text")
        match message.json():
            case ["stdin", str(text)]:
                await self.send_bytes(text.encode("utf-8", "replace"))
            case ["resize", {"width": int(width), "height": int(height)}]:
                await self.set_terminal_size(at_most(width), at_most(height))
            case ["focus"]:
                await self.focus()
            case ["blur"]:
                await self.blur()
            case ["ping", str(when)]:
                await self.remote_write_str(json.dumps(["pong", when]))
            case _:
                raise ValueError("not a message of the page")


def at_most(cells: int) -> int:
    """Return a number of columns or rows that a screen can have."""
    return min(max(cells, 1), _LARGEST)
