"""Interests that somebody who sits declares, and that end on a day."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.governance.models import Interest
from faire_ensemble.apps.governance.services.bodies import record
from faire_ensemble.apps.governance.services.faults import BadTerm
from faire_ensemble.apps.governance.services.terms import locked_term
from faire_ensemble.kit.numbers import long_date


def declare_interest(
    *,
    actor: Any,
    term_id: int,
    words: str,
    organisation_id: int | None = None,
    objective_id: int | None = None,
    kind: str = "",
    reference: str = "",
    public: bool = False,
    on: date | None = None,
) -> Interest:
    """Keep what somebody declared; it names at least what it is about."""
    if not words.strip():
        raise BadTerm(_("Dites de quel intérêt il s'agit, en une phrase."), "words")
    with transaction.atomic():
        term = locked_term(actor, term_id)
        made = Interest.objects.create(
            term=term, words=words.strip()[:300], organisation_id=organisation_id,
            objective_id=objective_id, kind=kind, reference=reference.strip(), public=public,
            declared_on=on or timezone.localdate(),
        )  # fmt: skip
        record(actor, "intérêt déclaré", term.seat.body, mandat=term.pk, intérêt=made.pk)
    return made


def end_interest(*, actor: Any, interest_id: int, on: date) -> Interest:
    """The first day without the interest: agendas no longer warn of it, the row stays.

    Raises `Refused`, or `BadTerm` for a day before it was declared or once it has ended.
    """
    with transaction.atomic():
        term_id = Interest.objects.values_list("term_id", flat=True).get(pk=interest_id)
        term = locked_term(actor, term_id)
        interest = Interest.objects.get(pk=interest_id)
        if on <= interest.declared_on:
            raise BadTerm(
                _("Cet intérêt a été déclaré le %(day)s : il ne peut pas cesser avant.")
                % {"day": long_date(interest.declared_on)},
                "on",
            )
        if interest.ended_on is not None:
            last = interest.ended_on - timedelta(days=1)
            raise BadTerm(
                _("Cet intérêt prend déjà fin le %(day)s.") % {"day": long_date(last)}, "on"
            )
        interest.ended_on = on
        interest.save(update_fields=["ended_on"])
        record(
            actor, "intérêt terminé", term.seat.body, mandat=term.pk, intérêt=interest.pk,
            le=on.isoformat(),
        )  # fmt: skip
    return interest
