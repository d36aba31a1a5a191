"""Which contract and year a page of envelopes, scenarios or programmes is about; its choices."""

from dataclasses import dataclass
from typing import Any

from faire_ensemble.apps.contract.selectors import (
    contract_page,
    contracts_of,
    current_contract,
)
from faire_ensemble.apps.directory.selectors import organisation_names
from faire_ensemble.apps.funding.models import CallFunder, Envelope
from faire_ensemble.apps.funding.permissions.standing import Actor, mandates_in
from faire_ensemble.apps.territory.selectors import communes_of, neighbourhoods_of

Option = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Choices:
    """What a form about the money of a contract may name, by primary key."""

    funders: tuple[Option, ...]
    objectives: tuple[Option, ...]
    territories: tuple[tuple[str, tuple[Option, ...]], ...]


def contract_asked(asked: int | None) -> tuple[Any, list[Any]]:
    """The contract of the page (the current one unless another is asked), and all of them.

    (None, []) before any contract is opened.
    """
    current = current_contract()
    if current is None:
        return None, []
    others = list(contracts_of(current.epci_id))
    return next((each for each in others if each.pk == asked), current), others


def envelope_choices(actor: Actor, contract_id: int) -> Choices:
    """Funders for whom the person may write, objectives and places of the contract."""
    page = contract_page(contract_id)
    if page is None:
        return Choices((), (), ())
    known = {pk: name for group in page.partners for pk, name, _role in group.partners}
    funding = set(CallFunder.objects.filter(call__contract=contract_id).values_list("funder"))
    funding |= set(Envelope.objects.filter(contract=contract_id).values_list("funder"))
    mandates = mandates_in(actor, contract_id)
    wanted = {pk for (pk,) in funding} | set(mandates.acting_for)
    known |= organisation_names(wanted - set(known))
    if not mandates.officer:
        known = {pk: name for pk, name in known.items() if pk in mandates.acting_for}
    epci = page.contract.epci_id
    return Choices(
        funders=tuple(sorted(known.items(), key=lambda each: (each[1], each[0]))),
        objectives=tuple(
            (objective.id, objective.title)
            for pillar in page.pillars
            for objective in pillar.objectives
        ),
        territories=(
            ("communes", tuple(communes_of(epci).order_by("name").values_list("pk", "name"))),
            (
                "quartiers",
                tuple(neighbourhoods_of(epci).order_by("name").values_list("pk", "name")),
            ),
        ),
    )
