"""Amounts and counts as French text."""

from decimal import ROUND_HALF_EVEN, Decimal

from faire_ensemble.core.tally.profile import Profile

THIN, HARD = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"
CENT = Decimal("0.01")


def euros(amount: Decimal) -> str:
    """« 1 234,50 € », without decimals when there are none."""
    rounded = amount.quantize(CENT, ROUND_HALF_EVEN)
    text = f"{rounded:,.2f}".removesuffix(".00")
    return text.replace(",", THIN).replace(".", ",") + f"{HARD}€"


def number(value: Decimal) -> str:
    """A count or points, without useless zeros."""
    text = f"{value.normalize():,f}"
    return text.replace(",", THIN).replace(".", ",")


def counted(value: Decimal, one: str, many: str) -> str:
    return f"{number(value)} {one if abs(value) < 2 else many}"


def in_euros(profile: Profile, units: float) -> Decimal:
    """Units as euros, to the cent: for display, never for a decision."""
    return Decimal(repr(round(units / profile.unit, 2))).quantize(CENT)
