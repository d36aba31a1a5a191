"""Making a project from contributions or from nothing, changing what it says."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from faire_ensemble.apps.participation.lifecycle import ContributionState, ProjectState
from faire_ensemble.apps.participation.models import (
    BudgetProject,
    Contribution,
    ExclusiveGroup,
    Process,
)
from faire_ensemble.apps.participation.permissions.projects import can_make_projects
from faire_ensemble.apps.participation.services.faults import BadInput
from faire_ensemble.apps.participation.services.processes import locked_process, next_number
from faire_ensemble.apps.participation.services.projects.moving import (
    check_ballot_is_free,
    keep_step,
    locked_project,
    tell_authors,
)
from faire_ensemble.kit import audit
from faire_ensemble.kit.verdicts import require

# The cost is an estimate at creation; afterwards it comes from the financial review alone.
WRITABLE = frozenset(
    {"title", "body", "category", "territory_id", "place", "longitude", "latitude", "carrier_id"}
)
INHERITED = ("body", "category", "territory_id", "place", "longitude", "latitude", "cost")
CHANGEABLE = frozenset({ProjectState.REVIEW, ProjectState.ADMITTED, ProjectState.WON,
                        ProjectState.DELIVERING})  # fmt: skip


def create_project(
    *, actor: Any, process_id: int, origins: Iterable[int] = (), group: str = "", **fields: Any
) -> BudgetProject:
    """A project to review. `origins` are published contributions of the process (pk).

    What `fields` leaves empty is taken from the first origin. Raises `Refused`, `BadInput`.
    """
    with transaction.atomic():
        process = locked_process(process_id)
        require(can_make_projects(actor, process))
        sources = _origins(process, origins)
        project = BudgetProject(process=process, cost=fields.pop("cost", None))
        if sources:
            _inherit(project, sources[0])
            fields = {name: value for name, value in fields.items() if value not in ("", None)}
        _write(project, fields)
        project.group = _group(process, group)
        project.number = next_number(process)
        project.save()
        project.origins.set(sources)
        step = keep_step(
            actor=actor,
            project=project,
            act="create",
            origines=[source.number for source in sources],
        )
        tell_authors(
            project,
            f"project:{project.pk}:{step.pk}",
            _("Votre proposition devient le projet n° %(n)s « %(title)s », que les services "
              "étudient.") % {"n": project.number, "title": project.title},
        )  # fmt: skip
    return project


def change_project(
    *,
    actor: Any,
    project_id: int,
    origins: Iterable[int] | None = None,
    group: str | None = None,
    **fields: Any,
) -> BudgetProject:
    """Change what a project says; a result is not rewritten. Raises `Refused`, `BadInput`."""
    with transaction.atomic():
        project = locked_project(project_id)
        require(can_make_projects(actor, project.process))
        check_ballot_is_free(project)
        if project.state not in CHANGEABLE:
            raise BadInput(
                _("Le projet est « %(state)s » : ce qu'il dit ne change plus.")
                % {"state": project.get_state_display()}
            )
        _write(project, fields)
        if group is not None:
            project.group = _group(project.process, group)
        project.save()
        if origins is not None:
            project.origins.set(_origins(project.process, origins, project))
        audit.record(
            actor=actor,
            verb="projet modifié",
            subject=f"projet:{project.pk}",
            detail={"champs": sorted(fields)},
        )
    return project


def _origins(
    process: Process, origins: Iterable[int], project: BudgetProject | None = None
) -> list[Contribution]:
    """The contributions, in the order given, all published here (or already origins of it)."""
    asked = list(dict.fromkeys(origins))
    found = Contribution.objects.filter(process=process).in_bulk(asked)
    kept = set(project.origins.values_list("pk", flat=True)) if project is not None else set()
    for pk in asked:
        source = found.get(pk)
        if source is None or (source.state != ContributionState.PUBLISHED and pk not in kept):
            raise BadInput(
                _("Une contribution choisie n'est pas publiée dans cette démarche : publiez-la "
                  "d'abord, ou choisissez celle où elle est regroupée."),
                "origins",
            )  # fmt: skip
    return [found[pk] for pk in asked]


def _inherit(project: BudgetProject, source: Contribution) -> None:
    project.title = source.title
    for name in INHERITED:
        if not getattr(project, name):
            setattr(project, name, getattr(source, name))


def _write(project: BudgetProject, fields: dict[str, Any]) -> None:
    unknown = set(fields) - WRITABLE
    if unknown:
        raise TypeError(f"not fields of a project: {sorted(unknown)}")
    for name, value in fields.items():
        setattr(project, name, value)
    project.title = " ".join(project.title.split())
    if not project.title:
        raise BadInput(_("Donnez un titre au projet."), "title")
    if (project.longitude is None) != (project.latitude is None):
        raise BadInput(
            _(
                "Un point sur la carte a une longitude et une latitude : "
                "donnez les deux, ou aucune."
            ),
            "longitude",
        )
    if project.longitude is not None and project.latitude is not None:
        if not (-180 <= project.longitude <= 180 and -90 <= project.latitude <= 90):
            raise BadInput(_("Ce point n'est pas sur la Terre : vérifiez l'ordre."), "longitude")
    if project.cost is not None and project.cost <= 0:
        raise BadInput(_("Un coût est un montant en euros plus grand que zéro."), "cost")


def _group(process: Process, label: str) -> ExclusiveGroup | None:
    name = " ".join(label.split())[:120]
    if not name:
        return None
    made, _new = ExclusiveGroup.objects.get_or_create(process=process, label=name)
    return made
