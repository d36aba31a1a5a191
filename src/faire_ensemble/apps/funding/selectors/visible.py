"""The applications that a person may read, as one queryset: lists start from here."""

from django.db.models import Q, QuerySet

from faire_ensemble.apps.funding.models import (
    Application,
    ApplicationMember,
    ApplicationPartner,
    FundingRequest,
    Recusal,
    Referral,
)
from faire_ensemble.apps.funding.permissions.standing import Actor, Mandates, mandates_in


def to_instruct(
    actor: Actor, contract_id: int, known: Mandates | None = None
) -> QuerySet[Application]:
    """Submitted files of a contract that a person may read to judge them; never those they write
    or stepped aside from."""
    mandates = known or mandates_in(actor, contract_id)
    files = Application.objects.filter(call__contract=contract_id, submitted_at__isnull=False)
    if not (mandates.officer or mandates.elected or mandates.councils):
        if not mandates.acting_for:
            return files.none()
        requested = FundingRequest.objects.filter(funder__in=mandates.acting_for)
        referred = Referral.objects.filter(organisation__in=mandates.acting_for)
        files = files.filter(
            Q(pk__in=requested.values("application")) | Q(pk__in=referred.values("application"))
        )
    recused = Recusal.objects.filter(person_id=actor.pk)
    own = written_by(actor, mandates.holding)
    return files.exclude(pk__in=recused.values("application")).exclude(pk__in=own.values("pk"))


def written_by(actor: Actor, holding: frozenset[int]) -> QuerySet[Application]:
    """Files that a person writes, for themselves or for the associations they hold."""
    own = ApplicationMember.objects.filter(person_id=actor.pk)
    joined = ApplicationPartner.objects.filter(organisation__in=holding)
    return Application.objects.filter(
        Q(pk__in=own.values("application"))
        | Q(lead__in=holding)
        | Q(pk__in=joined.values("application"))
    )
