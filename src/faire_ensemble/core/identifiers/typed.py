"""A number as a person types it: cleaned, or which check it failed.

Spaces, points, hyphens and a label in front (SIRET:) are left aside; nothing is corrected: a
wrong digit is for the person to find, with the check that saw it.
"""

import re
from enum import StrEnum

from faire_ensemble.core.identifiers.keys import valid_rna, valid_siren, valid_siret

NOISE = re.compile(r"[\s\u200b\ufeff'\u2019`´\".\-\u2010-\u2015]+")
LABEL = re.compile(r"^(?:SIRET|SIREN|RNA)(?:N[°O])?:?")
SCIENTIFIC = re.compile(r"^[0-9](?:[.,][0-9]+)?E\+?[0-9]{1,2}$")


class NumberFault(StrEnum):
    """The check that a number failed, from the first to look at to the last."""

    EMPTY = "empty"
    ROUNDED = "rounded"
    OTHER_NUMBER = "other_number"
    NOT_DIGITS = "not_digits"
    LENGTH = "length"
    SHAPE = "shape"
    NO_ESTABLISHMENT = "no_establishment"
    SIREN_KEY = "siren_key"
    KEY = "key"


class NumberRefused(ValueError):
    """`digits` is how many digits were typed; `given` what it is instead (siren, siret, rna)."""

    def __init__(self, fault: NumberFault, digits: int = 0, given: str = "") -> None:
        super().__init__(f"{fault} {digits} {given}".strip())
        self.fault, self.digits, self.given = fault, digits, given


def read_siret(text: str) -> str:
    """Fourteen digits. Raises `NumberRefused`.

    SIREN_KEY: the wrong digit is among the first nine; KEY: the last five do not go with them.
    """
    digits = _figures(text, expected="siret", count=14)
    if valid_siret(digits):
        return digits
    if digits.endswith("00000"):
        raise NumberRefused(NumberFault.NO_ESTABLISHMENT, 14)
    raise NumberRefused(NumberFault.KEY if valid_siren(digits[:9]) else NumberFault.SIREN_KEY, 14)


def read_siren(text: str) -> str:
    """Nine digits. Raises `NumberRefused`."""
    digits = _figures(text, expected="siren", count=9)
    if not valid_siren(digits):
        raise NumberRefused(NumberFault.SIREN_KEY, 9)
    return digits


def read_rna(text: str) -> str:
    """W and nine signs, in capitals. Raises `NumberRefused`."""
    number = _clean(text)
    if not number:
        raise NumberRefused(NumberFault.EMPTY)
    if valid_rna(number):
        return number
    if given := _known(number):
        raise NumberRefused(NumberFault.OTHER_NUMBER, len(number), given)
    raise NumberRefused(NumberFault.SHAPE, sum(char.isdigit() for char in number))


def _figures(text: str, expected: str, count: int) -> str:
    """The digits alone, when they are as many as they must be."""
    if SCIENTIFIC.match(text.strip().upper()):
        raise NumberRefused(NumberFault.ROUNDED)
    number = _clean(text)
    if not number:
        raise NumberRefused(NumberFault.EMPTY)
    given = _known(number)
    if given and given != expected:
        raise NumberRefused(NumberFault.OTHER_NUMBER, len(number), given)
    if not (number.isascii() and number.isdigit()):
        raise NumberRefused(NumberFault.NOT_DIGITS, sum(char.isdigit() for char in number))
    if len(number) != count:
        raise NumberRefused(NumberFault.LENGTH, len(number))
    return number


def _clean(text: str) -> str:
    return LABEL.sub("", NOISE.sub("", text).upper())


def _known(number: str) -> str:
    """Which number this is, when it is a right one."""
    if valid_rna(number):
        return "rna"
    if valid_siret(number):
        return "siret"
    return "siren" if valid_siren(number) else ""
