"""A headless Chromium, driven by its DevTools protocol over a websocket."""

import asyncio
import base64
import json
import re
import shutil
from asyncio.subprocess import DEVNULL, Process
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import aiohttp
import pyte

from tests.web.served import DEADLINE

PROGRAM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
_OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-port=0",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


class Page:
    """A tab of a browser of its own. What the websocket of the page brings is drawn on a terminal beside it."""

    def __init__(self, folder: Path, width: int = 1000, height: int = 640) -> None:
        self.requests: list[str] = []
        self.problems: list[str] = []
        self._folder = folder
        self._size = (width, height)
        self._screen: Any = pyte.Screen(200, 60)  # not typed; wide and high enough for any page here
        self._stream: Any = pyte.ByteStream(self._screen)
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._changed = asyncio.Event()

    async def __aenter__(self) -> Self:
        assert PROGRAM is not None
        window = "--window-size={},{}".format(*self._size)
        self._process: Process = await asyncio.create_subprocess_exec(
            PROGRAM, *_OPTIONS, window, f"--user-data-dir={self._folder}", "about:blank", stdout=DEVNULL, stderr=DEVNULL
        )
        port, path = await self._devtools()
        self._client = aiohttp.ClientSession()
        url = f"ws://127.0.0.1:{port}{path}"
        self._socket = await self._client.ws_connect(url, max_msg_size=0)
        self._reader = asyncio.create_task(self._read())
        self._session = ""
        target = await self.call("Target.createTarget", url="about:blank")
        attached = await self.call("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Network", "Page", "Runtime", "Log"):
            await self.call(f"{domain}.enable")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._session = ""
        await self._socket.send_json({"id": 0, "method": "Browser.close"})
        try:
            await asyncio.wait_for(self._process.wait(), DEADLINE)
        finally:
            if self._process.returncode is None:
                self._process.kill()
            self._reader.cancel()
            await self._client.close()

    @property
    def text(self) -> str:
        """The screen as it stands now."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    async def open(self, address: str) -> None:
        """Go to an address."""
        await self.call("Page.navigate", url=address)

    async def until(self, condition: str | Callable[[], bool]) -> None:
        """Wait until the screen shows the text, or the condition holds."""
        try:
            async with asyncio.timeout(DEADLINE):
                while not (condition in self.text if isinstance(condition, str) else condition()):
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            raise AssertionError(f"this was waited for in vain: {condition!r}. The screen:\n{self.text}") from None

    async def until_script(self, condition: str) -> None:
        """Wait until JavaScript says that something holds in the page."""
        async with asyncio.timeout(DEADLINE):
            while not await self.script(condition):  # noqa: ASYNC110 - the page is in another process
                await asyncio.sleep(0.02)

    def where(self, text: str) -> tuple[int, int]:
        """Row and column of the first cell of a text on the screen."""
        lines: list[str] = self._screen.display
        row = next(number for number, line in enumerate(lines) if text in line)
        return row, lines[row].index(text)

    async def click(self, row: int, column: int) -> None:
        """Click on a cell of the screen, after the mouse has come there."""
        box = await self.script(
            "(({left, top, width, height}) => ({left, top, width, height}))"
            "(document.querySelector('.xterm-screen').getBoundingClientRect())"
        )
        columns, rows = (int(number) for number in re.findall(r"(?:width|height)=(\d+)", self.requests[-1]))
        at = {
            "x": box["left"] + (column + 0.5) * box["width"] / columns,
            "y": box["top"] + (row + 0.5) * box["height"] / rows,
        }
        await self.call("Input.dispatchMouseEvent", type="mouseMoved", **at)
        for kind in ("mousePressed", "mouseReleased"):
            await self.call("Input.dispatchMouseEvent", type=kind, button="left", clickCount=1, **at)

    async def tabs(self) -> int:
        """Count the tabs that were opened, beside the empty one that the browser begins with."""
        found = await self.call("Target.getTargets")
        return [one["type"] for one in found["targetInfos"]].count("page") - 1

    async def script(self, expression: str) -> Any:  # noqa: ANN401 - whatever the page's JavaScript gives
        """Evaluate JavaScript in the page, as somebody who has just clicked."""
        done = await self.call(
            "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True, userGesture=True
        )
        if "exceptionDetails" in done:
            raise AssertionError(done["exceptionDetails"])
        return done["result"].get("value")

    async def press(
        self, key: str, code: int, *, modifiers: int = 0, text: str = "", commands: tuple[str, ...] = ()
    ) -> None:
        """Press a key and let it go; modifiers are 1 for alt, 2 for ctrl, 8 for shift."""
        about = {"key": key, "windowsVirtualKeyCode": code, "modifiers": modifiers}
        down = about | {"type": "keyDown" if text else "rawKeyDown", "text": text, "commands": list(commands)}
        await self.call("Input.dispatchKeyEvent", **down)
        await self.call("Input.dispatchKeyEvent", type="keyUp", **about)

    async def type(self, text: str) -> None:
        """Type characters."""
        for character in text:
            code = ord(character.upper()) if character.isalnum() else 0  # other keys have codes of their own
            await self.press(character, code, text=character)

    async def paste(self, text: str) -> None:
        """Put a text on the browser's clipboard, and press ctrl+v."""
        await self.script(f"navigator.clipboard.writeText({json.dumps(text)})")
        await self.press("v", ord("V"), modifiers=2, commands=("paste",))

    async def picture(self) -> bytes:
        """Return what is painted, as PNG."""
        done = await self.call("Page.captureScreenshot", format="png")
        return base64.b64decode(done["data"])

    async def call(self, method: str, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - the protocol's
        """Call a method of the protocol, and return its result."""
        number = len(self._answers) + 1
        self._answers[number] = asyncio.get_running_loop().create_future()
        message = {"id": number, "method": method, "params": parameters}
        await self._socket.send_json(message | ({"sessionId": self._session} if self._session else {}))
        answer = await asyncio.wait_for(self._answers[number], DEADLINE)
        if "error" in answer:
            raise AssertionError(f"{method}: {answer['error']}")
        result: dict[str, Any] = answer["result"]
        return result

    async def _devtools(self) -> tuple[str, str]:
        """Return port and path of the protocol, once Chromium has written them down."""
        file = self._folder / "DevToolsActivePort"
        async with asyncio.timeout(DEADLINE):
            while True:
                if file.exists() and len(lines := file.read_text().splitlines()) == 2:
                    return lines[0], lines[1]
                if self._process.returncode is not None:
                    raise AssertionError(f"Chromium ended with {self._process.returncode}")
                await asyncio.sleep(0.02)

    async def _read(self) -> None:
        async for message in self._socket:
            said = message.json()
            if said.get("id"):
                self._answers[said["id"]].set_result(said)
            elif "method" in said:
                self._note(said["method"], said["params"])
            self._changed.set()

    def _note(self, event: str, about: dict[str, Any]) -> None:
        if event == "Network.requestWillBeSent":
            self.requests.append(about["request"]["url"])
        elif event == "Network.webSocketCreated":
            self.requests.append(about["url"])
        elif event == "Network.webSocketFrameReceived" and about["response"]["opcode"] == 2:
            self._stream.feed(base64.b64decode(about["response"]["payloadData"]))
        elif event == "Runtime.exceptionThrown":
            self.problems.append(str(about["exceptionDetails"]))
        elif event == "Log.entryAdded" and about["entry"]["level"] == "error":
            self.problems.append(about["entry"]["text"])
