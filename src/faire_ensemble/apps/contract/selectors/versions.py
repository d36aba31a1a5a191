"""Signed versions and what each changes of the one before; the draft against the last one."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from faire_ensemble.apps.contract.models import Contract, ContractVersion
from faire_ensemble.apps.contract.selectors.text import draft_items
from faire_ensemble.apps.contract.selectors.wording import (
    ChangeLine,
    change_lines,
    counted,
    noun_of,
    values_of,
)
from faire_ensemble.core.agreement import Item, differences, digest, from_data


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A signed version in the list; `counts` says how much it changes, nothing for the first."""

    number: int
    title: str
    signed_on: date
    why: str
    digest: str
    counts: str


@dataclass(frozen=True, slots=True)
class TextLine:
    """An item of a version, as it was signed; `depth` is 0 for what belongs to the contract."""

    kind: str
    noun: str
    title: str
    depth: int
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class VersionPage:
    """A version, what it changed, its whole text. `whole` is false when the kept text no longer
    gives the kept digest: somebody changed it in the database."""

    contract: Contract
    line: VersionLine
    previous: str
    changes: tuple[ChangeLine, ...]
    text: tuple[TextLine, ...]
    whole: bool
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Draft:
    """The draft against the last signed version; no version yet, no difference."""

    last: VersionLine | None
    changes: tuple[ChangeLine, ...]
    counts: str
    digest: str


def version_lines(contract_id: int) -> tuple[VersionLine, ...]:
    """Every signed version, the latest first: one query."""
    rows = list(ContractVersion.objects.filter(contract=contract_id).order_by("number"))
    lines, before = list[VersionLine](), tuple[Item, ...]()
    for row in rows:
        items = from_data(row.content)
        lines.append(_line(row, before, items))
        before = items
    return tuple(reversed(lines))


def _line(row: ContractVersion, before: tuple[Item, ...], items: tuple[Item, ...]) -> VersionLine:
    counts = counted(differences(before, items)) if row.number else ""
    return VersionLine(row.number, row.title, row.signed_on, row.why, row.digest, counts)


def version_page(contract_id: int, version: int) -> VersionPage | None:
    """One version: two queries."""
    rows = list(
        ContractVersion.objects.filter(contract=contract_id, number__in=[version - 1, version])
        .select_related("contract__epci")
        .order_by("number")
    )
    if not rows or rows[-1].number != version:
        return None
    row = rows[-1]
    items = from_data(row.content)
    earlier = rows[0] if version else None
    before = from_data(earlier.content) if earlier is not None else ()
    changes = differences(before, items) if earlier is not None else ()
    return VersionPage(
        contract=row.contract,
        line=_line(row, before, items),
        previous=earlier.title if earlier is not None else "",
        changes=change_lines(changes),
        text=_text(items),
        whole=digest(items) == row.digest,
        data=row.content,
    )


def _text(items: tuple[Item, ...]) -> tuple[TextLine, ...]:
    parents = {item.key: item.parent for item in items}
    return tuple(
        TextLine(
            item.kind,
            noun_of(item.kind),
            item.title,
            _depth(item.parent, parents),
            values_of(item),
        )
        for item in items
    )


def _depth(parent: str, parents: dict[str, str]) -> int:
    depth = 0
    while parents.get(parent):
        depth, parent = depth + 1, parents[parent]
    return depth


def draft(contract_id: int) -> Draft:
    """What is written and not signed yet: eleven queries."""
    items = draft_items(contract_id)
    row = ContractVersion.objects.filter(contract=contract_id).order_by("-number").first()
    if row is None:
        return Draft(None, (), "", digest(items))
    changes = differences(from_data(row.content), items)
    last = VersionLine(row.number, row.title, row.signed_on, row.why, row.digest, "")
    return Draft(last, change_lines(changes), counted(changes), digest(items))


def last_version(contract_id: int) -> VersionLine | None:
    """The last signed version, without its text: one query."""
    row = (
        ContractVersion.objects.filter(contract=contract_id)
        .defer("content")
        .order_by("-number")
        .first()
    )
    if row is None:
        return None
    return VersionLine(row.number, row.title, row.signed_on, row.why, row.digest, "")


def signed_keys(contract_id: int) -> frozenset[str] | None:
    """Keys of what the last version holds; None while nothing is signed."""
    content = (
        ContractVersion.objects.filter(contract=contract_id)
        .order_by("-number")
        .values_list("content", flat=True)
        .first()
    )
    return frozenset(item.key for item in from_data(content)) if content is not None else None


def next_title(last: VersionLine | None) -> str:
    """The title offered for the next signature."""
    if last is None:
        return _("Contrat de ville")
    return _("Avenant n° %(n)s") % {"n": last.number + 1}
