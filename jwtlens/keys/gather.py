"""Keys from several texts as one ring."""

from collections import Counter
from collections.abc import Sequence

from jwtlens.keys.key import Key, Keyring


def gathered(rings: Sequence[Keyring]) -> Keyring:
    """Return the keys of all rings side by side; equal labels are numbered, so that each key can be named."""
    if len(rings) == 1:
        return rings[0]
    seen: Counter[str] = Counter()
    keys: list[Key] = []
    for key in (key for ring in rings for key in ring.keys):
        seen[key.label] += 1
        keys.append(key._replace(name=f"{key.label} ({seen[key.label]})") if seen[key.label] > 1 else key)
    problems = tuple(problem for ring in rings for problem in ring.problems)
    return Keyring(tuple(keys), problems, is_set=True, words=f"{len(keys)} keys", collected=True)
