"""Three reviews with reasons, then admission or refusal in public."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.participation.lifecycle import ProjectState
from faire_ensemble.apps.participation.models import (
    BudgetProject,
    Process,
    Review,
    ReviewKind,
)
from faire_ensemble.apps.participation.permissions.projects import can_make_projects, can_review
from faire_ensemble.apps.participation.services.faults import BadInput
from faire_ensemble.apps.participation.services.projects.moving import (
    WORDS_MAX,
    check_ballot_is_free,
    locked_project,
    move,
)
from faire_ensemble.kit import audit
from faire_ensemble.kit.numbers import euros
from faire_ensemble.kit.verdicts import require

DECISIONS = ("admit", "refuse", "review_again", "withdraw")


@dataclass(frozen=True, slots=True)
class BulkOutcome:
    """What was asked of many projects: how many followed, why the others did not (French)."""

    done: int
    left: tuple[str, ...]


def give_review(
    *,
    actor: Any,
    project_id: int,
    kind: str,
    verdict: str,
    reason: str,
    cost: Decimal | None = None,
) -> Review:
    """Add a review; the latest of each kind counts. A financial one gives the project its cost.

    Raises `Refused`, `BadInput`.
    """
    with transaction.atomic():
        project = locked_project(project_id)
        require(can_review(actor, project))
        if project.state != ProjectState.REVIEW:
            raise BadInput(
                _("Le projet est « %(state)s » : remettez-le à l'étude avant de l'étudier encore.")
                % {"state": project.get_state_display()}
            )
        _check(project, kind, verdict, reason, cost)
        review = Review.objects.create(
            project=project,
            kind=kind,
            verdict=verdict,
            reason=reason.strip()[:WORDS_MAX],
            cost=cost,
            by=actor,
            at=timezone.now(),
        )
        if cost is not None:
            project.cost = cost
            project.save(update_fields=["cost"])
        audit.record(
            actor=actor,
            verb="étude de projet rendue",
            subject=f"projet:{project.pk}",
            detail={"étude": kind, "sens": verdict} | ({"coût": str(cost)} if cost else {}),
        )
    return review


def decide(*, actor: Any, project_id: int, act: str, reason: str = "") -> BudgetProject:
    """Admit, refuse, review again or withdraw.

    Admission asks three favourable reviews, or the reason why it goes without them; a refusal and
    a withdrawal ask theirs. Reasons are public. Raises `Refused`, `BadInput`.
    """
    if act not in DECISIONS:
        raise TypeError(f"not a decision: {act}")
    with transaction.atomic():
        project = locked_project(project_id)
        require(can_make_projects(actor, project.process))
        check_ballot_is_free(project, act)
        words = reason.strip()
        if act == "admit":
            _check_admission(project, words)
        elif act in ("refuse", "withdraw") and not words:
            raise BadInput(_("Dites pourquoi : la raison est publique."), "reason")
        move(actor=actor, project=project, act=act, words=words)
    return project


def decide_many(
    *, actor: Any, process_id: int, project_ids: Iterable[int], act: str, reason: str = ""
) -> BulkOutcome:
    """The same decision for many projects of a process; each follows or says why not."""
    require(can_make_projects(actor, Process.objects.get(pk=process_id)))
    rows = BudgetProject.objects.filter(process_id=process_id, pk__in=list(project_ids))
    done, left = 0, []
    for pk, number in rows.order_by("number").values_list("pk", "number"):
        try:
            decide(actor=actor, project_id=pk, act=act, reason=reason)
            done += 1
        except BadInput as error:
            left.append(_("N° %(n)s : %(why)s") % {"n": number, "why": error})
    return BulkOutcome(done, tuple(left))


def lacking(project: BudgetProject) -> list[str]:
    """Kinds of review whose latest is absent or not favourable, in French."""
    latest = {review.kind: review.verdict for review in project.reviews.all()}
    return [
        str(label)
        for kind, label in ReviewKind.choices
        if latest.get(kind) != Review.Verdict.FAVOURABLE
    ]


def _check(
    project: BudgetProject, kind: str, verdict: str, reason: str, cost: Decimal | None
) -> None:
    if kind not in ReviewKind.values or verdict not in Review.Verdict.values:
        raise BadInput(_("Choisissez l'étude et son sens."), "verdict")
    if not reason.strip():
        raise BadInput(_("Écrivez les raisons : elles seront publiques."), "reason")
    if cost is not None and kind != ReviewKind.FINANCIAL:
        raise BadInput(_("Le coût vient de l'étude financière : donnez-le là."), "cost")
    if cost is not None and cost <= 0:
        raise BadInput(_("Un coût est un montant en euros plus grand que zéro."), "cost")
    favourable = kind == ReviewKind.FINANCIAL and verdict == Review.Verdict.FAVOURABLE
    if favourable and cost is None:
        raise BadInput(_("Une étude financière favorable donne le coût du projet."), "cost")


def _check_admission(project: BudgetProject, words: str) -> None:
    missing = lacking(project)
    if missing and not words:
        raise BadInput(
            _("Il manque un avis favorable : %(what)s. Attendez-le, ou dites pourquoi le projet "
              "est admis sans lui.") % {"what": ", ".join(missing)},
            "reason",
        )  # fmt: skip
    if project.cost is None:
        raise BadInput(
            _("Ce projet n'a pas de coût : l'étude financière le donne avant l'admission."), "cost"
        )
    envelope = project.process.envelope
    if envelope is not None and project.cost > envelope:
        raise BadInput(
            _("Ce projet coûte %(cost)s, plus que l'enveloppe de %(envelope)s : il ne pourrait pas "
              "être lauréat.") % {"cost": euros(project.cost, None),
                                  "envelope": euros(envelope, None)},
            "cost",
        )  # fmt: skip
