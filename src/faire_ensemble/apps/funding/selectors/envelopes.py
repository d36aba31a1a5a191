"""Envelopes: what is left of each, which money may pay for what, the tree that people read."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Sum
from django.utils.translation import gettext as _

from faire_ensemble.apps.funding.models import Decision, Envelope
from faire_ensemble.kit.charts import Bar, Bars, Figure, figure
from faire_ensemble.kit.numbers import euros

ZERO = Decimal(0)
NEIGHBOURHOODS = ("priority", "monitored", "lived")


@dataclass(frozen=True, slots=True)
class Balance:
    """Euros of an envelope: its amount, what its children took, what decisions in force took."""

    amount: Decimal
    delegated: Decimal = ZERO
    awarded: Decimal = ZERO

    @property
    def left(self) -> Decimal:
        """What may still be awarded or delegated."""
        return self.amount - self.delegated - self.awarded


def decisions_in_force() -> QuerySet[Decision]:
    """The last decision of each request."""
    later = Decision.objects.filter(request=OuterRef("request"), number__gt=OuterRef("number"))
    return Decision.objects.filter(~Exists(later))


def balances(envelopes: Iterable[Envelope]) -> dict[int, Balance]:
    """The balance of each envelope by key: two queries. Exact only under the lock of the root."""
    held = {row.pk: row.amount for row in envelopes}
    delegated: dict[int, Decimal] = dict(
        Envelope.objects.filter(parent__in=held)
        .order_by("parent")
        .values_list("parent")
        .annotate(total=Sum("amount"))
    )
    awarded: dict[int, Decimal] = dict(
        decisions_in_force()
        .filter(envelope__in=held)
        .order_by("envelope")
        .values_list("envelope")
        .annotate(total=Sum("amount"))
    )
    return {
        pk: Balance(amount, delegated.get(pk, ZERO), awarded.get(pk, ZERO))
        for pk, amount in held.items()
    }


@dataclass(frozen=True, slots=True)
class Scope:
    """What an envelope may pay for, its parents' limits included; empty limits nothing.

    `communes` and `neighbourhoods` are codes; an envelope is limited to one or to the other.
    """

    objectives: frozenset[int] = frozenset()
    communes: frozenset[str] = frozenset()
    neighbourhoods: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Wallet:
    """An envelope ready to be reasoned on: its row, its balance, its scope, its place."""

    row: Envelope
    balance: Balance
    scope: Scope
    depth: int
    path: tuple[str, ...]
    limits: tuple[str, ...]
    """Its own restrictions, in words."""

    @property
    def label(self) -> str:
        return " › ".join(self.path)


def wallets(contract_id: int, year: int) -> list[Wallet]:
    """Every envelope of a contract's year, funder by funder, children under parents.

    Five queries whatever their number.
    """
    rows = list(
        Envelope.objects.filter(contract=contract_id, year=year)
        .select_related("funder")
        .prefetch_related("objectives", "territories")
        .order_by("funder__name", "name", "pk")
    )
    money = balances(rows)
    children: dict[int | None, list[Envelope]] = {}
    for row in rows:
        children.setdefault(row.parent_id, []).append(row)
    found: list[Wallet] = []

    def walk(row: Envelope, above: Wallet | None) -> None:
        objectives, territories = list(row.objectives.all()), list(row.territories.all())
        wallet = Wallet(
            row=row,
            balance=money[row.pk],
            scope=_scope(above.scope if above else Scope(), objectives, territories),
            depth=above.depth + 1 if above else 0,
            path=(*(above.path if above else ()), row.name),
            limits=tuple(str(each) for each in (*objectives, *territories)),
        )
        found.append(wallet)
        for child in children.get(row.pk, ()):
            walk(child, wallet)

    for root in children.get(None, ()):
        walk(root, None)
    return found


def _scope(above: Scope, objectives: list[Any], territories: list[Any]) -> Scope:
    communes = frozenset(each.code for each in territories if each.kind == "commune")
    areas = frozenset(each.code for each in territories if each.kind in NEIGHBOURHOODS)
    return Scope(
        objectives=frozenset(each.pk for each in objectives) or above.objectives,
        communes=communes or (frozenset() if areas else above.communes),
        neighbourhoods=areas or (frozenset() if communes else above.neighbourhoods),
    )


@dataclass(frozen=True, slots=True)
class FunderMoney:
    """A funder's trees of a year and their totals (what is delegated is counted once)."""

    funder_id: int
    funder: str
    wallets: tuple[Wallet, ...]

    @property
    def amount(self) -> Decimal:
        return sum((each.row.amount for each in self.wallets if each.depth == 0), ZERO)

    @property
    def awarded(self) -> Decimal:
        return sum((each.balance.awarded for each in self.wallets), ZERO)

    @property
    def left(self) -> Decimal:
        return sum((each.balance.left for each in self.wallets), ZERO)


def by_funder(found: Iterable[Wallet]) -> tuple[FunderMoney, ...]:
    """Trees grouped by the funder of their root, in the order given."""
    groups: dict[int, list[Wallet]] = {}
    names: dict[int, str] = {}
    root: Any = None
    for wallet in found:
        if wallet.depth == 0:
            root = wallet.row.funder
        groups.setdefault(root.pk, []).append(wallet)
        names[root.pk] = root.name
    return tuple(FunderMoney(pk, names[pk], tuple(rows)) for pk, rows in groups.items())


def left_chart(money: Iterable[FunderMoney], year: int) -> Figure:
    """What each funder may still award."""
    bars = tuple(
        Bar(each.funder, each.left, _("sur %(amount)s") % {"amount": euros(each.amount)})
        for each in money
    )
    data = Bars(
        title=_("Ce qui reste à attribuer en %(year)s") % {"year": year},
        unit="euros",
        bars=bars,
        label_head=_("Financeur"),
        value_head=_("Reste à attribuer"),
    )
    return figure(data, uid="reste", source=_("enveloppes du contrat et décisions en vigueur"))


def envelope_years(contract_id: int) -> list[int]:
    """Years that have an envelope, the latest first."""
    years = Envelope.objects.filter(contract=contract_id).order_by("-year")
    return list(years.values_list("year", flat=True).distinct())
