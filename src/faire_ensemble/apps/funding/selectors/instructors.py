"""People who may instruct for each funder of a contract."""

from dataclasses import dataclass

from faire_ensemble.apps.accounts.selectors import mandates_in_force
from faire_ensemble.apps.contract.selectors import codes_of
from faire_ensemble.apps.directory.selectors import organisation_names, organisations_known_as
from faire_ensemble.apps.funding.permissions.standing import INSTRUCTING


@dataclass(frozen=True, slots=True)
class Instructor:
    """A person and the organisations (pk, name as the mandate writes it) they act for."""

    person_id: int
    name: str
    organisations: tuple[tuple[int, str], ...]


def instructors_of(contract_id: int) -> tuple[Instructor, ...]:
    """Everybody with an officer or partner mandate for a known organisation: three queries."""
    held = mandates_in_force(codes_of(contract_id), *INSTRUCTING)
    known = organisations_known_as(mandate.organisation for mandate in held)
    names: dict[int, str] = {}
    organisations: dict[int, dict[int, str]] = {}
    for mandate in held:
        if mandate.organisation not in known:
            continue
        names[mandate.person_id] = str(mandate.person)
        own = organisations.setdefault(mandate.person_id, {})
        own[known[mandate.organisation]] = mandate.organisation
    return tuple(
        Instructor(person, name, tuple(organisations[person].items()))
        for person, name in sorted(names.items(), key=lambda item: item[1].casefold())
    )


def services_of(contract_id: int) -> tuple[tuple[int, str], ...]:
    """Organisations that somebody represents here, and so can be asked: four queries."""
    ids = {pk for person in instructors_of(contract_id) for pk, _name in person.organisations}
    return tuple(sorted(organisation_names(ids).items(), key=lambda item: item[1].casefold()))
