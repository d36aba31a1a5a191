"""Giving and ending a mandate."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.accounts import permissions
from faire_ensemble.apps.accounts.models import Mandate, User
from faire_ensemble.kit import audit
from faire_ensemble.kit.verdicts import require


class BadMandate(ValueError):
    """The mandate asked for is impossible; the message says why (French)."""


def give_mandate(
    *,
    actor: User,
    person: User,
    role: str,
    organisation: str,
    contract: str = "",
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Mandate:
    """Give a role to a person, from today by default.

    Raises `Refused` when the actor may not, `BadMandate` for dates in disorder or when the
    person already holds the same role there on one of those days. The person's row is locked
    so that two stewards answering the same request do not give it twice.
    """
    start = valid_from or timezone.localdate()
    organisation, contract = organisation.strip(), contract.strip()
    if not organisation:
        raise BadMandate(_("Dites pour quelle organisation."))
    if valid_to is not None and valid_to <= start:
        raise BadMandate(_("La fin doit venir après le début."))
    with transaction.atomic():
        held_by = User.objects.select_for_update().get(pk=person.pk)
        require(permissions.can_give_mandate(actor, held_by))
        same = Mandate.objects.filter(
            person=held_by, role=role, organisation=organisation, contract=contract
        )
        if _overlapping(same, start, valid_to):
            raise BadMandate(_("Cette personne a déjà ce mandat à ces dates."))
        mandate = Mandate.objects.create(
            person=held_by,
            role=role,
            organisation=organisation,
            contract=contract,
            valid_from=start,
            valid_to=valid_to,
        )
        _keep_trace(actor, mandate)
    return mandate


def end_mandate(*, actor: User, mandate: Mandate, on: date | None = None) -> Mandate:
    """Set the first day without the mandate: today, or tomorrow if it only began today.

    Raises `Refused`, or `BadMandate` when `on` is not after the beginning or the mandate has
    already ended before.
    """
    with transaction.atomic():
        kept = Mandate.objects.select_for_update().get(pk=mandate.pk)
        require(permissions.can_end_mandate(actor, kept))
        day = on or earliest_end(kept)
        if day <= kept.valid_from:
            raise BadMandate(_("La fin doit venir après le début."))
        if kept.valid_to is not None and kept.valid_to <= day:
            raise BadMandate(_("Ce mandat prend déjà fin avant cette date."))
        kept.valid_to = day
        kept.save(update_fields=["valid_to"])
        audit.record(
            actor=actor,
            verb="mandat terminé",
            subject=audit.person_reference(kept.person_id),
            detail={"mandat": kept.pk, "rôle": kept.role, "jusqu'au": day.isoformat()},
        )
    return kept


def _keep_trace(actor: User, mandate: Mandate) -> None:
    audit.record(
        actor=actor,
        verb="mandat donné",
        subject=audit.person_reference(mandate.person_id),
        detail={
            "mandat": mandate.pk,
            "rôle": mandate.role,
            "organisation": mandate.organisation,
            "contrat": mandate.contract,
            "depuis": mandate.valid_from.isoformat(),
            "jusqu'au": mandate.valid_to.isoformat() if mandate.valid_to else None,
        },
    )


def earliest_end(mandate: Mandate) -> date:
    """Today, but never before the day after the beginning (a mandate lasts a day at least)."""
    return max(timezone.localdate(), mandate.valid_from + timedelta(days=1))


def _overlapping(mandates: QuerySet[Mandate], start: date, end: date | None) -> bool:
    unfinished = mandates.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=start))
    if end is not None:
        unfinished = unfinished.filter(valid_from__lt=end)
    return unfinished.exists()
