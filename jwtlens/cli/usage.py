"""The one exception of the command line: a call that cannot be carried out, in a sentence for the caller."""

from jwtlens.problem import Problem


class UsageError(Exception):
    """The call is wrong, or names something that cannot be read. ``problem`` says it with a stable code."""

    def __init__(self, message: str, code: str = "usage", field: str = "arguments") -> None:
        super().__init__(message)
        self.problem = Problem(code, message, field)
