"""The booklet: help by kind, large type, for people who do not use screens; PDF by typst."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from faire_ensemble.apps.directory.models import KINDS, Service
from faire_ensemble.apps.directory.selectors.finding import Asked, Where, find
from faire_ensemble.apps.directory.selectors.finding.searching import Hit
from faire_ensemble.apps.directory.selectors.records.cards import (
    card_of,
    distance_words,
    shown_services,
)
from faire_ensemble.apps.directory.selectors.records.opening import (
    coming_changes,
    hours_of,
    now,
)
from faire_ensemble.apps.directory.selectors.records.reading import Question
from faire_ensemble.apps.territory.selectors import (
    Territory,
    epcis,
    neighbourhoods_of,
    shown_perimeters,
)
from faire_ensemble.core.opening import write_week
from faire_ensemble.kit.documents import pdf
from faire_ensemble.kit.numbers import long_date
from faire_ensemble.kit.qr import qr_svg

TEMPLATE = Path(__file__).parents[2] / "templates" / "directory" / "help" / "booklet.typ"
MOST = 120
"""Records of one booklet; more are on the page that its code leads to, and it says so."""
KM_PER_DEGREE, SQUEEZE = 111.32, 0.66
"""Of latitude; a degree of longitude is about two thirds of it in France (0.63 to 0.74)."""
BESIDE_KM = 1.0
"""What is that near a neighbourhood's limit is « à côté »."""


@dataclass(frozen=True, slots=True)
class BookletLine:
    """A neighbourhood that has something to print."""

    code: str
    name: str
    count: int


def booklets() -> tuple[BookletLine, ...]:
    """The neighbourhoods of the open EPCI with help in them: a few queries, whatever is kept."""
    lines = []
    for epci in epcis():
        for place in neighbourhoods_of(epci.pk).order_by("name", "code"):
            count = len(find(Asked(territory=place.pk)))
            if count:
                lines.append(BookletLine(place.code, place.name, count))
    return tuple(lines)


def place_booklet(place: Territory, address: str) -> bytes:
    """Help in a neighbourhood, then just beside it."""
    inside = find(Asked(territory=place.pk)).hits
    beside = _beside(place, {hit.service_id for hit in inside})
    parts = _by_kind(inside[:MOST])
    if beside:
        parts.append(
            {
                "title": _("À côté, à moins de 1 km"),
                "records": _records(beside[: max(0, MOST - len(inside))]),
            }
        )
    return _composed(place.name, _("Trouver de l'aide"), parts, len(inside) + len(beside), address)


def search_booklet(question: Question, address: str) -> bytes:
    """The answers of a search, in their order."""
    found = find(question.asked)
    where = question.asked.where
    title = question.values.get("q") or (
        str(KINDS[question.asked.kind].label) if question.asked.kind else _("Trouver de l'aide")
    )
    near = _("près de %(where)s") % {"where": where.label} if where else ""
    if question.place is not None:
        near = question.place.name
    parts = [{"title": "", "records": _records(found.top(0, MOST))}] if len(found) else []
    return _composed(title, near, parts, len(found), address)


def _composed(title: str, lead: str, parts: list[Any], count: int, address: str) -> bytes:
    moment = timezone.now()
    data = {
        "heading": title,
        "lead": lead,
        "parts": parts,
        "count": ngettext("%(n)s fiche", "%(n)s fiches", count) % {"n": count},
        "more": _("Toutes ne tiennent pas ici : les autres sont sur la page.")
        if count > MOST
        else "",
        "nothing": "" if parts else _("Aucune fiche ici pour l'instant."),
        "address": address,
        "qr": qr_svg(address),
        "qr_words": _("Code qui ouvre cette liste sur un téléphone"),
        "scan": _("La liste à jour, sur un téléphone"),
        "made": _("Imprimé le %(day)s. Téléphonez avant de vous déplacer.")
        % {"day": long_date(now().date())},
        "notice": _("Démonstration : fiches inventées, sauf mention contraire.")
        if settings.FAIRE_DEMO
        else "",
        "words": {
            "hours": _("Horaires"), "address": _("Adresse"), "phone": _("Téléphone"),
            "coming": _("Comment"), "transport": _("Venir"), "who": _("Pour"),
            "languages": _("Langues"), "page": _("Page"),
        },
    }  # fmt: skip
    return pdf(
        TEMPLATE.read_text(encoding="utf-8"),
        data,
        title=f"{title} – {lead}".strip(" –"),
        author=settings.SITE_NAME,
        created_at=moment,
        language=(get_language() or "fr")[:2],
    )


def _by_kind(hits: tuple[Hit, ...]) -> list[dict[str, Any]]:
    """Sections by kind of help; a record of several kinds is under its first one."""
    services = {each.pk: each for each in shown_services(hit.service_id for hit in hits)}
    sections: dict[str, list[dict[str, Any]]] = {code: [] for code in KINDS}
    for hit in hits:
        service = services.get(hit.service_id)
        if service is not None:
            code = next((code for code in KINDS if code in service.kinds), "papers")
            sections[code].append(_record(service, hit))
    return [
        {"title": str(KINDS[code].label), "records": records}
        for code, records in sections.items()
        if records
    ]


def _records(hits: tuple[Hit, ...]) -> list[dict[str, Any]]:
    services = {each.pk: each for each in shown_services(hit.service_id for hit in hits)}
    return [_record(services[h.service_id], h) for h in hits if h.service_id in services]


def _record(service: Service, hit: Hit) -> dict[str, Any]:
    card = card_of(service, hit)
    week, _changes = hours_of(service)
    checked = (
        _("vérifié le %(day)s") % {"day": long_date(card.checked_on)}
        if card.checked_on and not card.to_check
        else _("à vérifier")
    )
    coming = ", ".join(filter(None, (*card.coming, card.cost)))
    return {
        "name": card.name,
        "where": ", ".join(filter(None, (card.place, card.address, card.town))),
        "distance": distance_words(hit.kilometres),
        "hours": [*write_week(week).splitlines(), *coming_changes(service, now().date())],
        "phone": card.phone,
        "coming": coming,
        "transport": card.transport,
        "who": ", ".join(card.audiences),
        "languages": ", ".join(card.languages),
        "description": card.description,
        "checked": checked,
    }


def _beside(place: Territory, inside: set[int]) -> tuple[Hit, ...]:
    """Records less than `BESIDE_KM` from the limit, the nearest to the middle first."""
    held = shown_perimeters([place]).get(place.pk)
    if held is None:
        return ()
    middle = held.geometry.representative_point()
    reach = BESIDE_KM + KM_PER_DEGREE * max(
        held.north - held.south, (held.east - held.west) * SQUEEZE
    )
    near = find(
        Asked(where=Where(middle.x, middle.y, place.name, exact=False), within_km=reach)
    ).hits
    wanted = [hit for hit in near if hit.service_id not in inside and hit.kilometres is not None]
    rows = Service.objects.filter(pk__in=[hit.service_id for hit in wanted])
    points = {
        pk: shapely.Point(lon * SQUEEZE, lat)
        for pk, lon, lat in rows.values_list("pk", "place__lon", "place__lat")
        if lon is not None and lat is not None
    }
    flat = shapely.transform(held.geometry, lambda xy: xy * [SQUEEZE, 1.0])
    return tuple(
        hit
        for hit in wanted
        if hit.service_id in points
        and shapely.distance(flat, points[hit.service_id]) * KM_PER_DEGREE <= BESIDE_KM
    )
