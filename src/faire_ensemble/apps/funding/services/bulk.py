"""The same act on many files: each is tried alone, and what was refused is said with its reason."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from faire_ensemble.apps.funding.models import Application, FundingRequest
from faire_ensemble.apps.funding.permissions.standing import Actor, mandates_in
from faire_ensemble.apps.funding.selectors.visible import to_instruct
from faire_ensemble.apps.funding.services.agenda import add_files
from faire_ensemble.apps.funding.services.assignment import assign_instructor
from faire_ensemble.apps.funding.services.referrals import BadReferral, refer
from faire_ensemble.kit.verdicts import Refused

MOST = 50


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many files the act was done on; title and reason for each of the others."""

    done: int
    left: tuple[tuple[str, str], ...]


def assign_many(
    *, actor: Actor, contract_id: int, application_ids: Iterable[int], person: Actor
) -> Outcome:
    """Give a person the requests of these files that are addressed to their organisations."""
    mine = mandates_in(person, contract_id).acting_for

    def act(application: Application) -> None:
        requests = FundingRequest.objects.filter(application=application, funder__in=mine)
        found = list(requests)
        if not found:
            raise Refused(_("Aucune demande n'est adressée à l'organisme de cette personne."))
        for request in found:
            assign_instructor(actor=actor, request=request, person=person)

    return _each(actor, contract_id, application_ids, act)


def refer_many(
    *, actor: Actor, contract_id: int, application_ids: Iterable[int], organisation_id: int
) -> Outcome:
    """Ask a mainstream service about each of these files."""
    return _each(
        actor,
        contract_id,
        application_ids,
        lambda file: refer(actor=actor, application=file, organisation_id=organisation_id),
    )


def put_on_agenda(
    *, actor: Actor, contract_id: int, application_ids: Iterable[int], session_id: int
) -> Outcome:
    """Put these files on the agenda of a session; files closed to the actor are left aside."""
    files = _open(actor, contract_id, application_ids)
    added = add_files(
        actor=actor, session_id=session_id, application_ids=[file.pk for file in files]
    )
    return Outcome(added.count, added.left)


def _open(actor: Actor, contract_id: int, ids: Iterable[int]) -> list[Application]:
    return list(to_instruct(actor, contract_id).filter(pk__in=list(ids)[:MOST]).order_by("pk"))


def _each(
    actor: Actor,
    contract_id: int,
    application_ids: Iterable[int],
    act: Callable[[Application], object],
) -> Outcome:
    done, left = 0, []
    for file in _open(actor, contract_id, application_ids):
        try:
            act(file)
        except (Refused, BadReferral) as refused:
            left.append((str(file), str(refused)))
        else:
            done += 1
    return Outcome(done, tuple(left))
