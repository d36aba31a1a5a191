"""One step in the life of a project: its state, the reason kept, the trail, who is told."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.participation.lifecycle import PROJECT, Act, ProjectState
from faire_ensemble.apps.participation.models import (
    BudgetProject,
    Contribution,
    Process,
    ProjectStep,
    Spending,
)
from faire_ensemble.apps.participation.selectors.processes import process_standing
from faire_ensemble.apps.participation.services.faults import BadInput
from faire_ensemble.apps.participation.services.processes import locked_process
from faire_ensemble.apps.participation.services.telling import tell
from faire_ensemble.kit import audit
from faire_ensemble.kit.numbers import euros
from faire_ensemble.kit.transitions import Impossible

WORDS_MAX = 10_000
KEPT = (ProjectState.WON, ProjectState.DELIVERING, ProjectState.DELIVERED)
VERBS = {
    "create": "projet créé",
    "admit": "projet admis",
    "refuse": "projet refusé",
    "review_again": "projet remis à l'étude",
    "withdraw": "projet retiré",
    "win": "projet lauréat",
    "lose": "projet non lauréat",
    "start": "projet en réalisation",
    "deliver": "projet réalisé",
    "abandon": "projet abandonné",
}


def locked_project(project_id: int) -> BudgetProject:
    """The project, its process locked first: whoever counts money within a process waits."""
    process_id = BudgetProject.objects.values_list("process_id", flat=True).get(pk=project_id)
    process = locked_process(process_id)
    project = BudgetProject.objects.select_for_update().get(pk=project_id)
    project.process = process
    return project


def move(
    *, actor: Any, project: BudgetProject, act: str, words: str = "", **detail: Any
) -> ProjectStep:
    """Change the state of a locked project; raises `BadInput` when its state does not allow it."""
    try:
        project.state = PROJECT.after(act, project.state)
    except Impossible as error:
        raise BadInput(
            _("Le projet est « %(state)s » : cela ne se peut pas.")
            % {"state": project.get_state_display()}
        ) from error
    project.save(update_fields=["state", "awarded", "tally_won"])
    step = keep_step(actor=actor, project=project, act=act, words=words, **detail)
    tell_authors(project, f"project:{project.pk}:{step.pk}", _told(project, words))
    return step


def keep_step(
    *, actor: Any, project: BudgetProject, act: str, words: str = "", **detail: Any
) -> ProjectStep:
    """The step and its line in the trail."""
    step = ProjectStep.objects.create(
        project=project,
        act=act,
        state=project.state,
        words=words.strip()[:WORDS_MAX],
        by=actor if getattr(actor, "pk", None) else None,
        at=timezone.now(),
    )
    audit.record(
        actor=actor,
        verb=VERBS[act],
        subject=f"projet:{project.pk}",
        detail={"démarche": project.process_id, "numéro": project.number, **detail},
    )
    return step


def tell_authors(project: BudgetProject, key: str, text: str) -> None:
    """Tell once each author of the contributions that a project comes from."""
    for contributor in sorted(authors_of(project)):
        tell(contributor_id=contributor, key=key, text=text)


def authors_of(project: BudgetProject) -> set[int]:
    """Contributors of the origins and, from near to near, of what was merged into them."""
    found = dict(project.origins.values_list("pk", "contributor_id"))
    while True:
        more = Contribution.objects.filter(merged_into__in=found).exclude(pk__in=found)
        added = dict(more.values_list("pk", "contributor_id"))
        if not added:
            return set(found.values())
        found |= added


def _told(project: BudgetProject, words: str) -> str:
    said = _("Votre proposition est devenue le projet n° %(n)s « %(title)s » : %(state)s.") % {
        "n": project.number,
        "title": project.title,
        "state": project.get_state_display(),
    }
    return f"{said} {words}".strip()


def check_ballot_is_free(project: BudgetProject, act: str = "") -> None:
    """Refuse to change what people are voting on: the catalogue is fixed while the vote is open."""
    on_ballot = project.state == ProjectState.ADMITTED or act == "admit"
    if on_ballot and process_standing(project.process).allows(Act.VOTE):
        raise BadInput(_("Le vote est ouvert : les projets du catalogue ne changent plus."))


def check_money(process: Process, kept: Iterable[tuple[BudgetProject, Decimal]]) -> None:
    """Refuse when projects kept, with what each is given, exceed the envelope (process locked).

    What other projects of the process were given counts, and what was spent on those abandoned.
    """
    if process.envelope is None:
        raise BadInput(_("Donnez d'abord une enveloppe à la démarche."))
    chosen = list(kept)
    mine = [project.pk for project, _amount in chosen]
    others = process.projects.exclude(pk__in=mine)
    given = others.filter(state__in=KEPT).aggregate(sum=Sum("awarded"))["sum"] or Decimal(0)
    spent = Spending.objects.filter(
        Q(project__in=others.filter(state=ProjectState.ABANDONED))
    ).aggregate(sum=Sum("amount"))["sum"] or Decimal(0)
    total = given + spent + sum((amount for _project, amount in chosen), Decimal(0))
    if total > process.envelope:
        raise BadInput(
            _(
                "Il manque %(over)s : les projets retenus font %(total)s, "
                "et l'enveloppe %(envelope)s."
            )
            % {
                "over": euros(total - process.envelope, None),
                "total": euros(total, None),
                "envelope": euros(process.envelope, None),
            }
        )


def check_groups(process: Process, kept: Iterable[BudgetProject]) -> None:
    """Refuse two projects of one exclusive group among those kept."""
    chosen = list(kept)
    others = process.projects.filter(state__in=KEPT, group__isnull=False).exclude(
        pk__in=[project.pk for project in chosen]
    )
    seen: dict[int, BudgetProject] = {
        row.group_id: row for row in others if row.group_id is not None
    }
    for project in chosen:
        if project.group_id is None:
            continue
        rival = seen.setdefault(project.group_id, project)
        if rival is not project:
            raise BadInput(
                _("Les projets n° %(a)s et n° %(b)s sont incompatibles : gardez-en un seul.")
                % {"a": rival.number, "b": project.number}
            )
