"""Every cap in one place. Whoever applies one says so to the user when it bites."""

SOURCE_CHARS = 4 * 1024 * 1024
"""Longest text taken as one token, and so its longest part, in characters; over 1 MiB it is a test or an attack."""

HEADER_CHARS = 256 * 1024
"""Longest JOSE header that is read, in characters; one with a long chain of certificates has 20,000."""

SEGMENTS = 64
"""Most dot-separated parts that are looked at; a compact JWS has 3 and a compact JWE 5."""

JSON_DEPTH = 64
"""Deepest nesting of a JSON text, in levels; no profile of JWT comes near, and many parsers stop at 100."""

POINTER_CHARS = 16 * 1024 * 1024
"""Characters that the names above the members of one JSON text may add up to, once for each member below them."""

KEY_BYTES = 1024 * 1024
"""Largest key, key set or certificate file, in bytes."""

KEY_ROUNDS = 10_000_000
"""Rounds of PBKDF2, or what takes as long, spent on the passphrase of one private key; about three seconds."""

QUOTED_CHARS = 80
"""Longest piece of foreign text inside one of our sentences, in characters."""

SIGNATURES = 16
"""Most signatures of one token in JSON serialization that are looked at."""

DISCLOSURES = 1_000
"""Most disclosures of one SD-JWT that are looked at; a wallet shows a few dozen."""

CERTIFICATES = 10
"""Most certificates of one ``x5c`` header that are looked at; chains have two to four."""

ROOTS = 1_000
"""Most trusted root certificates that are read; the store of an operating system has about 150."""

RECIPIENTS = 16
"""Most recipients of one JWE in JSON serialization that are looked at."""

PBES2_ROUNDS = 1_000_000
"""Rounds of PBKDF2 spent on one JWE, over its recipients, the keys and the tokens inside; about half a second."""

INFLATED_BYTES = 250 * 1024
"""Longest content that a compressed JWE may inflate to, in bytes."""

SCANNED_BYTES = 64 * 1024 * 1024
"""Text that a compressed file of a scan may always inflate to, in bytes."""

SCANNED_TIMES = 500
"""Times its own size that a longer one may inflate to; logs are packed 10 to 100 times, bombs 30,000 times."""

DECRYPTION_TRIES = 16
"""Most combinations of recipient and key that are tried on one JWE."""

NESTING = 8
"""Most tokens inside one another that are opened."""

LARGEST_CAP = 1_000_000_000
"""Greatest number that a user can set a cap to: rounds for some minutes, bytes that still fit into memory."""
