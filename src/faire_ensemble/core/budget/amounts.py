"""An amount in euros as people type it: `1 234,50`, `1234.5`, `1 234 €`, `€1,234.50`.

What has two readings (`1.234`) or none is refused with the reason; nothing is guessed, rounded
or lost. The same rules are written once more in `apps/funding/static/funding/budget.js`, for
totals while typing; both are tested on the same table of cases.
"""

import re
from decimal import Decimal

from faire_ensemble.core.budget.faults import AmountRefused, Fault, FaultCode, Param
from faire_ensemble.core.budget.words import amount_in_words

CENT = Decimal("0.01")
LARGEST = Decimal("999999999999.99")
NARROW = "\u202f"

LONGEST_QUOTE = 60

# Every space of Unicode and the apostrophe separate thousands; two in a row count as one.
BLANK = re.compile(r"[\t-\r \u00a0\u1680\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff'\u2019]+")
CURRENCY = re.compile(r"^(?:€|eur(?![a-z])) ?| ?(?:€|euros?|eur)$", re.IGNORECASE | re.ASCII)
SHORT = re.compile(
    r"^([0-9]+(?:[.,][0-9]+)?) ?(k|m|md|mille|millions?|milliards?)$", re.IGNORECASE | re.ASCII
)
SCALES = {"k": 10**3, "mille": 10**3, "m": 10**6, "million": 10**6, "md": 10**9, "milliard": 10**9}
SIGNED = re.compile(r"^(?:[-−–] ?[0-9.,]|\( ?[0-9][^)]*\)$)")
FIGURES = re.compile(r"^[0-9., ]+$")

PLAIN = re.compile(r"^[0-9]+[.,]?$")
DECIMALS = re.compile(r"^([0-9]*)[.,]([0-9]{1,2})$")
SPACED = re.compile(r"^[0-9]{1,3}(?: [0-9]{3})+(?:[.,][0-9]{0,2})?$")
POINTED = re.compile(r"^[0-9]{1,3}(?:\.[0-9]{3}){2,}$|^[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]{0,2}$")
COMMAED = re.compile(r"^[0-9]{1,3}(?:,[0-9]{3}){2,}$|^[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]{0,2}$")
DOUBTFUL = re.compile(r"^([1-9][0-9]{0,2})[.,]([0-9]{3})$")
FINER = re.compile(r"^[0-9 ]*[.,][0-9]{3,}$|^[0-9.]*,[0-9]{3,}$|^[0-9,]*\.[0-9]{3,}$")


def parse_amount(text: str) -> Decimal:
    """Euros to the cent, from 0 to 999 999 999 999,99.

    Raises `AmountRefused` for an empty text, words, an abbreviation (`12k`), a negative amount,
    more than two decimals, several readings (`1.234`), odd groups (`12 50`), a huge figure.
    """
    typed = BLANK.sub(" ", text).strip(" ")
    if not typed:
        raise AmountRefused(Fault(FaultCode.EMPTY))
    figures = CURRENCY.sub("", typed).strip(" ")
    if SIGNED.match(figures):
        raise _refused(FaultCode.NEGATIVE, typed)
    if found := SHORT.match(figures):
        raise _abbreviated(typed, found)
    if not FIGURES.match(figures) or not re.search("[0-9]", figures):
        raise _not_an_amount(typed)
    value = _value(figures, typed)
    if value > LARGEST:
        raise _refused(FaultCode.TOO_LARGE, typed)
    return value.quantize(CENT)


def format_amount(value: Decimal) -> str:
    """How an amount is written back in a field: `1 234,50`, thousands apart, cents if any.

    `parse_amount` reads it back unchanged. The value has at most two decimals.
    """
    whole = value == value.to_integral_value()
    text = f"{value:,.{0 if whole else 2}f}"
    return text.replace(",", NARROW).replace(".", ",")


def _value(figures: str, typed: str) -> Decimal:
    """Digits, spaces, points and commas: the one reading they have, or the refusal."""
    if PLAIN.match(figures):
        return Decimal(figures.rstrip(".,"))
    if found := DECIMALS.match(figures):
        return Decimal(f"{found[1] or 0}.{found[2]}")
    if SPACED.match(figures):
        return Decimal(figures.replace(" ", "").replace(",", ".").rstrip("."))
    if POINTED.match(figures):
        return Decimal(figures.replace(".", "").replace(",", ".").rstrip("."))
    if COMMAED.match(figures):
        return Decimal(figures.replace(",", "").rstrip("."))
    if found := DOUBTFUL.match(figures):
        thousands, decimals = Decimal(found[1] + found[2]), Decimal(f"{found[1]}.{found[2][:2]}")
        raise _refused(FaultCode.AMBIGUOUS, typed, thousands=thousands, decimals=decimals)
    if FINER.match(figures):
        raise _refused(FaultCode.TOO_MANY_DECIMALS, typed)
    raise _refused(FaultCode.BAD_GROUPS, typed)


def _abbreviated(typed: str, found: re.Match[str]) -> AmountRefused:
    scale = SCALES[found[2].casefold().removesuffix("s")]
    value = Decimal(found[1].replace(",", ".")) * scale
    if value > LARGEST or value != value.quantize(CENT):
        return _refused(FaultCode.ABBREVIATED, typed)
    return _refused(FaultCode.ABBREVIATED, typed, suggestion=value.quantize(CENT))


def _not_an_amount(typed: str) -> AmountRefused:
    guess = None if re.search("[0-9]", typed) else amount_in_words(typed)
    if guess is None:
        return _refused(FaultCode.NOT_AN_AMOUNT, typed)
    return _refused(FaultCode.NOT_AN_AMOUNT, typed, suggestion=guess)


def _refused(code: FaultCode, typed: str, **params: Param) -> AmountRefused:
    quote = typed if len(typed) <= LONGEST_QUOTE else typed[:LONGEST_QUOTE] + "…"
    return AmountRefused(Fault(code, params={"text": quote, **params}))
