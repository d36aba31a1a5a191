"""What initiatives and groups wait for: to be read before they are published, to be corrected, an
answer to whoever wrote, people at the door of one's groups, one's tasks there."""

from collections.abc import Iterator
from typing import Any

from django.db.models import DateField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from faire_ensemble.apps.initiatives.lifecycle import InitiativeState, MembershipState
from faire_ensemble.apps.initiatives.models import (
    Group,
    Initiative,
    InitiativeStep,
    Membership,
    Message,
    Task,
    Thread,
)
from faire_ensemble.apps.initiatives.permissions.initiatives import can_moderate, can_take_part
from faire_ensemble.apps.initiatives.selectors.claims import open_claims
from faire_ensemble.apps.initiatives.selectors.groups.inside import OPEN
from faire_ensemble.kit.numbers import number
from faire_ensemble.kit.sums import sums
from faire_ensemble.kit.waiting import Waiting


def initiatives_wait(actor: Any) -> list[Waiting]:
    """For officers, what is proposed or changed since they read it, and who says to carry what
    nobody keeps; for everybody, what is theirs: one query each."""
    found = list(_to_read()) if can_moderate(actor) else []
    return [*found, *_own(actor)] if can_take_part(actor) else found


def _to_read() -> Iterator[Waiting]:
    changed = Q(state=InitiativeState.PUBLISHED, read_at__lt=F("changed_at"))
    rows = Initiative.objects.filter(Q(state=InitiativeState.PROPOSED) | changed)
    found = sums({"read": (rows, ""), "claims": (open_claims(), "")})
    if count := found["read"].count:
        words = ngettext("%(n)s initiative à relire", "%(n)s initiatives à relire", count)
        yield Waiting(words % {"n": number(count)}, "initiatives:office")
    if claims := found["claims"].count:
        words = ngettext(
            "%(n)s personne dit porter une initiative",
            "%(n)s personnes disent porter une initiative", claims,
        )  # fmt: skip
        yield Waiting(words % {"n": number(claims)}, "initiatives:office", query="#demandes")


def _own(actor: Any) -> Iterator[Waiting]:
    """By title and day; their words and pages go by where each comes from."""
    said = {
        "asked": (
            _("On demande à entrer dans le groupe %(title)s"),
            "initiatives:group",
            "#demandes",
        ),
        "task": (_("Tâche du groupe : %(title)s"), "initiatives:group", "#taches"),
        "thread": (_("On vous écrit à propos de %(title)s"), "initiatives:thread", ""),
        "returned": (_("Initiative à corriger : %(title)s"), "initiatives:edit", ""),
    }
    today = timezone.localdate()
    first, *others = _branches(actor.pk)
    for source, pk, title, due in sorted(first.union(*others, all=True), key=lambda row: row[2]):
        words, page, part = said[source]
        late = due is not None and due < today
        yield Waiting(words % {"title": title}, page, (pk,), part, due=due, late=late)


def _branches(person: int) -> list[QuerySet[Any, Any]]:
    """(source, key of the page, title, day) of what waits for a person, to be united."""
    here = Membership.objects.filter(person=person, state=MembershipState.ACTIVE)
    going = Group.objects.filter(closed_at=None)
    asked = Membership.objects.filter(state=MembershipState.ASKED).values("group")
    run = here.filter(role="facilitator").values("group")
    tasks = Task.objects.filter(
        owner=person, state__in=OPEN, group__in=going.filter(pk__in=here.values("group"))
    )
    answered = Message.objects.filter(thread=OuterRef("pk"), author=person)
    threads = Thread.objects.filter(carrier=person, stopped_at=None).exclude(Exists(answered))
    returned = InitiativeStep.objects.filter(initiative=OuterRef("pk"), act="return")
    drafts = Initiative.objects.filter(Exists(returned), carrier=person, state="draft")
    no_day = Cast(Value(None), DateField())
    return [
        _rows(tasks, "task", "group_id", "title", F("due_on")),
        _rows(going.filter(pk__in=run).filter(pk__in=asked), "asked", "pk", "title", no_day),
        _rows(threads, "thread", "pk", "initiative__title", no_day),
        _rows(drafts, "returned", "pk", "title", no_day),
    ]


def _rows(
    rows: QuerySet[Any, Any], source: str, key: str, title: str, day: F | Cast
) -> QuerySet[Any, Any]:
    """Each column under a name of its own: those of models are taken."""
    columns = {"source_": Value(source), "key_": F(key), "title_": F(title), "day_": day}
    found: QuerySet[Any, Any] = rows.order_by().annotate(**columns)
    return found.values_list(*columns)
