"""Publishing and rejecting what people wrote, one or many at once, with the reason."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.participation.lifecycle import CONTRIBUTION
from faire_ensemble.apps.participation.models import (
    Comment,
    Contribution,
    Moderation,
    ModerationReason,
    Process,
)
from faire_ensemble.apps.participation.permissions.processes import can_run_process
from faire_ensemble.apps.participation.services.contributions.kinship import release
from faire_ensemble.apps.participation.services.contributions.publishing import make_public
from faire_ensemble.apps.participation.services.faults import BadInput
from faire_ensemble.apps.participation.services.telling import tell_moderation
from faire_ensemble.kit import audit
from faire_ensemble.kit.verdicts import require

WORDS_MAX = 1000
ACTS = (Moderation.Act.PUBLISH, Moderation.Act.REJECT)


def moderate(
    *,
    actor: Any,
    process: Process,
    act: str,
    contribution_ids: Iterable[int] = (),
    comment_ids: Iterable[int] = (),
    reason: str = "",
    words: str = "",
) -> int:
    """Publish or reject; how many changed. What another officer did meanwhile is left alone.

    Each author is told once, with the reason. Raises `Refused`, `BadInput`.
    """
    require(can_run_process(actor, process))
    _check(act, reason, words)
    why = reason if act == Moderation.Act.REJECT else ""
    with transaction.atomic():
        contributions = Contribution.objects.select_for_update().filter(
            process=process, pk__in=list(contribution_ids)
        )
        comments = Comment.objects.select_for_update().filter(
            contribution__process=process, pk__in=list(comment_ids)
        )
        done = [
            *(_contribution(each, process, act, actor) for each in contributions.order_by("pk")),
            *(_comment(each, act) for each in comments.order_by("pk")),
        ]
        kept = [fields for fields in done if fields]
        for fields in kept:
            row = Moderation.objects.create(
                **fields, act=act, reason=why, words=words.strip(), by=actor, at=timezone.now()
            )
            tell_moderation(row)
        if kept:
            audit.record(
                actor=actor,
                verb="modération",
                subject=f"démarche:{process.pk}",
                detail={
                    "acte": act,
                    "motif": why,
                    "contributions": [f["contribution"].pk for f in kept if "contribution" in f],
                    "commentaires": [f["comment"].pk for f in kept if "comment" in f],
                },
            )
    return len(kept)


def _check(act: str, reason: str, words: str) -> None:
    if act not in ACTS:
        raise BadInput(_("Choisissez : publier, ou ne pas publier."))
    if act == Moderation.Act.REJECT and reason not in set(ModerationReason.values) - {""}:
        raise BadInput(_("Dites pourquoi vous ne publiez pas : choisissez un motif."), "reason")
    if len(words) > WORDS_MAX:
        raise BadInput(_("L'explication est trop longue : raccourcissez-la."), "words")


def _contribution(row: Contribution, process: Process, act: str, actor: Any) -> dict[str, Any]:
    if not CONTRIBUTION.may(act, row.state):
        return {}
    if act == Moderation.Act.PUBLISH:
        make_public(row, process)
    else:
        row.state = CONTRIBUTION.after(act, row.state)
        row.save(update_fields=["state"])
        release(row, actor, _("La contribution commune n'est plus publiée."))
    return {"contribution": row}


def _comment(row: Comment, act: str) -> dict[str, Any]:
    if not CONTRIBUTION.may(act, row.state):
        return {}
    row.state = CONTRIBUTION.after(act, row.state)
    row.save(update_fields=["state"])
    return {"comment": row}
