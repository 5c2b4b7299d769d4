"""The programs that jwtlens is held against, and those that time it from within; each is a whole script."""

BARE_APP = '''
from textual.app import App
from textual.widgets import Static

class Bare(App):
    """One line, which says how much was typed and pasted."""

    seen = 0

    def compose(self):
        yield Static("bare=ready", id="line")

    def on_key(self, event):
        self.seen += 1
        self.query_one("#line", Static).update(f"rev={self.seen}", layout=False)

    def on_paste(self, event):
        self.query_one("#line", Static).update(f"len={len(event.text)}", layout=False)

Bare().run()
'''

PYJWT_RS256 = """
import sys, jwt
token, key, audience = sys.argv[1:]
print(jwt.decode(open(token).read(), open(key).read(), algorithms=["RS256"], audience=audience))
"""

PYJWT_LOOP = """
import sys, jwt
path, secret, audience = sys.argv[1:]
with open(path) as file:
    for line in file:
        jwt.decode(line.strip(), secret, algorithms=["HS256"], audience=audience)
"""

FIND = """
import gc, sys
from jwtlens.cli.scan import _MANY_OBJECTS, _harvest
from jwtlens.cli.scan_files import shares
from jwtlens.cli.scan_tokens import Collection
from jwtlens.cli.scan_workers import Workers
gc.set_threshold(_MANY_OBJECTS)
workers, found = Workers(), Collection()
for share in workers.map(_harvest, shares(sys.argv[1:], print)):
    for harvested in share:
        found.add(harvested, 0)
workers.stop()
print(len(found))
"""

INSPECT = """
import sys, time, jwt
from jwtlens.inspection import inspect
from jwtlens.keys.read import read_keys
from jwtlens.keys.secret import Secret
from jwtlens.verify.policy import Policy
path, secret, audience, runs = sys.argv[1:]
tokens = open(path).read().split()
keyring, policy = read_keys(Secret(secret)), Policy(audiences=(audience,), algorithms=("HS256",))
now = time.time()
def seconds(judge):
    began = time.process_time()
    for token in tokens:
        judge(token)
    return (time.process_time() - began) / len(tokens)
def ours(token):
    inspect(token, keyring, policy, now=now, with_audit=True)
def theirs(token):
    jwt.decode(token, secret, algorithms=["HS256"], audience=audience)
for _ in range(int(runs) + 1):
    print(seconds(ours), seconds(theirs))
"""
"""Prints the seconds of both for a token, one line a round; the first round does not count."""

SEARCH = """
import hmac, sys, time
from jwtlens.jose.jws import parse
from jwtlens.search.search import search
from jwtlens.search.sources import wordlist
from jwtlens.search.target import target_of
path, token, runs = sys.argv[1], parse(sys.argv[2]), int(sys.argv[3])
source, target = wordlist(path), target_of(token)
def plain():
    began = time.perf_counter()
    with open(path, "rb") as file:
        for line in file:
            if hmac.digest(line.rstrip(b"\\r\\n"), target.signing_input, "sha256") == target.mac:
                break
    return time.perf_counter() - began
def on_all_cores():
    began = time.perf_counter()
    with search(token, (source,)) as running:
        for _ in running:
            pass
    if not running.progress.complete:
        sys.exit(f"the search is not complete: {running.progress.problems}")
    return time.perf_counter() - began
for _ in range(runs):
    print(on_all_cores(), plain())
"""
"""Prints the seconds of both, one line a round, processes and all."""
