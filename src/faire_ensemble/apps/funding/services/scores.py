"""Scoring a file on the grid of its call. The mean is kept on the file, in the same transaction."""

from collections import defaultdict
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.funding.models import Application, Criterion, Recusal, Score
from faire_ensemble.apps.funding.permissions.instruction import can_instruct
from faire_ensemble.apps.funding.permissions.standing import Actor, Standing, standing
from faire_ensemble.apps.funding.services.locking import locked_application
from faire_ensemble.core.scoring import GridLine, kept, spread, total
from faire_ensemble.kit import audit
from faire_ensemble.kit.verdicts import require

COMMENT_MAX = 500


class BadScore(ValueError):
    """A grid that cannot be kept; the message says why (French), `criterion` where (its pk)."""

    def __init__(self, criterion: int, message: str) -> None:
        super().__init__(message)
        self.criterion = criterion


def give_scores(
    *,
    actor: Actor,
    application: Application,
    points: Mapping[int, int],
    comments: Mapping[int, str] | None = None,
) -> None:
    """Keep a person's points (by criterion) and recompute the mean.

    A grid is given whole: raises `BadScore` for a criterion without points or with too many,
    `Refused` when the person does not instruct the file. The file's row is locked, so that two
    people scoring at once both count.
    """
    said = comments or {}
    with transaction.atomic():
        application = locked_application(application.pk)
        here = standing(actor, application)
        require(can_instruct(actor, application, here))
        grid = list(Criterion.objects.filter(call=application.call_id))
        for criterion in grid:
            _check(criterion, points.get(criterion.pk))
        former = {
            score.criterion_id: score
            for score in Score.objects.filter(application=application, person=actor)
        }
        if not grid or all(
            criterion.pk in former
            and former[criterion.pk].points == points[criterion.pk]
            and former[criterion.pk].comment == _comment(said, criterion.pk)
            for criterion in grid
        ):
            return
        _write(application, actor, organisation_of(here), grid, points, said)
        recompute(application)
        audit.record(
            actor=actor,
            verb="dossier noté",
            subject=f"dossier:{application.pk}",
            detail={
                "points": {str(criterion.pk): points[criterion.pk] for criterion in grid},
                "avant": {str(pk): score.points for pk, score in sorted(former.items())},
            },
        )


def _write(
    application: Application,
    actor: Actor,
    organisation: int | None,
    grid: list[Criterion],
    points: Mapping[int, int],
    said: Mapping[int, str],
) -> None:
    now = timezone.now()
    Score.objects.bulk_create(
        [
            Score(
                application=application,
                criterion=criterion,
                person=actor,
                organisation_id=organisation,
                points=points[criterion.pk],
                comment=_comment(said, criterion.pk),
                given_at=now,
            )
            for criterion in grid
        ],
        update_conflicts=True,
        unique_fields=["application", "criterion", "person"],
        update_fields=["points", "comment", "organisation", "given_at"],
    )


def recompute(application: Application) -> None:
    """Write the mean of whole grids on the file; call with its row locked.

    People who stepped aside no longer count.
    """
    grid = {
        pk: GridLine(maximum, weight)
        for pk, maximum, weight in Criterion.objects.filter(call=application.call_id).values_list(
            "pk", "max_points", "weight"
        )
    }
    aside = Recusal.objects.filter(application=application).values("person")
    given: dict[int, dict[int, int]] = defaultdict(dict)
    rows = Score.objects.filter(application=application).exclude(person__in=aside)
    for person, criterion, value in rows.values_list("person_id", "criterion_id", "points"):
        given[person][criterion] = value
    totals = [found for each in given.values() if (found := total(grid, each)) is not None]
    together = spread(totals)
    application.score = kept(together.mean) if together else None
    application.save(update_fields=["score"])


def organisation_of(here: Standing) -> int | None:
    """For whom a person scores: the funder of the file they act for, else their organisation."""
    return min(here.funders or here.mandates.acting_for, default=None)


def _check(criterion: Criterion, value: int | None) -> None:
    if value is None:
        raise BadScore(criterion.pk, _("Donnez des points à ce critère : une grille est entière."))
    if not 0 <= value <= criterion.max_points:
        raise BadScore(
            criterion.pk,
            _("Les points vont de 0 à %(maximum)s.") % {"maximum": criterion.max_points},
        )


def _comment(comments: Mapping[int, str], criterion: int) -> str:
    return comments.get(criterion, "").strip()[:COMMENT_MAX]
