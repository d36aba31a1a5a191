"""The list of whoever keeps records, by what each view asks to be done.

Officers and stewards see the records of the communes open here (and those without a place); the
rest of a national list is one view of its own. A constant number of queries.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from faire_ensemble.apps.directory.models import Contact, Service
from faire_ensemble.apps.directory.models.services import unconfirmed
from faire_ensemble.apps.directory.permissions import can_keep_all
from faire_ensemble.apps.directory.selectors.finding import Asked, find
from faire_ensemble.apps.directory.selectors.records.cards import tel
from faire_ensemble.apps.directory.selectors.records.kept import records_kept
from faire_ensemble.apps.directory.selectors.records.opening import now
from faire_ensemble.kit.numbers import HARD

PER_PAGE = 25
FOUND = 500
"""Records of a search by words that the list goes through."""
HERE = Q(place__isnull=True) | Q(place__commune__isnull=False)
CHECK, ORPHAN, NAMED, ELSEWHERE = "a-verifier", "sans-responsable", "personnes", "ailleurs"
VIEWS = ("", CHECK, ORPHAN, NAMED, ELSEWHERE)


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A record in the list of whoever keeps it. `owner`: empty when nobody answers for it."""

    id: int
    name: str
    organisation: str
    town: str
    phone: str
    tel: str
    owner: str
    mine: bool
    checked_on: date | None
    to_check: bool
    closed: bool


@dataclass(frozen=True, slots=True)
class RecordsPage:
    """`views`: (code, words, how many, whether it is the one shown); the whole list first, then
    only those that hold something."""

    lines: tuple[RecordLine, ...]
    count: int
    view: str
    views: tuple[tuple[str, str, int, bool], ...]
    page: int
    pages: int


def records_page(actor: Any, text: str, page: int, view: str = "") -> RecordsPage:
    """One page of a view, those to check first."""
    today = now().date()
    found = records_kept(actor)
    if text:
        found = found.filter(
            pk__in=[hit.service_id for hit in find(Asked(text=text)).top(0, FOUND)]
        )
    held = views_of(actor, today)
    view = view if view in held else ""
    counted = found.aggregate(
        **{f"n{rank}": Count("pk", filter=held[code]) for rank, code in enumerate(held)}
    )
    counts = {code: counted[f"n{rank}"] for rank, code in enumerate(held)}
    pages = max(1, -(-counts[view] // PER_PAGE))
    page = min(max(page, 1), pages)
    rows = _ordered(found.filter(held[view]))
    start = (page - 1) * PER_PAGE
    return RecordsPage(
        tuple(_line(each, actor, today) for each in rows[start : start + PER_PAGE]),
        counts[view],
        view,
        tuple(
            (code, words, counts[code], code == view)
            for code, words in _words().items()
            if code in held and (counts[code] or not code or code == view)
        ),
        page,
        pages,
    )


def views_of(actor: Any, today: date) -> dict[str, Q]:
    """The views of a person, each with the rows that it holds."""
    here = HERE if can_keep_all(actor) else Q(pk__isnull=False)
    still = here & Q(closed_on__isnull=True)
    named = Exists(Contact.objects.filter(service=OuterRef("pk"), withdrawn_at__isnull=True))
    views = {
        "": here,
        CHECK: still & unconfirmed(today),
        NAMED: here & Q(named),
    }
    if can_keep_all(actor):
        views[ORPHAN] = still & (Q(owner__isnull=True) | Q(owner__is_active=False))
        views[ELSEWHERE] = ~HERE
    return views


def _words() -> dict[str, str]:
    return {
        "": _("toutes"),
        CHECK: _("à vérifier"),
        ORPHAN: _("sans responsable"),
        NAMED: _("avec le nom d'une personne"),
        ELSEWHERE: _("dans des communes qui ne sont pas ouvertes ici"),
    }


def _ordered(rows: QuerySet[Service]) -> QuerySet[Service]:
    return rows.select_related("place", "organisation", "owner").order_by(
        F("closed_on").asc(nulls_first=True), F("checked_on").asc(nulls_first=True), "name", "pk"
    )


def _line(each: Service, actor: Any, today: date) -> RecordLine:
    phone = each.phone or (each.place.phone if each.place else "")
    body = each.organisation.name if each.organisation else ""
    return RecordLine(
        id=each.pk,
        name=each.name,
        organisation="" if body == each.name else body,
        town=each.place.town if each.place else "",
        phone=phone.replace(" ", HARD),
        tel=tel(phone),
        owner=owner_of(each),
        mine=each.owner_id == actor.pk,
        checked_on=each.checked_on,
        to_check=each.to_check(today),
        closed=each.closed_on is not None,
    )


def owner_of(service: Service) -> str:
    """The name of who answers for a record, never their address; empty for nobody."""
    owner = service.owner
    if owner is None or not owner.is_active:
        return ""
    return owner.get_full_name().strip() or _("un compte sans nom")
