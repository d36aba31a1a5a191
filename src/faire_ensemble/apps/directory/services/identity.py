"""Who a published line is about: SIRET, SIREN, RNA, else the name.

A number that cannot be right is never used as an identity: two organisations would become
one. It is named in the report and the organisation is known by its name instead.

What makes a number right: `core/identifiers`. What is said to a person who types one: `checks`.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from faire_ensemble.apps.directory.models import OrganisationKind
from faire_ensemble.core.identifiers import valid_rna, valid_siren, valid_siret

NOTHING = {"", "na", "n/a", "nc", "nd", "néant", "neant", "sans objet", "null", "none", "-"}
NOISE = re.compile(r"[\s'’`´\"]+")
SCIENTIFIC = re.compile(r"^\d+(?:[.,]\d+)?[eE]\+?\d+$")
NAME_MAX = 300

# INSEE gives public bodies SIRENs that begin with 1 (State) or 2 (local authorities).
KIND_BY_SIREN = {
    "21": OrganisationKind.COMMUNE,
    "22": OrganisationKind.DEPARTMENT,
    "23": OrganisationKind.REGION,
    "24": OrganisationKind.EPCI,
}
KIND_BY_NAME = (
    (re.compile(r"^(conseil )?depart[a-z]* (de|du|des|d) "), OrganisationKind.DEPARTMENT),
    (re.compile(r"^conseil (depart|general)"), OrganisationKind.DEPARTMENT),
    (re.compile(r"^(region|conseil regional)\b"), OrganisationKind.REGION),
    (re.compile(r"^(ville|commune|mairie|ccas)\b"), OrganisationKind.COMMUNE),
    (re.compile(r"^(metropole|communaute (urbaine|d agg|de communes))"), OrganisationKind.EPCI),
    (re.compile(r"^(association|ass|asso|assoc)\b"), OrganisationKind.ASSOCIATION),
    (re.compile(r"^(sarl|sas|sasu|eurl|sa|sci|earl|gaec)\b"), OrganisationKind.COMPANY),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """What must be said about a value: `repaired` (used after cleaning) or not used."""

    reason: str
    repaired: bool = False


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation as a line names it. `name` is required; numbers may be empty."""

    name: str
    siret: str = ""
    siren: str = ""
    rna: str = ""
    kind: str = ""

    @property
    def key(self) -> str:
        """What identifies it, the strongest number first; equal keys are one organisation."""
        for label, value in (("siret", self.siret), ("rna", self.rna), ("siren", self.siren)):
            if value:
                return f"{label}:{value}"
        return "name:" + fold(self.name)


@lru_cache(maxsize=1024)
def fold(text: str) -> str:
    """A name without accent, case or punctuation: « Théâtre  d'Été » → `theatre d ete`."""
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "OE"))
    letters = "".join(char if char.isalnum() else " " for char in plain if ord(char) < 0x300)
    return " ".join(letters.casefold().split())[:NAME_MAX]


def is_nothing(text: str) -> bool:
    """Whether a cell says « nothing here »: empty, NA, NC, néant, sans objet."""
    return text.strip().casefold() in NOTHING


@lru_cache(maxsize=1024)
def read_number(text: str) -> tuple[str, str, Finding | None]:
    """SIRET, SIREN, and what must be said. Both are empty when the number is not usable.

    A SIRET gives its SIREN too. Nine digits are a SIREN alone.
    """
    if is_nothing(text):
        return "", "", None
    digits = NOISE.sub("", text)
    if SCIENTIFIC.match(digits):
        return _unused("nombre arrondi par un tableur (notation scientifique)")
    digits = digits.removesuffix(".0")
    cleaned = (
        Finding("espaces, apostrophes ou « .0 » ôtés du numéro", repaired=True)
        if digits != text
        else None
    )
    if not digits.isascii() or not digits.isdigit():
        return _unused("ce n'est pas un SIRET (14 chiffres) ni un SIREN (9 chiffres)")
    if len(digits) == 9:
        return _siren(digits, cleaned)
    if len(digits) != 14:
        return _unused(f"{len(digits)} chiffres au lieu de 14 (SIRET) ou 9 (SIREN)")
    if digits.endswith("00000"):
        return _rounded(digits)
    if not valid_siret(digits):
        return _unused("clé de contrôle du SIRET fausse")
    return digits, digits[:9], cleaned


def _siren(digits: str, cleaned: Finding | None) -> tuple[str, str, Finding | None]:
    if not valid_siren(digits):
        return _unused("clé de contrôle du SIREN fausse")
    return "", digits, cleaned


def _rounded(digits: str) -> tuple[str, str, Finding | None]:
    """No establishment has number 00000: a padded SIREN, or digits lost in a spreadsheet."""
    siren = digits[:9]
    if siren.endswith("000") or not valid_siren(siren):
        return _unused("SIRET arrondi par un tableur : ses derniers chiffres sont perdus")
    return "", siren, Finding("établissement 00000 : seul le SIREN est retenu", repaired=True)


def _unused(reason: str) -> tuple[str, str, Finding]:
    return "", "", Finding(f"{reason} ; numéro non retenu, organisation reconnue par son nom")


@lru_cache(maxsize=1024)
def read_rna(text: str) -> tuple[str, Finding | None]:
    """The RNA number of an association (W, prefecture, seven digits), or why it is not used."""
    if is_nothing(text):
        return "", None
    number = NOISE.sub("", text).upper()
    if not valid_rna(number):
        return "", Finding("ce n'est pas un numéro RNA (W suivi de 9 signes) ; non retenu")
    changed = number != text
    return number, Finding("numéro RNA nettoyé", repaired=True) if changed else None


def identify(name: str, siret: str = "", siren: str = "", rna: str = "", kind: str = "") -> Party:
    """A party from clean numbers, with the kind that its numbers or its name tell."""
    name = " ".join(name.split())[:NAME_MAX]
    return Party(name, siret, siren, rna, kind or _kind(fold(name), siren, rna))


def _kind(folded: str, siren: str, rna: str) -> str:
    if rna:
        return OrganisationKind.ASSOCIATION
    if siren[:2] in KIND_BY_SIREN:
        return KIND_BY_SIREN[siren[:2]]
    if siren[:1] in ("1", "2"):
        return OrganisationKind.PUBLIC
    for pattern, kind in KIND_BY_NAME:
        if pattern.search(folded):
            return kind
    return OrganisationKind.OTHER
