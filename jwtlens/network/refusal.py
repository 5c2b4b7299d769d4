"""Why nothing was fetched: a rule of ours, or the other side."""

from jwtlens.problem import Problem


class NotFetchedError(Exception):
    """Nothing was fetched. ``problem`` says why in a sentence; it never holds what the other side sent unescaped."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.problem = Problem(code, message, "key")
