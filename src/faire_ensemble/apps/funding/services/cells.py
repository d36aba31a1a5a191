"""What a published cell says: an amount, a date, a share. Nothing is guessed in silence."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from faire_ensemble.apps.directory.services import is_nothing

CENT = Decimal("0.01")
LARGEST = Decimal("999999999999.99")
FIRST_YEAR, LAST_YEAR = 1990, 2100
BLANKS = re.compile(r"[\s'’]")
PLAIN = re.compile(r"^-?\d+(\.\d+)?$")
FRENCH = re.compile(r"^-?\d+,(\d{1,2}|\d{4,})$")
GROUPED = re.compile(r"^-?\d{1,3}(\.\d{3})+,\d{2}$")
ISO = re.compile(r"^(\d{4})-(\d{2})-(\d{2})(?:[ T]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?$")
SLASHED = re.compile(r"^(\d{1,2})/(\d{1,2})/(\d{4})$")
YEAR = re.compile(r"^(\d{4})(?:\.0)?$")
ANY_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
PERIOD = re.compile(r"^\d{4}-\d{2}-\d{2}(/\d{4}-\d{2}-\d{2})?$")


class BadCell(Exception):
    """The cell cannot be used; the message is the reason of the refusal, in French."""


@dataclass(frozen=True, slots=True)
class Amount:
    """Euros to the cent; `repair` says what was done to read it."""

    value: Decimal
    repair: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """A date, or only a year when that is all the file says."""

    year: int
    day: date | None = None
    remark: str = ""
    repaired: bool = False


def read_amount(text: str) -> Amount | None:
    """`24 975,00`, `24975.00` or `1.350.000,00`; `None` when the cell holds nothing.

    Raises `BadCell` for what is not an amount, or has two readings (`1,350`).
    """
    if is_nothing(text):
        return None
    compact = BLANKS.sub("", text).replace("−", "-").removesuffix("€").removesuffix("EUR")
    repair = "" if compact == text.strip() else "espaces ou symbole € ôtés du montant"
    if GROUPED.match(compact):
        compact, repair = compact.replace(".", ""), "points de milliers ôtés du montant"
    if FRENCH.match(compact):
        compact = compact.replace(",", ".")
        repair = repair or "virgule décimale remplacée par un point"
    elif re.match(r"^-?\d+,\d{3}$", compact):
        raise BadCell("montant ambigu : la virgule sépare-t-elle les milliers ou les décimales ?")
    if re.match(r"^-?\d+([.,]\d+)?[eE]\+?\d+$", compact):
        raise BadCell("montant arrondi par un tableur (notation scientifique)")
    if not PLAIN.match(compact):
        raise BadCell("ce n'est pas un montant en euros")
    return to_cents(Decimal(compact), repair)


def to_cents(value: Decimal, repair: str = "") -> Amount:
    """Round to the cent, and say so when something is lost."""
    if not value.is_finite() or abs(value) > LARGEST:
        raise BadCell("montant hors limites")
    exact = value.quantize(CENT, rounding=ROUND_HALF_UP)
    if exact != value:
        repair = "montant arrondi au centime"
    return Amount(exact, repair)


def read_share(text: str) -> Decimal | None:
    """Share of the grant that goes to the holder, 0.01 to 1 (SCDL `pourcentageSubvention`)."""
    if is_nothing(text):
        return None
    try:
        share = Decimal(BLANKS.sub("", text).replace(",", "."))
    except ArithmeticError as error:
        raise BadCell("la part du bénéficiaire n'est pas un nombre") from error
    if not share.is_finite() or not Decimal("0.01") <= share <= 1:
        raise BadCell("la part du bénéficiaire doit être de 0,01 à 1 (0,5 pour 50 %)")
    return share


def read_moment(text: str) -> Moment | None:
    """A day (`2017-09-30`, `30/09/2017`) or a year (`2014`); `None` for an empty cell."""
    text = text.strip()
    if is_nothing(text):
        return None
    if found := ISO.match(text):
        year, month, day = map(int, found.groups())
        return _moment(year, month, day)
    if found := SLASHED.match(text):
        day, month, year = map(int, found.groups())
        return _moment(year, month, day, "date JJ/MM/AAAA réécrite AAAA-MM-JJ")
    if found := YEAR.match(text):
        return Moment(_year(int(found[1])), None, "seule l'année est publiée, le jour est inconnu")
    raise BadCell("ce n'est pas une date AAAA-MM-JJ")


def _moment(year: int, month: int, day: int, remark: str = "") -> Moment:
    try:
        found = date(year, month, day)
    except ValueError as error:
        raise BadCell("cette date n'existe pas (il faut AAAA-MM-JJ)") from error
    return Moment(_year(year), found, remark, repaired=bool(remark))


def _year(year: int) -> int:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadCell(f"année hors de {FIRST_YEAR}-{LAST_YEAR}")
    return year


def read_period(text: str) -> tuple[str, str]:
    """The payment period as SCDL writes it (`AAAA-MM-JJ/AAAA-MM-JJ`), and what was done."""
    text = " ; ".join(part.strip() for part in text.splitlines() if part.strip())
    text = text.replace(" 00:00:00", "")
    if is_nothing(text):
        return "", ""
    if PERIOD.match(text) or YEAR.match(text):
        return text, ""
    if found := ISO.match(text):
        return "-".join(found.groups()), ""
    joined = re.sub(r"\s*_\s*", "/", text)
    if PERIOD.match(joined):
        return joined, "période de versement réécrite AAAA-MM-JJ/AAAA-MM-JJ"
    if all(ISO.match(part) for part in text.split(" ; ")):
        return text[:60], "plusieurs dates de versement, gardées telles quelles"
    return text[:60], "période de versement illisible, gardée telle quelle"


def first_day(*texts: str) -> date | None:
    """The first real date written anywhere in these cells."""
    for text in texts:
        for found in ANY_ISO.findall(text):
            try:
                return date.fromisoformat(found)
            except ValueError:
                continue
    return None
