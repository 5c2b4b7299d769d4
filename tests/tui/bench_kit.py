"""The workbench under a pilot, with a clock that stands still until a test moves it."""

import json
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any, cast

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from textual import events
from textual.geometry import Size
from textual.pilot import Pilot
from textual.widget import Widget
from textual.worker import WorkerCancelled

from jwtlens.inspection import Inspection
from jwtlens.keys.read import read_keys
from jwtlens.keys.secret import Secret
from jwtlens.knowledge import sample
from jwtlens.start import Start
from jwtlens.tui.app import JwtlensApp
from jwtlens.tui.editing.editor import Editor
from jwtlens.tui.panes.audit import AuditPane
from jwtlens.tui.panes.verification import VerificationPane
from jwtlens.tui.workbench import WorkbenchScreen
from jwtlens.verify.report import Status
from tests.core_kit import material

NOW = 1_795_445_000
SAMPLE = sample.sample_token(NOW)
SECRET = "another secret that is long enough for HS256"
CLAIMS: dict[str, object] = {"iss": "https://issuer.example", "sub": "u1", "aud": "api", "iat": NOW, "exp": NOW + 600}
WIDE, NARROW, HUGE = (140, 40), (80, 24), (200, 60)

EC_KEY = cast("ec.EllipticCurvePrivateKey", material("P-256"))
RSA_KEY = cast("rsa.RSAPrivateKey", material("RSA"))


def pem(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) -> str:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


def public_pem(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) -> str:
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_key().public_bytes(serialization.Encoding.PEM, form).decode()


def token(
    key: Any = SECRET,  # noqa: ANN401 - whatever PyJWT takes
    alg: str = "HS256",
    claims: dict[str, object] = CLAIMS,
    headers: dict[str, Any] | None = None,
) -> str:
    return jwt.encode(claims, key, alg, headers)


def large_token(size: int) -> str:
    filler = {f"claim-{number}": "x" * 60 for number in range(size // 80)}
    return token(claims=CLAIMS | filler)


def start(source: str | None = None, key: str | None = None, **others: Any) -> Start:  # noqa: ANN401 - Start's fields
    if key is None:
        return Start(source, **others)
    return Start(source, Secret(key), keyring=read_keys(Secret(key)), **others)


@contextmanager
def row(*names: object) -> Iterator[None]:
    """Many rows of a table share one program, for a program is dear: say in which of them something failed."""
    try:
        yield
    except Exception as error:
        error.add_note(f"in the row {' · '.join(map(str, names))}")
        raise


class Clock:
    def __init__(self, now: float = NOW) -> None:
        self.now = float(now)

    def __call__(self) -> float:
        return self.now


class Bench:
    def __init__(self, app: JwtlensApp, pilot: Pilot[int], clock: Clock) -> None:
        self.app, self.pilot, self.clock = app, pilot, clock

    @property
    def screen(self) -> WorkbenchScreen:
        screen = self.app.screen_stack[0]
        assert isinstance(screen, WorkbenchScreen)
        return screen

    @property
    def inspection(self) -> Inspection:
        assert self.screen.inspection is not None
        return self.screen.inspection

    @property
    def verdict(self) -> str:
        return str(self.inspection.report.verdict)

    @property
    def token(self) -> str:
        return self.screen.token_pane.text

    @property
    def payload(self) -> str:
        return self.screen.payload_pane.text

    @property
    def header(self) -> str:
        return self.screen.header_pane.text

    @property
    def claims(self) -> dict[str, object]:
        parsed: dict[str, object] = json.loads(self.payload)
        return parsed

    @property
    def verification(self) -> VerificationPane:
        return self.screen.query_one(VerificationPane)

    @property
    def audit(self) -> AuditPane:
        return self.screen.query_one(AuditPane)

    @property
    def focus(self) -> str | None:
        return self.app.focused.id if self.app.focused else None

    @property
    def told(self) -> list[str]:
        return [note.message for note in self.app._notifications]

    def status(self, check: str) -> Status:
        found = self.inspection.report.check(check)
        assert found is not None
        return found.status

    def rows(self) -> list[str]:
        return [strip.text for strip in self.app.screen._compositor.render_strips()]

    def seen(self) -> str:
        return "\n".join(self.rows())

    def subtitle(self, pane: str) -> str:
        return str(self.screen.query_one(f"#{pane}").border_subtitle)

    def title(self, pane: str) -> str:
        return str(self.screen.query_one(f"#{pane}").border_title)

    async def settle(self) -> None:
        await self.pilot.pause(0)
        for _ in range(2):  # a newer inspection cancels an older one, which is then no longer waited for
            with suppress(WorkerCancelled):
                await self.app.workers.wait_for_complete()
        await self.pilot.pause()
        if self.app._exception:  # here, and not only where the program ends: the row is known here
            raise self.app._exception

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.settle()

    async def type(self, text: str) -> None:
        await self.press(*text)

    def focus_on(self, pane: str) -> None:
        """Move to a pane; its tab comes up only where tabs are seen. The keys that do both have tests of their own."""
        self.screen.action_go(pane, switch=self.screen.has_class("-narrow"))

    async def go(self, pane: str) -> None:
        self.focus_on(pane)
        await self.settle()

    async def paste(self, text: str) -> None:
        assert self.app.focused is not None
        self.app.focused.post_message(events.Paste(text))
        await self.settle()

    async def paste_over(self, editor: Editor, text: str) -> None:
        """Paste in the place of a whole text, wherever the focus is."""
        editor.action_select_all()
        if not text:
            editor.action_erase("left")
        editor.post_message(events.Paste(text))
        await self.settle()

    async def paste_token(self, text: str) -> None:
        self.focus_on("token")
        await self.paste_over(self.screen.token_pane, text)

    async def set_key(self, text: str) -> None:
        self.focus_on("keys")
        await self.paste_over(self.screen.keys_pane.field, text)

    async def expect(self, field: str, text: str) -> None:
        editor = self.widget(f"#{field}")
        assert isinstance(editor, Editor)
        self.screen.set_focus(editor)
        await self.paste_over(editor, text)

    async def begin_again(self) -> None:
        """Go back to the sample as it is when the program starts, for a row that must not see the one before it."""
        while len(self.app.screen_stack) > 1:
            self.app.pop_screen()
        if self.screen.panel is not None:
            await self.screen.action_explain()
        self.screen.workspace.resign = True
        self.screen.keys_pane.revealed = False
        self.screen.minimize()
        self.screen.open_sample()
        self.screen.set_focus(self.screen.token_pane)
        self.screen.token_pane.action_select_all()
        self.app.copy_to_clipboard("")
        self.app.clear_notifications()
        await self.settle()

    async def replace(self, pane: str, old: str, new: str) -> None:
        editor = self.screen.header_pane if pane == "header" else self.screen.payload_pane
        self.focus_on(pane)
        at = editor.text.index(old)
        editor.select_range(at, at + len(old))
        await self.paste(new)

    async def resize(self, size: tuple[int, int]) -> None:
        await self.pilot.resize_terminal(*size)
        await self.settle()

    async def tick(self, seconds: float = 1) -> None:
        self.clock.now += seconds
        self.screen.tick()
        await self.settle()

    def widget(self, selector: str) -> Widget:
        return self.screen.query_one(selector)

    def line_of(self, name: str) -> int:
        lines = self.verification.lines
        return next(index for index, line in enumerate(lines) if line.head[1:] and line.head[1][0].strip() == name)


@asynccontextmanager
async def opened(
    begin: Start | None = None, size: Sequence[int] = WIDE, clock: Clock | None = None
) -> AsyncIterator[Bench]:
    clock = clock or Clock()
    app = JwtlensApp(begin or Start(), clock)
    async with app.run_test(size=Size(*size), notifications=True) as pilot:
        bench = Bench(app, pilot, clock)
        await bench.settle()
        yield bench
