"""What lies before somebody who takes a lesson, step by step; the screen has a bench of its own."""

from typing import NamedTuple

from jwtlens.inspection import Inspection, inspect
from jwtlens.keys.key import Keyring
from jwtlens.learn.world import World, world
from jwtlens.samples.setup import Setup
from jwtlens.verify.policy import Policy


class Bench(NamedTuple):
    """Token, keys, expectations, clock (a Unix time in seconds, None for the running one) and simulated server."""

    token: str = ""
    keyring: Keyring = Keyring()
    policy: Policy = Policy()
    at: float | None = None
    world: World | None = None

    def with_setup(self, setup: Setup) -> "Bench":
        """Return the bench with what the setup brings; the rest stays."""
        token = self.token if setup.token is None else setup.token
        keyring = self.keyring if setup.key_text is None else setup.keyring
        if setup.policy is None:
            return self._replace(token=token, keyring=keyring)
        return self._replace(token=token, keyring=keyring, policy=setup.policy, at=setup.at)

    def inspection(self, now: float) -> Inspection:
        """Inspect the token as of the chosen clock, or else of ``now``, a Unix time in seconds."""
        moment = now if self.at is None else self.at
        return inspect(self.token, self.keyring, self.policy, now=moment, as_of=self.at is not None)


def empty() -> Bench:
    """Return the bench with which a lesson begins."""
    return Bench(world=world())
