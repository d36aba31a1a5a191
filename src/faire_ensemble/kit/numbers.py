"""Numbers and dates as readers write them: 20 940 €, −9 274, 56,3 %, 15 juillet 2015 in French;
€20,940, −9,274, 56.3%, 15 July 2015 in English.

Narrow no-break spaces (U+202F) group thousands, a no-break space (U+00A0) precedes units,
and the sign is a true minus (U+2212), so that nothing breaks at a line end.
"""

from datetime import date, datetime, time, timedelta
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
    if _french():
        text = text.replace(",", THIN).replace(".", ",")
    return (MINUS if rounded < 0 else "") + text


def signed(value: Number | None, decimals: int | None = None) -> str:
    """Like `number`, with a plus sign for what is above zero."""
    text = number(value, decimals)
    return "+" + text if value is not None and value > 0 else text


def euros(value: Number | None, decimals: int | None = 0, symbol: str = "") -> str:
    """An amount in euros; `symbol` says thousands (k) or millions (M): 6,1 M€, €6.1M.

    `decimals` None: both cents or none, but for thousands and millions.
    """
    if decimals is None and not symbol and value is not None:
        decimals = 2 if round(Decimal(str(value)), 2) % 1 else 0
    return _in_euros(number(value, decimals), symbol) if value is not None else "—"


def percent(value: Number | None, decimals: int | None = None) -> str:
    """A rate that is already in percent: 56.3 → 56,3 %."""
    return number(value, decimals) + (_suffix("%") if value is not None else "")


UNIT_SUFFIX = {"percent": "%", "euros": "€", "points": "points"}


def measure(value: Number | None, unit: str, sign: bool = False) -> str:
    """A value with the unit of its indicator (see observatory `Unit`); euros show both cents."""
    cents = 2 if unit == "euros" and value is not None and value % 1 else None
    text = signed(value, cents) if sign else number(value, cents)
    suffix = UNIT_SUFFIX.get("points" if sign and unit == "percent" else unit, "")
    if value is None or not suffix:
        return text
    if suffix == "€":
        return _in_euros(text)
    if suffix == "points" and (abs(float(value)) < 2 if _french() else abs(value) == 1):
        suffix = "point"
    return text + _suffix(suffix)


def long_date(value: date | datetime | None) -> str:
    """15 juillet 2015 (1er janvier), in the language of the page."""
    if value is None:
        return "—"
    return _first(date_format(value, "j F Y"))


def moment(value: datetime | None) -> str:
    """15 juillet 2015 14:05, on the clock of the site."""
    return _first(date_format(localtime(value), "j F Y H:i")) if value is not None else "—"


def opening(value: datetime | None) -> str:
    """When something starts: the day alone when it is at 00:00, as people say it."""
    if value is None:
        return "—"
    local = localtime(value)
    return long_date(local) if local.time() == time(0) else moment(value)


def ending(value: datetime | None) -> str:
    """When something that excludes its end is over: at 00:00, the day before is its last."""
    if value is None:
        return "—"
    local = localtime(value)
    return long_date(local - timedelta(minutes=1)) if local.time() == time(0) else moment(value)


def _first(text: str) -> str:
    return text.replace("1 ", "1er ", 1) if _french() and text.startswith("1 ") else text


def _french() -> bool:
    return (get_language() or "fr").startswith("fr")


def _suffix(unit: str) -> str:
    """56,3 %, 56.3%: only French sets the sign of percent apart."""
    return unit if unit == "%" and not _french() else HARD + unit


def _in_euros(text: str, symbol: str = "") -> str:
    """A number already written, its sign before the currency: 20 940 €, −€9,274."""
    if _french():
        return f"{text}{HARD}{symbol}€"
    sign = text[:1] if text[:1] in (MINUS, "+") else ""
    return f"{sign}€{text[len(sign) :]}{symbol}"
