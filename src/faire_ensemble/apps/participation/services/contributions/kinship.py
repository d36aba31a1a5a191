"""Joining contributions that say the same, and taking them apart again; both are kept."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.participation.lifecycle import CONTRIBUTION, ContributionState
from faire_ensemble.apps.participation.models import Contribution, Kinship, Process
from faire_ensemble.apps.participation.permissions.processes import can_run_process
from faire_ensemble.apps.participation.services.contributions.publishing import recount
from faire_ensemble.apps.participation.services.contributions.supporting import oblige
from faire_ensemble.apps.participation.services.faults import BadInput
from faire_ensemble.apps.participation.services.telling import tell_kinship
from faire_ensemble.kit import audit
from faire_ensemble.kit.verdicts import require


def merge(
    *, actor: Any, process: Process, target_id: int, source_ids: Iterable[int], reason: str
) -> Contribution:
    """Join contributions to one that is public; what was joined to them follows.

    Their authors are told, and owed the answer given to the target. Raises `Refused`, `BadInput`.
    """
    require(can_run_process(actor, process))
    words = _said(reason)
    wanted = set(source_ids) - {target_id}
    if not wanted:
        raise BadInput(_("Choisissez au moins une autre contribution à regrouper."))
    with transaction.atomic():
        rows = {
            row.pk: row
            for row in Contribution.objects.select_for_update()
            .filter(process=process, pk__in=wanted | {target_id})
            .order_by("pk")
        }
        target = rows.pop(target_id, None)
        if target is None or target.state != ContributionState.PUBLISHED:
            raise BadInput(_("On regroupe dans une contribution publiée : choisissez-en une."))
        sources = list(rows.values())
        if len(sources) < len(wanted):
            raise BadInput(_("Une de ces contributions n'est pas de cette démarche."))
        for source in sources:
            if not CONTRIBUTION.may("merge", source.state):
                raise BadInput(
                    _("« %(title)s » est « %(state)s » : elle ne se regroupe pas.")
                    % {"title": source.title, "state": source.get_state_display()}
                )
        below = list(Contribution.objects.select_for_update().filter(merged_into__in=sources))
        for source in sources:
            source.state = CONTRIBUTION.after("merge", source.state)
        for source in (*sources, *below):
            source.merged_into = target
            source.save(update_fields=["state", "merged_into"])
            tell_kinship(_record(source, target, Kinship.Kind.MERGED, words, actor))
        recount(target)
        oblige(target, process)
        audit.record(
            actor=actor,
            verb="contributions regroupées",
            subject=f"contribution:{target.pk}",
            detail={"avec": sorted(each.pk for each in (*sources, *below)), "motif": words},
        )
    return target


def split(*, actor: Any, process: Process, source_id: int, reason: str) -> Contribution:
    """Take one out of what it was joined to: as public as it was before. Raises as `merge`."""
    require(can_run_process(actor, process))
    words = _said(reason)
    with transaction.atomic():
        source = Contribution.objects.select_for_update().get(pk=source_id, process=process)
        if source.state != ContributionState.MERGED:
            raise BadInput(_("Cette contribution n'est regroupée avec aucune autre."))
        target = _apart(source, words, actor)
        audit.record(
            actor=actor,
            verb="contribution séparée",
            subject=f"contribution:{source.pk}",
            detail={"de": target.pk, "motif": words},
        )
    return source


def release(target: Contribution, actor: Any, reason: str) -> None:
    """Everything joined to one that is no longer public comes back on its own."""
    for source in Contribution.objects.select_for_update().filter(merged_into=target):
        _apart(source, reason, actor)


def _apart(source: Contribution, reason: str, actor: Any) -> Contribution:
    target = source.merged_into
    if target is None:
        raise AssertionError("a merged contribution is merged into one")
    act = "split" if source.published_at else "split_unread"
    source.state = CONTRIBUTION.after(act, source.state)
    source.merged_into = None
    source.save(update_fields=["state", "merged_into"])
    recount(source)
    recount(Contribution.objects.select_for_update().get(pk=target.pk))
    tell_kinship(_record(source, target, Kinship.Kind.SPLIT, reason, actor))
    return target


def _record(
    source: Contribution, target: Contribution, kind: str, reason: str, actor: Any
) -> Kinship:
    return Kinship.objects.create(
        source=source, target=target, kind=kind, reason=reason, by=actor, at=timezone.now()
    )


def _said(reason: str) -> str:
    words = reason.strip()
    if not words:
        raise BadInput(_("Dites pourquoi : les auteurs le liront."), "reason")
    return words[:1000]
