"""Appel à solution: residents say what they expect, officers answer each of them."""

from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.funding.models import Call, ExpectedSolution
from faire_ensemble.apps.funding.permissions.calls import can_manage_calls, can_state_solution
from faire_ensemble.apps.funding.services.calls.faults import BadCall
from faire_ensemble.apps.territory.selectors import Territory
from faire_ensemble.kit import audit
from faire_ensemble.kit.verdicts import require

MIN_LENGTH, MAX_LENGTH, MAX_PER_DAY = 10, 600, 10
ONE_DAY = timedelta(days=1)


def state_solution(
    *, actor: Any, call_id: int, text: str, territory: Territory | None = None
) -> ExpectedSolution:
    """Write what a resident expects. Raises `Refused`, `BadCall`.

    The person's row is locked while their day is counted: two browsers cannot pass the limit.
    """
    words = " ".join(text.replace("\x00", "").split())
    if not MIN_LENGTH <= len(words) <= MAX_LENGTH:
        raise BadCall(
            _("Décrivez votre attente en %(least)s à %(most)s caractères (il y en a %(count)s).")
            % {"least": MIN_LENGTH, "most": MAX_LENGTH, "count": len(words)}
        )
    now = timezone.now()
    with transaction.atomic():
        call = Call.objects.select_related("contract").get(pk=call_id)
        require(can_state_solution(actor, call, now))
        _check_place(call, territory)
        get_user_model().objects.select_for_update().get(pk=actor.pk)
        mine = ExpectedSolution.objects.filter(author=actor)
        if mine.filter(written_at__gt=now - ONE_DAY).count() >= MAX_PER_DAY:
            raise BadCall(
                _("Vous avez déjà dit %(most)s attentes en un jour : revenez demain.")
                % {"most": MAX_PER_DAY}
            )
        if mine.filter(call=call, text=words, territory=territory).exists():
            raise BadCall(_("Vous avez déjà dit cela : votre attente est bien enregistrée."))
        stated = ExpectedSolution.objects.create(
            call=call, text=words, territory=territory, author=actor, written_at=now
        )
        audit.record(
            actor=actor,
            verb="attente déposée",
            subject=f"attente:{stated.pk}",
            detail={"appel": call.pk},
        )
    return stated


def keep_solution(*, actor: Any, solution_id: int, reason: str = "") -> ExpectedSolution:
    """Show the expectation to everyone; holders may answer it."""
    return _answer(actor, solution_id, ExpectedSolution.State.KEPT, reason, "attente retenue")


def set_solution_aside(*, actor: Any, solution_id: int, reason: str) -> ExpectedSolution:
    """Do not show it; the author reads why."""
    if not reason.strip():
        raise BadCall(_("Dites à la personne pourquoi son attente est mise de côté."))
    return _answer(
        actor, solution_id, ExpectedSolution.State.SET_ASIDE, reason, "attente mise de côté"
    )


def _answer(actor: Any, solution_id: int, state: str, reason: str, verb: str) -> ExpectedSolution:
    if len(reason) > MAX_LENGTH:
        raise BadCall(
            _("Répondez en %(most)s caractères au plus (il y en a %(count)s).")
            % {"most": MAX_LENGTH, "count": len(reason)}
        )
    with transaction.atomic():
        stated = ExpectedSolution.objects.select_for_update(of=("self",)).get(pk=solution_id)
        require(can_manage_calls(actor, stated.call.contract_id))
        stated.state, stated.reason = state, reason.replace("\x00", "").strip()
        stated.answered_at = timezone.now()
        stated.save(update_fields=["state", "reason", "answered_at"])
        audit.record(
            actor=actor,
            verb=verb,
            subject=f"attente:{stated.pk}",
            detail={"appel": stated.call_id},
        )
    return stated


def _check_place(call: Call, territory: Territory | None) -> None:
    if territory is not None and territory.epci_id != call.contract.epci_id:
        raise BadCall(_("Ce quartier n'est pas de ce contrat de ville : choisissez-en un autre."))
