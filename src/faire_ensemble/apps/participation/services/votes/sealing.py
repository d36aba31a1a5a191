"""Digests of a vote: who signed, which ballot is whose until the count, what a receipt commits to.

HMAC-SHA-256 under the vote's own keys. Pure: no database, no clock.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Sequence

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O, U, which are read as 1, 0 and V."""
GROUP = 4
CODE_LENGTH, RECEIPT_LENGTH = 12, 16
_MISREAD = str.maketrans("OIL", "011")

Choices = Sequence[tuple[int, int]]
"""Project numbers, each with its points (0 where a ballot gives none), in the ballot's order."""


def new_key() -> str:
    """256 random bits, in hexadecimal."""
    return secrets.token_hex(32)


def new_code() -> str:
    """A code of 60 random bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def in_groups(text: str) -> str:
    """ABCD-EFGH-…: to be read aloud and copied."""
    return "-".join(text[start : start + GROUP] for start in range(0, len(text), GROUP))


def typed(text: str) -> str:
    """A code or a receipt as somebody typed it, without spaces, dashes and usual misreadings."""
    kept = (letter for letter in text.upper().translate(_MISREAD) if letter in ALPHABET)
    return "".join(kept)[: 4 * RECEIPT_LENGTH]


def _hmac(key: str, *parts: str) -> str:
    """Parts are length-prefixed: no two lists of parts give the same text."""
    text = "".join(f"{len(part)}:{part}" for part in parts)
    return hmac.new(bytes.fromhex(key), text.encode(), hashlib.sha256).hexdigest()


def voter_digest(salt: str, kind: str, identity: str) -> str:
    """How the roll names a person of a vote."""
    return _hmac(salt, "voter", kind, identity)


def ballot_key(secret: str, voter: str) -> str:
    """The ballot of a person, as long as the secret lives."""
    return _hmac(secret, "ballot", voter)


def nonce(secret: str, ticket: str) -> str:
    """What hides a ballot behind its receipt. The same form sent twice gives the same receipt."""
    return _hmac(secret, "nonce", ticket)


def receipt(choices: str, hiding: str) -> str:
    """80 bits of a commitment to `choices`: tells nothing of them without `hiding`."""
    number = int(_hmac(hiding, "receipt", choices)[:20], 16)
    letters = []
    for _ in range(RECEIPT_LENGTH):
        number, letter = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[letter])
    return "".join(letters)


def seed_commitment(seed: str) -> str:
    """Shown from the opening; the seed itself (128 bits) after the count."""
    return hashlib.sha256(seed.encode()).hexdigest()


def packed(choices: Choices) -> str:
    """The one way a ballot is written."""
    return json.dumps([list(row) for row in choices], separators=(",", ":"))


def unpacked(text: str) -> tuple[tuple[int, int], ...]:
    """A ballot back from `packed`."""
    return tuple((number, points) for number, points in json.loads(text))
