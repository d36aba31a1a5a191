"""The allocation problem of a call's year, built from the database: same rows, same bytes.

Nothing personal enters it, nor who was refused: projects are numbers, holders too; funders are
named, places are codes.
Money that is delegated is reserved for the delegate: each envelope counts what it has left, with
its parents' limits written on it, so that the file needs no tree.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from faire_ensemble.apps.contract.selectors import contract_objectives
from faire_ensemble.apps.funding.lifecycle.applications import UNDER_INSTRUCTION
from faire_ensemble.apps.funding.lifecycle.requests import OPEN
from faire_ensemble.apps.funding.models import ApplicationPlace, Call, FundingRequest
from faire_ensemble.apps.funding.selectors.envelopes import NEIGHBOURHOODS, Wallet, wallets
from faire_ensemble.apps.funding.selectors.rules import Rules, Share
from faire_ensemble.apps.territory.selectors import neighbourhoods_of
from faire_ensemble.core.allocation import (
    Application,
    Envelope,
    MinimumShare,
    Problem,
    Request,
    Scope,
)

ZERO = Decimal(0)
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Built:
    """A problem, and the rows of the database behind its identifiers."""

    problem: Problem
    requests: dict[str, FundingRequest]
    envelopes: dict[str, int]


def requests_to_decide(call_id: int, year: int) -> QuerySet[FundingRequest]:
    """Requests of submitted files that no decision settled yet."""
    return FundingRequest.objects.filter(
        application__call=call_id,
        application__year=year,
        application__state__in=UNDER_INSTRUCTION,
        state__in=OPEN,
    )


def build_problem(call: Call, year: int, rules: Rules) -> Built:
    """Twelve queries whatever the number of files. Raises core's InvalidProblem."""
    rows = list(
        requests_to_decide(call.pk, year).select_related(
            "application__project", "application__lead", "application__objective__pillar", "funder"
        )
    )
    chosen = [
        each
        for each in wallets(call.contract_id, year)
        if not rules.envelopes or each.row.pk in rules.envelopes
    ]
    names = _names([row.funder for row in rows] + [each.row.funder for each in chosen])
    codes = {
        each.pk: f"{each.pillar.rank}.{each.rank}" for each in contract_objectives(call.contract_id)
    }
    money = sorted((_envelope(each, names, codes) for each in chosen), key=lambda row: row.id)
    rows.sort(key=lambda row: (row.application.project.number, names[row.funder_id]))
    without = sorted({names[row.funder_id] for row in rows} - {row.funder for row in money})
    empty = [
        Envelope(id=f"{name} · {_('aucune enveloppe')}", funder=name, amount=ZERO)
        for name in without
    ]
    by_id = {_request_id(row, names): row for row in rows}
    problem = Problem(
        applications=_applications(call.pk, year, rows, codes),
        requests=tuple(
            _request(name, row, names, rules, set(without)) for name, row in by_id.items()
        ),
        envelopes=(*money, *empty),
        minimum_shares=_shares(call, rules.shares, codes),
        holder_cap=rules.holder_cap,
        name=f"{call.code} {year}",
    )
    keys = {_envelope_id(each, names): each.row.pk for each in chosen}
    return Built(problem, by_id, keys)


def _names(organisations: Iterable[Any]) -> dict[int, str]:
    """What the file calls each organisation: its name, numbered where several bear it."""
    known: dict[int, str] = {each.pk: each.name for each in organisations}
    borne: dict[str, int] = {}
    for name in known.values():
        borne[name] = borne.get(name, 0) + 1
    return {pk: name if borne[name] == 1 else f"{name} (n° {pk})" for pk, name in known.items()}


def _request_id(row: FundingRequest, names: dict[int, str]) -> str:
    return f"{row.application.project.number} · {names[row.funder_id]}"


def _envelope_id(wallet: Wallet, names: dict[int, str]) -> str:
    return f"{names[wallet.row.funder_id]} · {wallet.row.name}"


def _envelope(wallet: Wallet, names: dict[int, str], codes: dict[int, str]) -> Envelope:
    return Envelope(
        id=_envelope_id(wallet, names),
        funder=names[wallet.row.funder_id],
        amount=wallet.balance.left,
        label=wallet.label,
        nature=wallet.row.nature,
        objectives=tuple(sorted(codes[pk] for pk in wallet.scope.objectives)),
        communes=tuple(sorted(wallet.scope.communes)),
        neighbourhoods=tuple(sorted(wallet.scope.neighbourhoods)),
    )


def _applications(
    call_id: int,
    year: int,
    rows: list[FundingRequest],
    codes: dict[int, str],
) -> tuple[Application, ...]:
    areas, communes = _places(call_id, year)
    leads = sorted({row.application.lead_id for row in rows})
    holders = {pk: f"n° {rank}" for rank, pk in enumerate(leads, start=1)}
    found = {}
    for row in rows:
        one = row.application
        found[one.project.number] = Application(
            id=one.project.number,
            holder=holders[one.lead_id],
            score=one.score or ZERO,
            objective=codes.get(one.objective_id or 0, ""),
            neighbourhoods=tuple(sorted(areas.get(one.pk, ()))),
            communes=tuple(sorted(communes.get(one.pk, ()))),
        )
    return tuple(found.values())


def _places(call_id: int, year: int) -> tuple[dict[int, set[str]], dict[int, set[str]]]:
    """Codes of the neighbourhoods and of the communes of each file; a neighbourhood counts for
    the communes it lies in."""
    areas: dict[int, set[str]] = {}
    communes: dict[int, set[str]] = {}
    places = ApplicationPlace.objects.filter(
        application__call=call_id,
        application__year=year,
        application__state__in=UNDER_INSTRUCTION,
    ).select_related("territory")
    for place in places.prefetch_related("territory__communes"):
        where: Any = place.territory
        if where.kind == "commune":
            communes.setdefault(place.application_id, set()).add(where.code)
        elif where.kind in NEIGHBOURHOODS:
            areas.setdefault(place.application_id, set()).add(where.code)
            around = {each.code for each in where.communes.all()}
            communes.setdefault(place.application_id, set()).update(around)
    return areas, communes


def _request(
    name: str, row: FundingRequest, names: dict[int, str], rules: Rules, without: set[str]
) -> Request:
    return Request(
        id=name,
        application=row.application.project.number,
        funder=names[row.funder_id],
        asked=row.asked,
        minimum=row.minimum,
        step=rules.step,
        committed=row.committed,
        excluded=_excluded(row, rules, names[row.funder_id] in without),
    )


def _excluded(row: FundingRequest, rules: Rules, without: bool) -> str:
    """Why nothing can be awarded; what is owed is never left out but by name."""
    number, score = row.application.project.number, row.application.score
    if number in rules.excluded:
        return rules.excluded[number]
    if row.committed:
        return ""
    if without:
        return _("aucune enveloppe de ce financeur n'est retenue dans ce scénario")
    if score is None:
        return _("ce dossier n'est pas encore noté")
    if rules.least_score is not None and score < rules.least_score:
        return _("sa note est sous le seuil de %(score)s") % {"score": f"{rules.least_score:f}"}
    return ""


def _shares(
    call: Call, shares: tuple[Share, ...], codes: dict[int, str]
) -> tuple[MinimumShare, ...]:
    titles = {str(each.pk): each.title for each in contract_objectives(call.contract_id)}
    places = dict(neighbourhoods_of(call.contract.epci_id).values_list("code", "name"))
    found = []
    for each in shares:
        aim = each.scope == Scope.OBJECTIVE
        target = codes[int(each.target)] if aim else each.target
        found.append(
            MinimumShare(
                id=f"{each.scope}:{target}",
                scope=Scope(each.scope),
                target=target,
                share=each.percent / HUNDRED,
                label=titles[each.target] if aim else places.get(each.target, each.target),
            )
        )
    return tuple(found)
