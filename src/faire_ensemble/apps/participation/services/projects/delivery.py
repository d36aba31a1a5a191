"""The delivery of a project that won: milestones, spending, its end."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.participation.lifecycle import ProjectState
from faire_ensemble.apps.participation.models import BudgetProject, Milestone, Spending
from faire_ensemble.apps.participation.permissions.projects import can_deliver
from faire_ensemble.apps.participation.services.faults import BadInput
from faire_ensemble.apps.participation.services.projects.moving import (
    WORDS_MAX,
    locked_project,
    move,
    tell_authors,
)
from faire_ensemble.kit import audit
from faire_ensemble.kit.verdicts import require

ACTS = ("start", "deliver", "abandon")
UNDER_WAY = frozenset({ProjectState.WON, ProjectState.DELIVERING})
SPENT_IN = UNDER_WAY | {ProjectState.DELIVERED, ProjectState.ABANDONED}


def advance(*, actor: Any, project_id: int, act: str, words: str = "") -> BudgetProject:
    """Start, deliver or abandon (with its reason, public). Raises `Refused`, `BadInput`."""
    if act not in ACTS:
        raise TypeError(f"not a step of delivery: {act}")
    with transaction.atomic():
        project = _open(actor, project_id)
        said = words.strip()
        if act == "abandon" and not said:
            raise BadInput(
                _("Dites pourquoi le projet est abandonné : la raison est publique."), "words"
            )
        move(actor=actor, project=project, act=act, words=said)
    return project


def add_milestone(*, actor: Any, project_id: int, title: str, due_on: date) -> Milestone:
    """A step to come. Raises `Refused`, `BadInput`."""
    with transaction.atomic():
        project = _open(actor, project_id)
        _under_way(project)
        name = " ".join(title.split())[:200]
        if not name:
            raise BadInput(_("Donnez un nom à l'étape."), "title")
        made = Milestone.objects.create(project=project, title=name, due_on=due_on)
        _record(actor, project, "étape annoncée", étape=made.pk, pour=due_on.isoformat())
    return made


def finish_milestone(*, actor: Any, milestone_id: int, done_on: date, words: str = "") -> Milestone:
    """Say that a step is done, once; authors are told. Raises `Refused`, `BadInput`."""
    with transaction.atomic():
        project_id = Milestone.objects.values_list("project_id", flat=True).get(pk=milestone_id)
        project = _open(actor, project_id)
        milestone = Milestone.objects.select_for_update().get(pk=milestone_id)
        if milestone.done_on is not None:
            raise BadInput(_("Cette étape est déjà faite."))
        _past(done_on, "done_on")
        milestone.done_on, milestone.words = done_on, words.strip()[:WORDS_MAX]
        milestone.save(update_fields=["done_on", "words"])
        _record(actor, project, "étape faite", étape=milestone.pk, le=done_on.isoformat())
        tell_authors(
            project,
            f"milestone:{milestone.pk}",
            _("Projet n° %(n)s « %(title)s » : l'étape « %(step)s » est faite.")
            % {"n": project.number, "title": project.title, "step": milestone.title},
        )
    return milestone


def add_spending(
    *, actor: Any, project_id: int, spent_on: date, what: str, amount: Decimal
) -> Spending:
    """Euros spent, or given back (negative): the total never falls below zero.

    Raises `Refused`, `BadInput`.
    """
    with transaction.atomic():
        project = _open(actor, project_id)
        if project.state not in SPENT_IN:
            raise BadInput(
                _("Le projet est « %(state)s » : seul un projet lauréat dépense.")
                % {"state": project.get_state_display()}
            )
        _past(spent_on, "spent_on")
        name = " ".join(what.split())[:200]
        if not name:
            raise BadInput(_("Dites ce qui a été payé."), "what")
        if amount == 0:
            raise BadInput(_("Une dépense n'est pas de zéro euro."), "amount")
        spent = project.spendings.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)
        if spent + amount < 0:
            raise BadInput(
                _("Ce remboursement dépasse ce qui a été dépensé : vérifiez le montant."), "amount"
            )
        made = Spending.objects.create(
            project=project, spent_on=spent_on, what=name, amount=amount, by=actor,
            at=timezone.now(),
        )  # fmt: skip
        _record(actor, project, "dépense de projet écrite", dépense=made.pk, montant=str(amount))
    return made


def _open(actor: Any, project_id: int) -> BudgetProject:
    project = locked_project(project_id)
    require(can_deliver(actor, project))
    return project


def _under_way(project: BudgetProject) -> None:
    if project.state not in UNDER_WAY:
        raise BadInput(
            _("Le projet est « %(state)s » : ses étapes se disent pendant sa réalisation.")
            % {"state": project.get_state_display()}
        )


def _past(day: date, field: str) -> None:
    if day > timezone.localdate():
        raise BadInput(_("Cette date est à venir : écrivez ce qui a déjà eu lieu."), field)


def _record(actor: Any, project: BudgetProject, verb: str, **detail: Any) -> None:
    audit.record(actor=actor, verb=verb, subject=f"projet:{project.pk}", detail=detail)
