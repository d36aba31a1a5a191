"""Writing the values of a table: only what differs, in a few queries whatever the file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple, cast

from django.db import connection
from django.db.models import DecimalField

from faire_ensemble.apps.observatory.models import Value
from faire_ensemble.apps.observatory.services.cells import BadCell, Cell, read_cell, under_reserve
from faire_ensemble.kit.tabular import ImportReport, Remark, Severity

BATCH = 400
CREATED, UPDATED, UNCHANGED = "valeurs créées", "valeurs modifiées", "valeurs inchangées"
REFUSED, ABSENT = "valeurs refusées", "cases sans valeur à la source"
FIELDS = ("value", "status", "note")
KEYS = ("indicator_id", "territory_id", "vintage_id")
NewValue = tuple[int, int, int, Decimal | None, str, str]
"""Indicator, territory, vintage, value, status, note."""


class Held(NamedTuple):
    """What the database holds for an indicator, a territory and a vintage."""

    pk: int
    value: Decimal | None
    status: str
    note: str


@dataclass(frozen=True, slots=True)
class Feed:
    """Where a cell is and what it feeds; `reserve` is the index of the column governing it."""

    index: int
    title: str
    indicator: int
    vintage: int
    reserve: int | None = None
    reserve_title: str = ""
    remark: str = ""


@dataclass(slots=True)
class ValueWriter:
    """Compares each cell with what is held, and writes differences by batches.

    One query reads what is held; an unchanged file writes nothing.
    """

    report: ImportReport
    held: dict[tuple[int, int, int], Held] = field(default_factory=dict)
    _new: list[NewValue] = field(default_factory=list)
    _changed: list[Value] = field(default_factory=list)

    def __post_init__(self) -> None:
        for name in (CREATED, UPDATED, UNCHANGED, REFUSED, ABSENT):
            self.report.values.setdefault(name, 0)

    def load(self, territories: Iterable[int], vintages: Iterable[int]) -> None:
        """Read what is held for these places and vintages."""
        rows = Value.objects.filter(territory__in=list(territories), vintage__in=list(vintages))
        for indicator, territory, vintage, *held in rows.order_by().values_list(
            *KEYS, "pk", *FIELDS
        ):
            self.held[indicator, territory, vintage] = Held(*held)

    def put_row(
        self,
        line: int,
        territory: int,
        cells: Sequence[str],
        feeds: Iterable[Feed],
        remark: str = "",
    ) -> None:
        """Write the cells of one row and count the row as created, updated or unchanged.

        A cell that is not a number is refused alone; the row is when all of them are. `remark`
        is added to each value's note.
        """
        before = dict(self.report.values)
        known = readable = False
        for feed in feeds:
            cell = self._read(line, cells, feed)
            if cell is not None:
                readable = True
                note = " ; ".join(part for part in (cell.note, feed.remark, remark) if part)
                known |= self._put(territory, feed, Cell(cell.value, cell.status, note))
        values = self.report.values
        if not readable:
            self.report.refuse("aucune valeur lisible sur cette ligne", line)
        elif values[CREATED] > before[CREATED] and not known:
            self.report.created += 1
        elif any(values[name] > before[name] for name in (CREATED, UPDATED)):
            self.report.updated += 1
        else:
            self.report.unchanged += 1
        if len(self._new) >= BATCH or len(self._changed) >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Write what waits."""
        if self._new:
            insert_values(self._new)
            self._new.clear()
        if self._changed:
            Value.objects.bulk_update(self._changed, FIELDS)
            self._changed.clear()

    def _read(self, line: int, cells: Sequence[str], feed: Feed) -> Cell | None:
        text = cells[feed.index] if feed.index < len(cells) else ""
        try:
            cell = read_cell(text)
        except BadCell as error:
            self.report.values[REFUSED] += 1
            reason = f"{error} : cette valeur n'est pas chargée, le reste de la ligne l'est"
            self.report.remarks.append(
                Remark(Severity.REFUSED, reason, line, feed.title, text[:120])
            )
            return None
        if feed.reserve is not None and feed.reserve < len(cells):
            cell = under_reserve(cell, feed.reserve_title, cells[feed.reserve])
        return cell

    def _put(self, territory: int, feed: Feed, cell: Cell) -> bool:
        """Whether the value was held already."""
        values = self.report.values
        values[ABSENT] += cell.value is None
        held = self.held.get((feed.indicator, territory, feed.vintage))
        fields = {"value": cell.value, "status": cell.status, "note": cell.note}
        if held is None:
            values[CREATED] += 1
            key = (feed.indicator, territory, feed.vintage)
            self._new.append((*key, cell.value, cell.status, cell.note))
        elif held[1:] == (cell.value, cell.status, cell.note):
            values[UNCHANGED] += 1
        else:
            values[UPDATED] += 1
            self._changed.append(Value(pk=held.pk, **fields))
        return held is not None


def insert_values(rows: Iterable[NewValue]) -> None:
    """Insert rows made of KEYS then FIELDS.

    Plain SQL, adapted by the model's own field: with `bulk_create` the whole import takes twice
    as long (benchmarks/import_insee.py), to make objects that are thrown away.
    """
    amount = cast("DecimalField[Decimal, Decimal]", Value._meta.get_field("value"))
    quote = connection.ops.quote_name
    columns = (*KEYS, *FIELDS)
    names = ", ".join(quote(column) for column in columns)
    marks = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quote(Value._meta.db_table)} ({names}) VALUES ({marks})",  # noqa: S608
            [
                (*keys, amount.get_db_prep_save(value, connection), str(status), note)
                for *keys, value, status, note in rows
            ],
        )
