"""The commands: each is the module of its name in this package, with ``run(words) -> exit code``.

Only the module of the command that is called is imported. A new command is a module and a line here.
"""

COMMANDS: dict[str, str] = {
    "decode": "show what is in a token; checks nothing",
    "verify": "say whether a token would be accepted, and why not",
    "sign": "make a signed token",
    "encrypt": "make an encrypted token",
    "decrypt": "print the content of an encrypted token",
    "key": "show, make, convert and fetch keys",
    "batch": "answer requests, one JSON object a line",
}
