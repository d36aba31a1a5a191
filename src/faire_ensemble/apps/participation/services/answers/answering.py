"""Answering one contribution or many at once, with what is promised; who owes the answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.participation.lifecycle import ContributionState
from faire_ensemble.apps.participation.models import (
    Answer,
    AnswerLine,
    AnswerVerdict,
    Contribution,
    FollowUp,
    Process,
)
from faire_ensemble.apps.participation.permissions.processes import can_answer, can_run_process
from faire_ensemble.apps.participation.services.faults import BadInput
from faire_ensemble.apps.participation.services.telling import tell_answer
from faire_ensemble.kit import audit
from faire_ensemble.kit.verdicts import require

BODY_MAX = 5000


@dataclass(frozen=True, slots=True)
class Promise:
    """What the answer says will be done; `owner_id` an organisation."""

    title: str
    kind: str = FollowUp.Kind.ACTION
    owner_id: int | None = None
    due_on: date | None = None


def answer(
    *,
    actor: Any,
    process: Process,
    contribution_ids: Iterable[int],
    verdict: str,
    body: str,
    promises: Iterable[Promise] = (),
) -> Answer:
    """One answer to public contributions, and to those merged into them. Raises as below.

    `Refused` when one of them is owed by somebody else; `BadInput` for what was typed. Answering
    again adds: what was said stays.
    """
    words = _checked(verdict, body)
    listed = [each for each in promises if each.title.strip()]
    with transaction.atomic():
        rows = _answerable(process, contribution_ids)
        owners = {each.answer_owner_id or process.owner_id for each in rows}
        for owner in owners:
            require(can_answer(actor, process, owner))
        made = Answer.objects.create(
            process=process,
            verdict=verdict,
            body=words,
            organisation_id=owners.pop() if len(owners) == 1 else process.owner_id,
            by=actor,
            at=timezone.now(),
        )
        merged = Contribution.objects.select_related("contributor").filter(merged_into__in=rows)
        owed = [*rows, *merged]
        AnswerLine.objects.bulk_create(AnswerLine(answer=made, contribution=each) for each in owed)
        _promise(made, listed)
        tell_answer(made, owed)
        audit.record(
            actor=actor,
            verb="réponse donnée",
            subject=f"réponse:{made.pk}",
            detail={
                "contributions": [each.pk for each in owed],
                "verdict": verdict,
                "suites": len(listed),
            },
        )
    return made


def _answerable(process: Process, keys: Iterable[int]) -> list[Contribution]:
    """The public ones among those ticked, locked. Raises `BadInput` when there is none."""
    rows = list(
        Contribution.objects.select_for_update(of=("self",))
        .select_related("contributor")
        .filter(process=process, pk__in=list(keys), state=ContributionState.PUBLISHED)
        .order_by("pk")
    )
    if not rows:
        raise BadInput(_("Cochez au moins une contribution publiée."))
    return rows


def _promise(made: Answer, listed: Iterable[Promise]) -> None:
    FollowUp.objects.bulk_create(
        FollowUp(
            answer=made,
            kind=each.kind,
            title=" ".join(each.title.split())[:200],
            owner_id=each.owner_id or made.organisation_id,
            due_on=each.due_on,
        )
        for each in listed
    )


def set_owner(
    *, actor: Any, process: Process, contribution_ids: Iterable[int], owner_id: int | None
) -> int:
    """Say who owes the answer (none: the process's own); how many contributions."""
    require(can_run_process(actor, process))
    with transaction.atomic():
        keys = list(contribution_ids)
        count = Contribution.objects.filter(process=process, pk__in=keys).update(
            answer_owner_id=owner_id
        )
        audit.record(
            actor=actor,
            verb="réponse confiée",
            subject=f"démarche:{process.pk}",
            detail={"contributions": sorted(keys), "organisation": owner_id},
        )
    return count


def _checked(verdict: str, body: str) -> str:
    words = body.strip()
    if verdict not in AnswerVerdict.values:
        raise BadInput(_("Choisissez ce que vous répondez : oui, en partie, non…"), "verdict")
    if not words:
        raise BadInput(_("Dites pourquoi, en une phrase au moins."), "body")
    if len(words) > BODY_MAX:
        raise BadInput(
            _("La réponse a %(n)s caractères : raccourcissez-la à %(max)s.")
            % {"n": len(words), "max": BODY_MAX},
            "body",
        )
    return words
