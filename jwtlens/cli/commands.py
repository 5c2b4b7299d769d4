"""The commands: each is the module of its name in this package, with ``run(words) -> exit code``.

Only the module of the command that is called is imported. A new command is a module and a line here.
"""

COMMANDS: dict[str, str] = {
    "decode": "show what is in a token; checks nothing",
    "verify": "say whether a token would be accepted, and why not",
    "audit": "say what is weak or odd about tokens, with reports for people and programs",
    "sign": "make a signed token",
    "encrypt": "make an encrypted token",
    "decrypt": "print the content of an encrypted token",
    "code": "write a program that verifies such tokens",
    "key": "show, make, convert and fetch keys",
    "learn": "a course on tokens, lesson by lesson",
    "explain": "say what a claim, an algorithm, a check or a rule means",
    "diff": "show how two tokens differ",
    "config": "show, check and edit the settings",
    "scan": "find the tokens in files, folders or a stream, and judge them all",
    "batch": "answer requests, one JSON object a line",
}
