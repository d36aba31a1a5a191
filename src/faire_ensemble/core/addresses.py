"""French postal addresses as people type them: number, street, postcode, town; keys to compare.

    read_address("64bis, r. de Metz 59280 Armentières")

A street is compared by its key: small letters, no accent, abbreviations opened, articles left
out. Two words are the same when at most a slip or two separates them (`core.finding.distance`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from faire_ensemble.core.finding.vocabulary import allowed, distance
from faire_ensemble.core.similarity import fold

OPENED = {
    "r": "rue", "av": "avenue", "ave": "avenue", "bd": "boulevard", "bld": "boulevard",
    "bvd": "boulevard", "boul": "boulevard", "pl": "place", "ch": "chemin", "che": "chemin",
    "chem": "chemin", "imp": "impasse", "all": "allee", "rte": "route", "sq": "square",
    "res": "residence", "fg": "faubourg", "fbg": "faubourg", "crs": "cours", "pass": "passage",
    "chs": "chaussee", "st": "saint", "ste": "sainte", "gal": "general", "gen": "general",
    "dr": "docteur", "pdt": "president", "pres": "president", "prof": "professeur",
    "mal": "marechal", "cdt": "commandant", "cne": "capitaine", "col": "colonel",
}  # fmt: skip
TYPES = frozenset(
    "rue avenue boulevard place chemin impasse allee route square residence faubourg cours cour "
    "passage chaussee quai sentier ruelle voie rond point cite clos hameau parvis esplanade "
    "promenade villa venelle dreve carriere lotissement mail porte".split()
)
ARTICLES = frozenset("de du des d la le les l et en au aux".split())
REPETITIONS = {"b": "bis", "t": "ter", "q": "quater"}
LIKE_TYPES = 0.15
"""What the kind of street weighs, beside the words of its name: « avenue » for « rue » is often
a slip of memory."""
_NUMBER = re.compile(
    r"^\s*(\d{1,4})\s*(?:[-/]\s*\d{1,4}\b\s*)?"
    r"(?:(bis|ter|quater|quinquies)\b|([a-z])(?=\s*,?\s+(?:\w+\.?)))?\s*[,;]?\s*",
    re.IGNORECASE,
)
_BOX = re.compile(r"\b(?:BP|CS|TSA)\s*\d+\b|\bcedex\b(?:\s*\d{1,2}\b)?", re.IGNORECASE)
_POSTCODE = re.compile(r"\b(\d{5})\b")


@dataclass(frozen=True, slots=True)
class SpokenAddress:
    """An address in parts. Without a postcode, `street` may still end with the town's name."""

    number: int | None
    repetition: str
    street: str
    postcode: str
    town: str


def read_address(text: str) -> SpokenAddress:
    """The parts of a typed address; nothing is looked up, so nothing is refused."""
    bare = _BOX.sub(" ", text.replace("’", "'"))
    postcode, town = "", ""
    if found := list(_POSTCODE.finditer(bare)):
        last = found[-1]
        postcode, town = last[1], bare[last.end() :].strip(" ,;-")
        bare = bare[: last.start()]
    number, repetition = None, ""
    if begins := _NUMBER.match(bare):
        number = int(begins[1])
        letter, end = begins[3] or "", begins.end()
        if letter and not _is_type(bare[end:]):
            letter, end = "", begins.start(3)  # « 12 r Nationale », « 12 l'Abbaye »
        repetition = same_repetition(begins[2] or letter)
        bare = bare[end:]
    return SpokenAddress(number, repetition, " ".join(bare.split()).strip(" ,;-"), postcode, town)


def same_repetition(text: str) -> str:
    """« B », « bis » and « Bis » are one; other letters stay, in small."""
    small = text.strip().casefold()
    return REPETITIONS.get(small, small)


def words_of_street(text: str) -> tuple[str, ...]:
    """The words of a street's key, in order."""
    words = tuple(OPENED.get(word, word) for word in fold(text.replace("’", "'")).split())
    return tuple(word for word in words if word not in ARTICLES) or words


def street_key(text: str) -> str:
    """One key for « Bd. de la Liberté », « boulevard de la liberte » and « BD LIBERTE »."""
    return " ".join(words_of_street(text))


def names_street(words: Sequence[str]) -> bool:
    """Whether some word tells one street from another: « rue » alone does not."""
    return any(word not in TYPES for word in words)


def likeness(typed: Sequence[str], known: Sequence[str]) -> float:
    """How surely the words typed mean a street (0 to 1): 0 when one of them is not in its name.

    Words left out cost their share of letters (« rue Salengro » is « rue Roger Salengro »,
    less surely than a street of that very name), initials too, slips cost a little, the kind of
    street `LIKE_TYPES`.
    """
    said = [word for word in typed if word not in TYPES]
    left = [word for word in known if word not in TYPES]
    total = sum(map(len, left))
    if not said or not total:
        return 1.0 if tuple(typed) == tuple(known) else 0.0
    heard, slips = 0, 0
    for word in sorted(said, key=len, reverse=True):
        initial = len(word) == 1 and word.isalpha() and word not in left
        if initial and heard and (full := _beginning(word, left)):
            left.remove(full)
            continue
        near = [(_slips(word, each), each) for each in left]
        best = min((pair for pair in near if pair[0] is not None), default=None, key=_first)
        if best is None:
            return 0.0
        slips += best[0] or 0
        heard += len(best[1])
        left.remove(best[1])
    score = heard / total * (1 - 0.1 * min(slips, 4))
    kinds = {word for word in typed if word in TYPES}
    if kinds and not kinds <= set(known):
        score *= 1 - LIKE_TYPES
    return score


def _beginning(initial: str, words: Sequence[str]) -> str:
    """The first word that an initial stands for."""
    return next((word for word in words if word.startswith(initial)), "")


def _first(pair: tuple[int | None, str]) -> int:
    return pair[0] or 0


def _slips(word: str, other: str) -> int | None:
    """Letters between two words, nothing when they are too many for that word."""
    if word == other:
        return 0
    most = allowed(word)
    away = distance(word, other, most) if most else 1
    return away if away <= most else None


def _is_type(rest: str) -> bool:
    words = words_of_street(rest)
    return bool(words) and words[0] in TYPES
