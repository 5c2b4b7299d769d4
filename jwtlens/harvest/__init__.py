"""Finding the tokens in any text: logs, HTTP messages, HAR files, configuration, e-mails. Nothing is judged here."""

from jwtlens.harvest.found import Found, Place, Sighting, folded
from jwtlens.harvest.harvester import Harvester, Note

__all__ = ["Found", "Harvester", "Note", "Place", "Sighting", "folded", "harvest"]


def harvest(text: str) -> list[Found]:
    """Return all tokens in a text, each once with all its places. Never raises."""
    harvester = Harvester()
    return folded(harvester.feed(text.encode("utf-8", "replace")) + harvester.close())
