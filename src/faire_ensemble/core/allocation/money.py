"""Euros as Decimal outside, whole cents inside: sums are exact and compare exactly."""

from decimal import Decimal

CENT = Decimal("0.01")


class InvalidProblem(ValueError):
    """Data nobody can allocate on; the message is a French sentence naming where and what."""


def cents(amount: Decimal, where: str) -> int:
    """Whole cents of an amount that may not be negative.

    Raises InvalidProblem, opening with `where`, for anything else.
    """
    if not isinstance(amount, Decimal):
        raise InvalidProblem(f"{where} : {amount!r} n'est pas un montant décimal.")
    if not amount.is_finite() or amount < 0:
        raise InvalidProblem(f"{where} : {amount} n'est pas un montant positif ou nul.")
    scaled = amount * 100
    if scaled != scaled.to_integral_value():
        raise InvalidProblem(f"{where} : {amount} € a plus de deux décimales.")
    return int(scaled)


def euros(amount: int) -> Decimal:
    """Cents to euros, with two decimals."""
    return (Decimal(amount) * CENT).quantize(CENT)


def spell(amount: Decimal | int) -> str:
    """An amount (Decimal euros, or int cents) as French readers write it: « 12 500 € »."""
    value = euros(amount) if isinstance(amount, int) else amount.quantize(CENT)
    whole, _, decimals = f"{value:,.2f}".partition(".")
    grouped = whole.replace(",", "\N{NARROW NO-BREAK SPACE}")
    return f"{grouped}{'' if decimals == '00' else ',' + decimals}\N{NO-BREAK SPACE}€"


def percent(share: Decimal) -> str:
    """A share (0..1) as French readers write it: « 3,2 % »."""
    return f"{plain(share * 100)}\N{NO-BREAK SPACE}%"


def plain(value: Decimal) -> str:
    """A number as French readers write it, without useless zeros: « 61,5 »."""
    written = f"{value:f}"
    if "." in written:
        written = written.rstrip("0").rstrip(".")
    return written.replace(".", ",")
