"""Numbers and dates as French readers write them: 20 940 €, −9 274, 56,3 %, 15 juillet 2015.

Narrow no-break spaces (U+202F) group thousands, a no-break space (U+00A0) precedes units,
and the sign is a true minus (U+2212), so that nothing breaks at a line end.
"""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language

Number = int | float | Decimal
THIN, HARD, MINUS = "\u202f", "\u00a0", "\u2212"


def number(value: Number | None, decimals: int | None = None) -> str:
    """Group thousands, use the language's decimal mark; `None` is an em dash."""
    if value is None:
        return "—"
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    if decimals is None:
        exact = exact.normalize()
        exponent = exact.as_tuple().exponent
        decimals = min(2, max(0, -exponent)) if isinstance(exponent, int) else 0
    rounded = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    text = f"{abs(rounded):,.{decimals}f}"
    if (get_language() or "fr").startswith("fr"):
        text = text.replace(",", THIN).replace(".", ",")
    return (MINUS if rounded < 0 else "") + text


def signed(value: Number | None, decimals: int | None = None) -> str:
    """Like `number`, with a plus sign for what is above zero."""
    text = number(value, decimals)
    return "+" + text if value is not None and value > 0 else text


def euros(value: Number | None, decimals: int = 0) -> str:
    """An amount in euros."""
    return number(value, decimals) + (f"{HARD}€" if value is not None else "")


def percent(value: Number | None, decimals: int | None = None) -> str:
    """A rate that is already in percent: 56.3 → 56,3 %."""
    return number(value, decimals) + (f"{HARD}%" if value is not None else "")


UNIT_SUFFIX = {"percent": "%", "euros": "€", "points": "points"}


def measure(value: Number | None, unit: str, sign: bool = False) -> str:
    """A value with the unit of its indicator (see observatory `Unit`)."""
    text = signed(value) if sign else number(value)
    suffix = UNIT_SUFFIX.get("points" if sign and unit == "percent" else unit, "")
    if suffix == "points" and value is not None and abs(float(value)) < 2:
        suffix = "point"
    return f"{text}{HARD}{suffix}" if suffix and value is not None else text


def long_date(value: date | datetime | None) -> str:
    """15 juillet 2015 (1er janvier), in the language of the page."""
    if value is None:
        return "—"
    text = date_format(value, "DATE_FORMAT")
    french = (get_language() or "fr").startswith("fr")
    return text.replace("1 ", "1er ", 1) if french and text.startswith("1 ") else text


def moment(value: datetime | None) -> str:
    """15 juillet 2015 14:05, on the clock of the site."""
    return date_format(localtime(value), "DATETIME_FORMAT") if value is not None else "—"
