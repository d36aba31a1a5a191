"""The agenda of a meeting: points typed, carried over, from open decisions and wishes; papers."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.governance.lifecycle.meetings import MeetingState
from faire_ensemble.apps.governance.models import (
    AgendaItem,
    BodyDecision,
    Meeting,
    Paper,
    Wish,
)
from faire_ensemble.apps.governance.selectors.links import check_reference
from faire_ensemble.apps.governance.services.faults import BadMeeting
from faire_ensemble.apps.governance.services.meetings import (
    in_state,
    locked_meeting,
    record,
)
from faire_ensemble.kit.models import StoredFile

OPEN_AGENDA = (MeetingState.PLANNED, MeetingState.CONVENED)


def add_item(
    *,
    actor: Any,
    meeting_id: int,
    title: str,
    presenter: str = "",
    restricted: bool = False,
    objective_id: int | None = None,
    organisation_id: int | None = None,
    kind: str = "",
    reference: str = "",
) -> AgendaItem:
    """A point typed by the secretary; `kind` and `reference` name a file or a contribution."""
    title = title.strip()
    if not title:
        raise BadMeeting(_("Dites de quoi il sera question."), "title")
    if kind or reference:
        check_reference(kind, reference)
    with transaction.atomic():
        meeting = _agenda_of(actor, meeting_id)
        made = _append(
            meeting, title=title[:300], presenter=presenter.strip()[:150], restricted=restricted,
            objective_id=objective_id, organisation_id=organisation_id, kind=kind,
            reference=reference,
        )  # fmt: skip
        record(actor, "point inscrit", meeting, point=made.pk)
    return made


def take_up(*, actor: Any, meeting_id: int, source: str) -> AgendaItem:
    """Put on the agenda something that waits: `decision-4`, `voeu-2` or `point-9`."""
    with transaction.atomic():
        meeting = _agenda_of(actor, meeting_id)
        kind, _dash, number = source.partition("-")
        fields = _waiting(meeting, kind, int(number) if number.isdigit() else 0)
        try:
            with transaction.atomic():
                made = _append(meeting, **fields)
        except IntegrityError:
            raise BadMeeting(_("Ce point est déjà à l'ordre du jour.")) from None
        record(actor, "point repris", meeting, point=made.pk, origine=source)
    return made


def remove_item(*, actor: Any, item_id: int) -> None:
    """Take a point off the agenda before the meeting."""
    with transaction.atomic():
        meeting_id = AgendaItem.objects.values_list("meeting_id", flat=True).get(pk=item_id)
        meeting = _agenda_of(actor, meeting_id)
        if meeting.decisions.filter(item=item_id).exists():
            raise BadMeeting(_("Une décision est écrite sous ce point : il reste au compte rendu."))
        meeting.items.filter(pk=item_id).delete()
        record(actor, "point retiré", meeting, point=item_id)


def order_items(*, actor: Any, meeting_id: int, ranks: Mapping[int, int]) -> None:
    """The order in which points come; those not named keep theirs."""
    with transaction.atomic():
        meeting = _agenda_of(actor, meeting_id)
        items = list(meeting.items.all())
        items.sort(key=lambda item: (ranks.get(item.pk, item.rank), item.rank, item.pk))
        for rank, item in enumerate(items, start=1):
            item.rank = rank
        AgendaItem.objects.bulk_update(items, ["rank"])
        record(actor, "ordre du jour rangé", meeting)


def add_paper(
    *,
    actor: Any,
    meeting_id: int,
    stored: StoredFile,
    name: str,
    restricted: bool = True,
    item_id: int | None = None,
) -> Paper:
    """A document of the meeting, kept beforehand (`kit.files.keep`)."""
    with transaction.atomic():
        meeting = locked_meeting(actor, meeting_id)
        if meeting.state == MeetingState.CANCELLED:
            raise BadMeeting(_("Cette réunion est annulée : elle ne change plus."))
        if item_id is not None and not meeting.items.filter(pk=item_id).exists():
            raise BadMeeting(_("Ce point n'est pas de cette réunion : rouvrez la page."))
        made = Paper.objects.create(
            meeting=meeting, item_id=item_id, stored=stored, name=name[:200],
            restricted=restricted, added_at=timezone.now(),
        )  # fmt: skip
        record(actor, "document joint", meeting, document=made.pk, réservé=restricted)
    return made


def _agenda_of(actor: Any, meeting_id: int) -> Meeting:
    """The meeting, while points may come and go: before it, or while it is written afterwards."""
    meeting = locked_meeting(actor, meeting_id)
    if not meeting.being_recorded:
        in_state(meeting, *OPEN_AGENDA)
    return meeting


def _append(meeting: Meeting, **fields: Any) -> AgendaItem:
    last = meeting.items.order_by("-rank").values_list("rank", flat=True).first() or 0
    return AgendaItem.objects.create(meeting=meeting, rank=last + 1, **fields)


def _waiting(meeting: Meeting, kind: str, number: int) -> dict[str, Any]:
    """The fields of the point that takes up what waits."""
    if kind == "decision":
        row = BodyDecision.objects.filter(pk=number, body=meeting.body).first()
        if row is not None:
            title = _("Suite donnée : %(title)s") % {"title": row.title}
            return {"title": title[:300], "decision": row, "restricted": row.restricted,
                    "objective_id": row.objective_id}  # fmt: skip
    if kind == "voeu":
        wish = Wish.objects.filter(pk=number, body__contract=meeting.body.contract_id).first()
        if wish is not None:
            title = _("%(body)s : %(title)s") % {"body": wish.body.name, "title": wish.title}
            return {"title": title[:300], "wish": wish}
    if kind == "point":
        item = AgendaItem.objects.filter(
            pk=number, meeting__body=meeting.body, put_off=True
        ).first()
        if item is not None:
            return {"title": item.title, "carried_from": item, "restricted": item.restricted,
                    "objective_id": item.objective_id, "kind": item.kind,
                    "reference": item.reference, "presenter": item.presenter}  # fmt: skip
    raise BadMeeting(_("Ce point n'attend plus : rouvrez la page."))
