"""« Mes dossiers »: what a person writes, where each file stands, what is awaited of them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Min, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.accounts.selectors import has_role, mandates_of
from faire_ensemble.apps.directory.selectors import organisations_known_as
from faire_ensemble.apps.funding.lifecycle import ApplicationState
from faire_ensemble.apps.funding.models import Application, Correction
from faire_ensemble.apps.funding.permissions.standing import Actor
from faire_ensemble.apps.funding.selectors.visible import written_by


@dataclass(frozen=True, slots=True)
class MyFile:
    """`awaited` says what the person must do, empty for nothing; `due` until when."""

    id: int
    number: str
    title: str
    call: str
    year: int
    lead: str
    state: str
    state_label: str
    awaited: str
    due: date | datetime | None


@dataclass(frozen=True, slots=True)
class MyFiles:
    files: tuple[MyFile, ...]
    reads_files: bool


def my_files(actor: Actor) -> MyFiles:
    """Four queries whatever the number of files."""
    held = [each.organisation for each in mandates_of(actor) if each.role == "holder"]
    rows = _with_corrections(written_by(actor, frozenset(organisations_known_as(held).values())))
    reads = has_role(actor, "officer", "partner", "council", "elected")
    return MyFiles(tuple(_file(row, row.correction_due) for row in rows), reads)


def files_awaited(actor: Actor, holding: frozenset[int]) -> list[MyFile]:
    """Those that wait for their writers until a day: one query. `holding`: the associations that
    the person writes for."""
    states = (ApplicationState.DRAFT.value, ApplicationState.CORRECTION.value)
    rows = _with_corrections(written_by(actor, holding).filter(state__in=states))
    files = (_file(row, row.correction_due) for row in rows)
    return [each for each in files if each.due is not None]


def _with_corrections(files: QuerySet[Application]) -> QuerySet[Any]:
    asked = Q(corrections__state=Correction.State.ASKED)
    return (
        files.select_related("project", "call", "lead")
        .annotate(correction_due=Min("corrections__due_on", filter=asked))
        .order_by("-created_at", "-pk")
    )


def my_organisations(actor: Actor) -> list[tuple[int, str]]:
    """Those a person writes or wrote for, or holds: (pk, name), the latest first. Three queries."""
    held = [each.organisation for each in mandates_of(actor) if each.role == "holder"]
    known = organisations_known_as(held)
    rows = written_by(actor, frozenset(known.values())).order_by("-created_at", "-pk")
    found = dict(rows.values_list("lead_id", "lead__name")[:200])
    return list({**found, **{pk: name for name, pk in known.items() if pk not in found}}.items())


def _file(row: Application, correction_due: date | None) -> MyFile:
    awaited, due = _awaited(row, correction_due)
    return MyFile(
        id=row.pk,
        number=row.project.number,
        title=row.title or _("Sans titre"),
        call=row.call.title,
        year=row.year,
        lead=row.lead.name,
        state=row.state,
        state_label=row.get_state_display(),
        awaited=awaited,
        due=due,
    )


def _awaited(row: Application, correction_due: date | None) -> tuple[str, date | datetime | None]:
    closes = row.call.closes_at
    if row.state == ApplicationState.CORRECTION:
        return _("Répondre à la correction demandée, puis déposer de nouveau"), correction_due
    if row.state != ApplicationState.DRAFT:
        return "", None
    if closes is not None and closes <= timezone.now():
        return _("L'appel est clos : ce brouillon reste gardé"), None
    return _("Compléter le dossier et le déposer"), closes
