"""What the form of one application depends on: its call, its places, its partners."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from faire_ensemble.apps.directory.selectors import number
from faire_ensemble.apps.funding.models import Application, CallKind
from faire_ensemble.apps.funding.selectors.calls import (
    call_funders,
    kept_solutions,
    questions_asked,
)
from faire_ensemble.apps.funding.selectors.form.fields import Basis, Partner, Place
from faire_ensemble.apps.territory.selectors import Territory, communes_of, neighbourhoods_of

PRIORITY = "priority"


def basis_of(application: Application, typed: Mapping[str, str]) -> Basis:
    """Nine queries at most, whatever was typed. `typed` maps keys of the draft to texts."""
    call = application.call
    objectives = call.objectives.order_by("pillar__rank", "rank", "pk").values_list("pk", "title")
    places = tuple(_places(call.contract.epci_id, application.year))
    return Basis(
        year=application.year,
        last_year=call.last_year if call.kind == CallKind.MULTI_YEAR else application.year,
        lead_kind=application.lead.kind,
        lead_siret=application.lead.siret or "",
        lead_rna=application.lead.rna or "",
        funders=tuple(call_funders(call)),
        objectives=tuple(objectives),
        questions=tuple(questions_asked(call)),
        solutions=tuple(kept_solutions(call)) if call.kind == CallKind.SOLUTION else (),
        partners=tuple(_partners(application)),
        places=places,
        chosen=tuple(place.code for place in places if typed.get(f"place.{place.code}")),
    )


def _partners(application: Application) -> list[Partner]:
    rows = application.partners.select_related("organisation")
    return [
        Partner(row.organisation_id, row.organisation.name, _number(row.organisation))
        for row in rows
    ]


def _number(organisation: object) -> str:
    values = (getattr(organisation, name) for name in ("siret", "siren", "rna"))
    return number(*values)


def _places(epci_id: int, year: int) -> list[Place]:
    """Neighbourhoods of the geography in force that year, then communes."""
    groups = {
        PRIORITY: _("Quartiers prioritaires"),
        "monitored": _("Quartiers de veille"),
        "lived": _("Quartiers vécus"),
        "commune": _("Communes"),
    }
    around = _in_force(neighbourhoods_of(epci_id), year)
    found = [*around, *communes_of(epci_id)]
    order = list(groups)
    found.sort(key=lambda place: (order.index(place.kind), place.name.casefold(), place.code))
    return [Place(place.code, place.name, place.kind, groups[place.kind]) for place in found]


def _in_force(neighbourhoods: Iterable[Territory], year: int) -> list[Territory]:
    """Those of the last geography that had begun (2014, 2024); those without one always."""
    every = list(neighbourhoods)
    begun = [each.generation for each in every if each.generation and each.generation <= year]
    latest = max(begun, default=None)
    return [each for each in every if not each.generation or each.generation == latest]
