"""Whether a number can exist.

Sources: INSEE, Sirene (SIREN of 9 digits, NIC of 5, Luhn's key on both; La Poste, SIREN
356 000 000, has establishments whose key is a multiple of five instead); order of 14 October
2009 on the national directory of associations (RNA: W, the prefecture, seven digits; the
prefecture's second sign is a letter in Corsica and overseas: W2A, W9R). The RNA has no key.
"""

import re

LA_POSTE = "356000000"
RNA = re.compile(r"^W[0-9][0-9A-Z][0-9]{7}$")


def luhn(digits: str) -> bool:
    """Luhn's key: every second digit from the right doubled, total multiple of ten."""
    total = 0
    for rank, char in enumerate(reversed(digits)):
        value = int(char) * (2 if rank % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def valid_siren(digits: str) -> bool:
    """Nine digits with a right key; nine zeros have one and are nobody."""
    return _digits(digits, 9) and luhn(digits) and int(digits) > 0


def valid_siret(digits: str) -> bool:
    """Fourteen digits with a right key (or La Poste's rule)."""
    if not _digits(digits, 14) or digits.endswith("00000"):
        return False
    if digits.startswith(LA_POSTE) and sum(map(int, digits)) % 5 == 0:
        return True
    return luhn(digits) and valid_siren(digits[:9])


def valid_rna(number: str) -> bool:
    """W and nine signs, without space, in capitals."""
    return bool(RNA.match(number))


def _digits(text: str, count: int) -> bool:
    return len(text) == count and text.isascii() and text.isdigit()
