"""Reading an amount written in words, only to suggest its figure: « cinq mille euros » → 5000.

Never used as the amount itself: a person confirms it by typing it. Both French and Belgian or
Swiss tens are known; « et », hyphens, accents and the plural do not matter.
"""

import unicodedata
from decimal import Decimal

SMALL = {
    "zero": 0, "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6,
    "sept": 7, "huit": 8, "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "treize": 13,
    "quatorze": 14, "quinze": 15, "seize": 16, "vingt": 20, "trente": 30, "quarante": 40,
    "cinquante": 50, "soixante": 60, "septante": 70, "huitante": 80, "octante": 80, "nonante": 90,
}  # fmt: skip
SCALES = {"mille": 10**3, "million": 10**6, "milliard": 10**9}
SILENT = {"et", "euro", "d", "de"}
LONGEST = 120


def amount_in_words(text: str) -> Decimal | None:
    """The whole number of euros that the words say; None when they say no number."""
    if len(text) > LONGEST:
        return None
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(char if char.isalpha() else " " for char in plain if ord(char) < 0x300)
    words = [_singular(word) for word in letters.split()]
    words = [word for word in words if word not in SILENT]
    return _read(words) if words and any(char.isalpha() for char in text) else None


def _singular(word: str) -> str:
    if word in SMALL or word in SCALES:
        return word
    return word.removesuffix("s")


def _read(words: list[str]) -> Decimal | None:
    """Sum of groups (below a thousand) times their scale: « deux mille trois cents »."""
    total, group, scale_before = 0, 0, 10**12
    for word in words:
        if word == "vingt" and group % 100 == 4:
            group += 76
        elif word in SMALL and _follows(group, SMALL[word]):
            group += SMALL[word]
        elif word == "cent" and group < 10:
            group = max(group, 1) * 100
        elif word in SCALES and SCALES[word] < scale_before:
            total += max(group, 1) * SCALES[word]
            group, scale_before = 0, SCALES[word]
        else:
            return None
    return Decimal(total + group)


def _follows(group: int, value: int) -> bool:
    """Whether a small number may be said after what was said: vingt-deux, not deux-vingt."""
    said = group % 100
    if said == 0:
        return True
    if said == 10:
        return value in (7, 8, 9)
    return said >= 20 and said % 10 == 0 and value < (20 if said in (60, 80) else 10)
