"""What funding waits for from a person: files to finish, opinions to give, committees to hold."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from faire_ensemble.apps.contract.selectors import Mandates
from faire_ensemble.apps.funding.lifecycle.applications import UNDER_INSTRUCTION
from faire_ensemble.apps.funding.lifecycle.sessions import SessionState
from faire_ensemble.apps.funding.models import Application, Correction, Seat, Session
from faire_ensemble.apps.funding.permissions.standing import Actor
from faire_ensemble.apps.funding.selectors.board.filters import BoardFilters, matching
from faire_ensemble.apps.funding.selectors.board.scope import ContractChoice, scope_as
from faire_ensemble.apps.funding.selectors.mine import files_awaited
from faire_ensemble.kit.numbers import number
from faire_ensemble.kit.sums import Lists, sums
from faire_ensemble.kit.waiting import Waiting

FILES_SHOWN = 3


def funding_waits(actor: Actor, mandates: Mapping[int, Mandates]) -> list[Waiting]:
    """Files to complete or to correct by name (anybody may write one), opinions to give by
    contract, answers to the corrections that one asked, sessions of committees: a query each, none
    for what the person has no part in."""
    return [
        *_own_files(actor, mandates),
        *_opinions(actor, mandates),
        *_answered(actor, mandates),
        *_sessions(mandates),
    ]


def _own_files(actor: Actor, mandates: Mapping[int, Mandates]) -> list[Waiting]:
    holding = frozenset[int]().union(*(each.holding for each in mandates.values()))
    asked = files_awaited(actor, holding)
    asked.sort(key=lambda row: (_day(row.due), row.id))
    today = timezone.localdate()
    return [
        Waiting(
            _("%(title)s : %(awaited)s") % {"title": row.title, "awaited": row.awaited},
            "funding:application",
            (row.id,),
            due=_day(row.due),
            late=_day(row.due) < today,
        )
        for row in asked[:FILES_SHOWN]
    ]


def _day(due: date | datetime | None) -> date:
    if isinstance(due, datetime):
        return timezone.localtime(due).date()
    return due or date.max


def _opinions(actor: Actor, mandates: Mapping[int, Mandates]) -> list[Waiting]:
    """By contract, as many as the board shows where the line leads."""
    lists: Lists = {}
    for pk, held in mandates.items():
        if held.instructs or held.councils:
            scope = scope_as(actor, ContractChoice(pk), held)
            lists[str(pk)] = (matching(scope, BoardFilters(missing=True)), "")
    found = []
    for contract, each in sums(lists).items():
        if each.count:
            words = ngettext("%(n)s avis à donner", "%(n)s avis à donner", each.count)
            query = f"?avis_manquant=1&contrat={contract}"
            found.append(Waiting(words % {"n": number(each.count)}, "funding:board", query=query))
    return found


def _answered(actor: Actor, mandates: Mapping[int, Mandates]) -> Iterator[Waiting]:
    """Files whose writers answered what the person asked to correct, the oldest first."""
    instructs = [pk for pk, held in mandates.items() if held.instructs]
    if not instructs:
        return
    files = (
        Application.objects.filter(
            pk__in=Correction.objects.filter(
                asked_by=actor.pk, state=Correction.State.ANSWERED, closed_at=None
            ).values("application"),
            call__contract__in=instructs, state__in=UNDER_INSTRUCTION,
        )
        .order_by("submitted_at", "pk")
        .values_list("pk", "title")
    )  # fmt: skip
    for pk, title in files[:FILES_SHOWN]:
        words = _("%(title)s : lire la réponse à votre demande de correction") % {"title": title}
        yield Waiting(words, "funding:corrections", (pk,))


def _sessions(mandates: Mapping[int, Mandates]) -> Iterator[Waiting]:
    """Those to come where the organisation of the person has a seat; for officers, who hold them,
    those that are past and not closed."""
    runs = [pk for pk, held in mandates.items() if held.officer]
    seats = Q()
    for contract, held in mandates.items():
        if held.acting_for:
            seated = Seat.objects.filter(organisation__in=held.acting_for).values("committee")
            seats |= Q(committee__contract=contract, committee__in=seated)
    if not (runs or seats):
        return
    today = timezone.localdate()
    going = Session.objects.filter(state__in=[SessionState.PLANNED, SessionState.HELD])
    coming = Q(seats, starts_at__date__gte=today) if seats else Q(pk__in=[])
    over = Q(committee__contract__in=runs, starts_at__date__lt=today)
    for session in (
        going.filter(coming | over).select_related("committee").order_by("starts_at", "pk")
    ):
        day = timezone.localdate(session.starts_at)
        late = day < today
        words = _("Comité à clore : %(name)s") if late else _("Comité : %(name)s")
        yield Waiting(
            words % {"name": session.committee.name}, "funding:session", (session.pk,),
            due=day, late=late, appointment=True,
        )  # fmt: skip
