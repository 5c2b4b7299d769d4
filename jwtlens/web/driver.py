"""How the screen talks to the process that serves it: packets on standard input and output instead of a terminal."""

from codecs import getincrementaldecoder

from textual.drivers._byte_stream import ByteStream
from textual.drivers.web_driver import WebDriver

from jwtlens.tui.paste_parser import PasteParser


class PacketDriver(WebDriver):
    """Textual's driver for browsers, with a quick way for pastes, and an end when the server is gone.

    Textual's own goes on without input when its server is killed: a process with a token and keys in it stays.
    """

    def run_input_thread(self) -> None:
        """Hand on what the browser sends, until told to end, or until nobody can send any more."""
        parser = PasteParser(self._debug)
        packets = ByteStream()
        decode = getincrementaldecoder("utf-8")("replace").decode
        for data in self._input_reader:
            for kind, content in packets.feed(data) if data else ():
                if kind == "D":
                    for message in parser.feed(decode(content)):
                        self.process_message(message)
                else:
                    self._on_meta(kind, content)
            for message in parser.tick():
                self.process_message(message)
        if not self.exit_event.is_set():
            self._loop.call_soon_threadsafe(self._app.exit)
