"""What a scenario says, figures and refusals, alone or beside others."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from faire_ensemble.apps.contract.selectors import contract_objectives
from faire_ensemble.apps.funding.models import Application, Scenario
from faire_ensemble.apps.funding.permissions.standing import Actor, mandates_in
from faire_ensemble.apps.funding.selectors.visible import written_by
from faire_ensemble.apps.territory.selectors import neighbourhoods_of
from faire_ensemble.core.allocation import (
    Problem,
    Result,
    explain,
    problem_from_json,
    result_from_json,
    scenario_to_json,
)
from faire_ensemble.kit.numbers import euros, number

ZERO = Decimal(0)
PER_PAGE = 50


@dataclass(frozen=True)
class Computed:
    """A scenario with its problem and result read back."""

    row: Scenario
    problem: Problem
    result: Result

    def amount(self, request: str) -> Decimal:
        return self.result.programme.amount(request)


def computed(row: Scenario) -> Computed | None:
    """None while it waits, or when it has no solution."""
    if row.state != Scenario.State.DONE:
        return None
    problem = problem_from_json(json.dumps(row.problem))
    return Computed(row, problem, result_from_json(problem, json.dumps(row.result)))


def published_file(row: Scenario) -> str:
    """The file that `faire allocate` recomputes."""
    found = computed(row)
    if found is None:
        return scenario_to_json(problem_from_json(json.dumps(row.problem)))
    return scenario_to_json(found.problem, found.result)


def closed_projects(actor: Actor, row: Scenario) -> frozenset[str]:
    """Numbers of the files that a person writes or stepped aside from: not theirs to compare."""
    if actor is None or not actor.is_authenticated:
        return frozenset()
    files = Application.objects.filter(call=row.call_id, year=row.year)
    own = written_by(actor, mandates_in(actor, row.call.contract_id).holding)
    shut = files.filter(recusals__person_id=actor.pk) | files.filter(pk__in=own.values("pk"))
    return frozenset(shut.values_list("project__number", flat=True))


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table: a label, and a value for each scenario."""

    label: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """One request: what each scenario gives, and why not."""

    project: str
    holder: str
    funder: str
    asked: Decimal
    score: Decimal
    amounts: tuple[Decimal | None, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Scenarios of a call's year beside each other, headings first."""

    titles: tuple[str, ...]
    summary: tuple[Line, ...]
    funders: tuple[Line, ...]
    neighbourhoods: tuple[Line, ...]
    objectives: tuple[Line, ...]
    answers: tuple[Answer, ...]
    count: int
    page: int
    pages: int


def compare_scenarios(
    found: Sequence[Computed],
    *,
    page: int = 1,
    closed: frozenset[str] = frozenset(),
    only_differences: bool = True,
    named: bool = False,
) -> Comparison:
    """Four tables and one page of requests. Money given in several neighbourhoods is shared
    equally between them, as the minimum shares count it.

    Holders are named only to those who may know who asked (`named`): a published scenario says
    nothing of who was refused.
    """
    call = found[0].row.call
    places = dict(neighbourhoods_of(call.contract.epci_id).values_list("code", "name"))
    aims = {
        f"{each.pillar.rank}.{each.rank}": each.title
        for each in contract_objectives(call.contract_id)
    }
    where = [_by_place(each) for each in found]
    what = [_by_objective(each) for each in found]
    ids = sorted({name for each in found for name in each.problem.request_by_id})
    ids = [name for name in ids if name.partition(" · ")[0] not in closed]
    if only_differences and len(found) > 1:
        ids = [name for name in ids if len({_given(each, name) for each in found}) > 1]
    pages = max(1, -(-len(ids) // PER_PAGE))
    page = min(max(page, 1), pages)
    shown = ids[(page - 1) * PER_PAGE : page * PER_PAGE]
    whys = [
        {row.request: row.words for row in explain(each.problem, each.result, shown)}
        for each in found
    ]
    holders = _holders_of(call.pk, shown) if named else {}
    return Comparison(
        titles=tuple(each.row.title for each in found),
        summary=_summary(found),
        funders=_lines([_by_funder(each) for each in found], {}),
        neighbourhoods=_lines(where, places | {"": _("hors des quartiers")}),
        objectives=_lines(what, aims | {"": _("sans objectif")}),
        answers=tuple(_answer(name, found, whys, closed, holders) for name in shown),
        count=len(ids),
        page=page,
        pages=pages,
    )


def _holders_of(call_id: int, requests: Sequence[str]) -> dict[str, str]:
    """Names of the holders of some requests, by project number: one query."""
    projects = {name.partition(" · ")[0] for name in requests}
    rows = Application.objects.filter(call=call_id, project__number__in=projects)
    return dict(rows.values_list("project__number", "lead__name"))


def _summary(found: Sequence[Computed]) -> tuple[Line, ...]:
    totals = [sum(each.result.programme.amounts.values(), ZERO) for each in found]
    served = [
        {each.problem.request_by_id[name].application for name in each.result.programme.amounts}
        for each in found
    ]
    holders = [
        {each.problem.application_by_id[name].holder for name in names}
        for each, names in zip(found, served, strict=True)
    ]
    return (
        Line(_("Accordé en tout"), tuple(euros(each, None) for each in totals)),
        Line(_("Dossiers financés"), tuple(number(len(each)) for each in served)),
        Line(_("Porteurs servis"), tuple(number(len(each)) for each in holders)),
        Line(
            _("Bénéfice noté, en points"), tuple(number(each.result.benefit, 0) for each in found)
        ),
        Line(_("Preuve"), tuple(proof(each.result) for each in found)),
    )


def proof(result: Result) -> str:
    """How far from the best it can be."""
    if result.gap == 0:
        return _("prouvé optimal")
    words = _("optimal à %(gap)s %% près")
    return words % {"gap": f"{result.gap * 100:.4f}".rstrip("0").replace(".", ",")}


def _by_funder(found: Computed) -> dict[str, Decimal]:
    totals = {row.funder: ZERO for row in found.problem.envelopes}
    for name, amount in found.result.programme.amounts.items():
        totals[found.problem.request_by_id[name].funder] += amount
    return totals


def _by_place(found: Computed) -> dict[str, Decimal]:
    totals: dict[str, Decimal] = {}
    for name, amount in found.result.programme.amounts.items():
        request = found.problem.request_by_id[name]
        codes = found.problem.application_by_id[request.application].neighbourhoods or ("",)
        for code in codes:
            totals[code] = totals.get(code, ZERO) + amount / len(codes)
    return totals


def _by_objective(found: Computed) -> dict[str, Decimal]:
    totals: dict[str, Decimal] = {}
    for name, amount in found.result.programme.amounts.items():
        request = found.problem.request_by_id[name]
        code = found.problem.application_by_id[request.application].objective
        totals[code] = totals.get(code, ZERO) + amount
    return totals


def _lines(totals: Sequence[dict[str, Decimal]], labels: dict[str, str]) -> tuple[Line, ...]:
    keys = sorted({key for each in totals for key in each})
    return tuple(
        Line(labels.get(key, key), tuple(euros(each.get(key, ZERO)) for each in totals))
        for key in keys
    )


def _given(found: Computed, name: str) -> Decimal | None:
    return found.amount(name) if name in found.problem.request_by_id else None


def _answer(
    name: str,
    found: Sequence[Computed],
    whys: Sequence[Mapping[str, tuple[str, ...]]],
    closed: frozenset[str],
    holders: Mapping[str, str],
) -> Answer:
    first = next(each for each in found if name in each.problem.request_by_id)
    request = first.problem.request_by_id[name]
    application = first.problem.application_by_id[request.application]
    return Answer(
        project=application.id,
        holder=holders.get(application.id, ""),
        funder=request.funder,
        asked=request.asked,
        score=application.score,
        amounts=tuple(_given(each, name) for each in found),
        reasons=tuple(
            _("Absente de ce scénario.")
            if name not in each.problem.request_by_id
            else " ".join(
                words for words in why.get(name, ()) if not any(shut in words for shut in closed)
            )
            for each, why in zip(found, whys, strict=True)
        ),
    )
