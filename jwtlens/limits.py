"""Every cap in one place. Whoever applies one says so to the user when it bites."""

SOURCE_CHARS = 4 * 1024 * 1024
"""Longest text taken as one token, in characters; a token over 1 MiB is a test or an attack, and both are shown."""

SEGMENTS = 64
"""Most dot-separated parts that are looked at; a compact JWS has 3 and a compact JWE 5."""

JSON_DEPTH = 64
"""Deepest nesting of a JSON text, in levels; no profile of JWT comes near, and many parsers stop at 100."""

KEY_BYTES = 1024 * 1024
"""Largest key, key set or certificate file, in bytes."""

QUOTED_CHARS = 80
"""Longest piece of foreign text inside one of our sentences, in characters."""
