"""Who instructs a request for its funder."""

from django.db import transaction

from faire_ensemble.apps.funding.models import FundingRequest
from faire_ensemble.apps.funding.permissions.instruction import (
    can_assign_instructor,
    can_receive_request,
)
from faire_ensemble.apps.funding.permissions.standing import Actor
from faire_ensemble.apps.funding.services.locking import locked_request
from faire_ensemble.kit import audit
from faire_ensemble.kit.verdicts import require


def assign_instructor(*, actor: Actor, request: FundingRequest, person: Actor) -> FundingRequest:
    """Give a request to a person who may instruct it; None gives it to nobody.

    Raises `Refused` for either of them.
    """
    with transaction.atomic():
        request = locked_request(request.pk)
        require(can_assign_instructor(actor, request))
        if person is not None:
            require(can_receive_request(person, request))
        if request.instructor_id == (person.pk if person else None):
            return request
        request.instructor = person
        request.save(update_fields=["instructor"])
        audit.record(
            actor=actor,
            verb="demande confiée" if person else "demande rendue",
            subject=f"dossier:{request.application_id}",
            detail={
                "demande": request.pk,
                "instructeur": audit.person_reference(person.pk) if person else None,
            },
        )
    return request
