"""Why nothing was fetched: a rule of ours, a question that the user has to answer first, or the other side."""

from typing import TYPE_CHECKING

from jwtlens.problem import Problem

if TYPE_CHECKING:
    from jwtlens.network.plan import Plan


class NotFetchedError(Exception):
    """Nothing was fetched. ``problem`` says why in a sentence; it never holds what the other side sent unescaped."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.problem = Problem(code, message, "key")


class UnconfirmedError(NotFetchedError):
    """The user has to be asked first. ``plan`` is what a yes allows: show it, ask, and fetch that plan.

    ``private`` is true where the question is about an address of this machine or of a private network.
    """

    def __init__(self, message: str, plan: "Plan", *, private: bool) -> None:
        super().__init__("address-private" if private else "host-other", message)
        self.plan = plan
        self.private = private
